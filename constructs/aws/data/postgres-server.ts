import type { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { logGroup } from '../log-group';
import type { AwsSiteNetwork } from '../site-network';
import type { AwsFoundation } from './foundation';
import type { AwsKey } from './key';

/** What a database and its copies for reads have alike. */

export const port = 5432;
export const caCertIdentifier = 'rds-ca-rsa2048-g1';

/** Logs that leave the database's own disk. */
const exportedLogs = ['postgresql', 'upgrade'] as const;

export interface ServerProps {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
  readonly foundation: AwsFoundation;
  readonly key: AwsKey;
}

/** Groups of a server's logs: RDS would make them without a key and keep them for ever. */
export const databaseLogs = (
  scope: Construct,
  { site, network }: Pick<ServerProps, 'site' | 'network'>,
  identifier: string,
) =>
  exportedLogs.map((log) =>
    logGroup(scope, `log-${log}`, {
      site,
      name: `/aws/rds/instance/${identifier}/${log}`,
      keyId: network.logKeyId,
    }),
  );

/** Insights, metrics of the machine and logs. */
export const watching = ({ foundation, key }: Pick<ServerProps, 'foundation' | 'key'>) => ({
  performanceInsightsEnabled: true,
  performanceInsightsKmsKeyId: key.keyId,
  performanceInsightsRetentionPeriod: 7,
  monitoringInterval: 60,
  monitoringRoleArn: foundation.monitoringRole.arn,
  enabledCloudwatchLogsExports: [...exportedLogs],
});
