import { DbInstanceAutomatedBackupsReplication } from '@cdktf/provider-aws/lib/db-instance-automated-backups-replication';
import type { Construct } from 'constructs';
import type { AwsSite, CopyPlace } from '../../../environments/model';
import type { PostgresNeed } from '../../../services';
import { databaseName, regionalArn } from '../names';
import type { AwsKey } from './key';

type Owner = readonly [service: string, need: string];

/** The same database on another site of the account. */
export const sourceArn = (
  { organisation, accountId }: Pick<AwsSite, 'organisation' | 'accountId'>,
  { name, region }: CopyPlace,
  owner: Owner,
): string => regionalArn({ region, accountId }, 'rds', `db:${databaseName({ organisation, name }, ...owner)}`);

export interface CopiedBackupsProps {
  readonly site: AwsSite;
  readonly key: AwsKey;
  readonly need: PostgresNeed;
  readonly owner: Owner;
  readonly from: CopyPlace;
}

/**
 * Snapshots and logs of a database of another region, kept in this one under the key of this site, so that any second of
 * them is restored without the region that was lost: `aws rds restore-db-instance-to-point-in-time
 * --source-db-instance-automated-backups-arn`.
 */
export function copiedBackups(scope: Construct, { site, key, need, owner, from }: CopiedBackupsProps): void {
  new DbInstanceAutomatedBackupsReplication(scope, 'copied-backups', {
    sourceDbInstanceArn: sourceArn(site, from, owner),
    kmsKeyId: key.keyId,
    retentionPeriod: need.backupRetentionDays,
    lifecycle: { preventDestroy: site.deletionProtection },
  });
}
