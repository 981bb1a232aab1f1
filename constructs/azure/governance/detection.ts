import { Construct } from 'constructs';
import type { AzureSite, DetectionSettings } from '../../../environments/model';
import { AzureAuditTrail } from './audit-trail';
import { AzureDetectionAlerts } from './detection-alerts';
import { AzureThreatDetection } from './threat-detection';
import { watchWorkspace } from './watch-workspace';

export interface AzureDetectionProps {
  readonly site: AzureSite;
  readonly settings: DetectionSettings;
}

/**
 * What watches the subscription of a site: its trail, alerts over it, and, where wanted, threats. How resources are
 * configured Azure records by itself, and keeps for two weeks.
 */
export class AzureDetection extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AzureDetectionProps) {
    super(scope, id);
    const workspace = watchWorkspace(this, 'workspace', site);
    new AzureAuditTrail(this, 'trail', { site, settings, workspaceId: workspace.id });
    new AzureDetectionAlerts(this, 'alerts', { site, settings, workspaceId: workspace.id });
    if (settings.threatDetection) new AzureThreatDetection(this, 'threats', { settings });
  }
}
