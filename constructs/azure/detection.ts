import { Construct } from 'constructs';
import type { AzureSite, DetectionSettings } from '../../environments/model';
import { AzureAuditTrail } from './audit-trail';

export interface AzureDetectionProps {
  readonly site: AzureSite;
  readonly settings: DetectionSettings;
}

/** What watches the subscription of a site: its trail. */
export class AzureDetection extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AzureDetectionProps) {
    super(scope, id);
    new AzureAuditTrail(this, 'trail', { site, settings });
  }
}
