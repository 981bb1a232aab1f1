import { CostAnomalyAlert } from '@cdktf/provider-azurerm/lib/cost-anomaly-alert';
import { Construct } from 'constructs';
import type { AnomalySettings, AzureSite } from '../../../environments/model';

export interface AzureAnomaliesProps {
  readonly site: AzureSite;
  readonly settings: AnomalySettings;
}

/** Tells of a day whose spending is unlike that before; what is large Azure decides by itself. */
export class AzureAnomalies extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AzureAnomaliesProps) {
    super(scope, id);
    new CostAnomalyAlert(this, 'alert', {
      name: `${site.name}-anomalies`,
      // At most 25 characters.
      displayName: 'Anomalies of spending',
      subscriptionId: `/subscriptions/${site.subscriptionId}`,
      emailAddresses: [...settings.emails],
      // At most 50 characters; the name of a site has 40.
      emailSubject: `Spending: ${site.name}`,
      message: `Something at ${site.name} cost more, or less, than the days before say it would.`,
    });
  }
}
