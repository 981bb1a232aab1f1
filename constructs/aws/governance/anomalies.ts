import { CeAnomalyMonitor } from '@cdktf/provider-aws/lib/ce-anomaly-monitor';
import { CeAnomalySubscription } from '@cdktf/provider-aws/lib/ce-anomaly-subscription';
import { Construct } from 'constructs';
import type { AnomalySettings, AwsSite } from '../../../environments/model';
import { siteScoped } from '../names';

export interface AwsAnomaliesProps {
  readonly site: AwsSite;
  readonly settings: AnomalySettings;
}

/**
 * Tells once a day of spending on a service of AWS that is unlike that before. An account has one such monitor: one that AWS
 * made by itself is taken over by `import`.
 */
export class AwsAnomalies extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AwsAnomaliesProps) {
    super(scope, id);
    const monitor = new CeAnomalyMonitor(this, 'monitor', {
      name: siteScoped(site, 'services'),
      monitorType: 'DIMENSIONAL',
      monitorDimension: 'SERVICE',
    });
    new CeAnomalySubscription(this, 'mails', {
      name: siteScoped(site, 'anomalies'),
      // People are mailed by the day or the week; only topics take every single one.
      frequency: 'DAILY',
      monitorArnList: [monitor.arn],
      subscriber: settings.emails.map((address) => ({ type: 'EMAIL', address })),
      thresholdExpression: {
        dimension: {
          key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          matchOptions: ['GREATER_THAN_OR_EQUAL'],
          values: [`${settings.overUsd}`],
        },
      },
    });
  }
}
