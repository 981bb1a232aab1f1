import { Construct } from 'constructs';
import type { AwsSite, DetectionSettings } from '../../../environments/model';
import { keepsAccount } from '../../contracts';
import { AwsKey, logUsers } from '../data/key';
import { AwsAuditTrail, trailUsers } from './audit-trail';
import { AwsConfigurationRecord, recordUsers } from './configuration-record';
import { AwsDetectionAlerts, alertUsers } from './detection-alerts';
import { AwsThreatDetection } from './threat-detection';

export interface AwsDetectionProps {
  readonly site: AwsSite;
  readonly settings: DetectionSettings;
}

/**
 * What watches the account of a site: its trail, alerts over it, and, where wanted, threats and configuration. The trail
 * has every region, so a further site of the account makes only what AWS has in each region.
 */
export class AwsDetection extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AwsDetectionProps) {
    super(scope, id);
    const key = new AwsKey(this, 'key', {
      site,
      name: 'governance',
      description: `Trail, alerts and configuration of the account of ${site.name}`,
      users: [
        ...(keepsAccount(site) ? [...trailUsers(site), ...logUsers(site)] : []),
        ...alertUsers(site),
        ...(settings.configurationRecording ? recordUsers(site) : []),
      ],
    });
    const trail = keepsAccount(site) ? new AwsAuditTrail(this, 'trail', { site, settings, key }) : undefined;
    new AwsDetectionAlerts(this, 'alerts', { site, settings, key, trailLogs: trail?.logGroupName });
    if (settings.threatDetection) new AwsThreatDetection(this, 'threats', { site });
    if (settings.configurationRecording) new AwsConfigurationRecord(this, 'configuration', { site, settings, key });
  }
}
