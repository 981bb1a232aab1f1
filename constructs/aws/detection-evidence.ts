import type { DetectionEvidence } from '../contracts';

const trail = { in: 'governance', type: 'aws_cloudtrail' } as const;
const lock = { in: 'governance', type: 'aws_s3_bucket_object_lock_configuration' } as const;
const publicAccess = { in: 'governance', type: 'aws_s3_bucket_public_access_block' } as const;
const isTrue = { equals: true } as const;
const ownKey = /\$\{aws_kms_key\.[^}]+\.arn\}/;

/** Where what watches the account shows. */
export const detectionEvidence: DetectionEvidence = {
  'detection.trail': [
    { ...trail, path: 'is_multi_region_trail', is: isTrue },
    { ...trail, path: 'include_global_service_events', is: isTrue },
    { ...trail, path: 'enable_logging', is: isTrue },
    {
      ...trail,
      path: 'advanced_event_selector',
      is: { matches: /"eventCategory","equals":\["Management"\]|"equals":\["Management"\],"field":"eventCategory"/ },
    },
  ],
  'detection.trail-own-key': [{ ...trail, path: 'kms_key_id', is: { matches: ownKey } }],
  'detection.trail-private': [
    { ...publicAccess, path: 'block_public_acls', is: isTrue },
    { ...publicAccess, path: 'block_public_policy', is: isTrue },
    { ...publicAccess, path: 'ignore_public_acls', is: isTrue },
    { ...publicAccess, path: 'restrict_public_buckets', is: isTrue },
  ],
  'detection.trail-retention': [
    { ...lock, path: 'rule.default_retention.days', is: { atLeast: 30 } },
    { ...trail, path: 'enable_log_file_validation', is: isTrue },
  ],
  'detection.trail-locked': [{ ...lock, path: 'rule.default_retention.mode', is: { equals: 'COMPLIANCE' } }],
};
