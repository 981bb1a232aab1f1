import { Construct } from 'constructs';
import type { AwsSite, DetectionSettings } from '../../environments/model';
import { AwsAuditTrail, trailUsers } from './audit-trail';
import { AwsKey, logUsers } from './key';

export interface AwsDetectionProps {
  readonly site: AwsSite;
  readonly settings: DetectionSettings;
}

/** What watches the account of a site: its trail. */
export class AwsDetection extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AwsDetectionProps) {
    super(scope, id);
    const key = new AwsKey(this, 'key', {
      site,
      name: 'governance',
      description: `Trail and alerts of the account of ${site.name}`,
      users: [...trailUsers(site), ...logUsers(site)],
    });
    new AwsAuditTrail(this, 'trail', { site, settings, key });
  }
}
