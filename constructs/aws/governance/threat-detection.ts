import { GuarddutyDetector } from '@cdktf/provider-aws/lib/guardduty-detector';
import { GuarddutyDetectorFeature } from '@cdktf/provider-aws/lib/guardduty-detector-feature';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';

export interface AwsThreatDetectionProps {
  readonly site: AwsSite;
}

/** Agents that GuardDuty keeps on machines by itself: those of EKS alone, there are no others. */
const agents = { EKS_ADDON_MANAGEMENT: true, ECS_FARGATE_AGENT_MANAGEMENT: false, EC2_AGENT_MANAGEMENT: false };

/** What is looked into besides the trail, flows and names that GuardDuty always reads; the site has all of these. */
const features: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  S3_DATA_EVENTS: {},
  EKS_AUDIT_LOGS: {},
  EBS_MALWARE_PROTECTION: {},
  RDS_LOGIN_EVENTS: {},
  RUNTIME_MONITORING: agents,
};

const status = (enabled: boolean): string => (enabled ? 'ENABLED' : 'DISABLED');

/** GuardDuty in the account and region of a site: one an account and region, which an existing one refuses. */
export class AwsThreatDetection extends Construct {
  constructor(scope: Construct, id: string, { site }: AwsThreatDetectionProps) {
    super(scope, id);
    const detector = new GuarddutyDetector(this, 'detector', {
      enable: true,
      // The shortest there is: how often what is found again is told again.
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    for (const [name, further] of Object.entries(features)) {
      new GuarddutyDetectorFeature(this, name.toLowerCase().replaceAll('_', '-'), {
        detectorId: detector.id,
        name,
        status: status(true),
        additionalConfiguration: Object.entries(further).map(([agent, enabled]) => ({
          name: agent,
          status: status(enabled),
        })),
      });
    }
  }
}
