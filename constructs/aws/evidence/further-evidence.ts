import {
  type CapabilityId,
  type Evidence,
  furtherEvidence as further,
  type InClusterEvidence,
  isAbsent,
} from '../../contracts';
import { evidence } from './capabilities';

/** What an account has once, whatever the region: the trail, what looks into it, and who may sign in. */
const once = [
  'aws_cloudtrail',
  'aws_cloudwatch_log_metric_filter',
  'aws_cloudwatch_metric_alarm',
  'aws_iam_openid_connect_provider',
  'aws_iam_service_linked_role',
  'aws_s3_bucket_object_lock_configuration',
];

/** Promises of the trail alone, which say nothing of other stores of what watches. */
const ofTrail: readonly CapabilityId[] = [
  'detection.trail',
  'detection.trail-retention',
  'detection.trail-locked',
  'detection.organisation-trail',
];

const isLeft = ({ in: stack, type, path }: Evidence, capability: CapabilityId): boolean =>
  !ofTrail.includes(capability) &&
  !once.includes(type) &&
  !(stack === 'governance' && path === 'recording_group.include_global_resource_types');

const left = further(evidence, isLeft);

/** Of the trail's bucket and the record's only the latter is here, and only where configuration is recorded. */
const ofBuckets = ['detection.trail-own-key', 'detection.trail-private', 'detection.deletion-protection'] as const;
const whereRecorded = Object.fromEntries(
  ofBuckets.map((capability) => {
    const shown = left[capability] ?? evidence[capability];
    return [capability, isAbsent(shown) ? shown : shown.map((one) => ({ ...one, optional: true }))];
  }),
);

/** Where promises show on a further site of an account: GuardDuty, the recorder, and alerts of both are of its region. */
export const furtherEvidence: Partial<InClusterEvidence> = { ...left, ...whereRecorded };
