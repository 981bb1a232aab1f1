import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration';
import { Construct } from 'constructs';
import { vaultDays } from '../../../environments/facts/recovery';
import type { AwsSite, DatabaseVault } from '../../../environments/model';
import { vaultGraceDays } from '../../contracts';
import { AwsRole, type Statement, serviceTrust } from '../iam';
import { backupSelectionName, databaseName, regionalArn, siteScoped } from '../names';
import type { AwsKey } from './key';
import { vaultHour } from './store-maintenance';

const minutesOfHour = 60;

export interface AwsDatabaseVaultProps {
  readonly site: AwsSite;
  readonly vault: DatabaseVault;
  readonly key: AwsKey;
}

/**
 * AWS Backup takes a snapshot of each database a day into a vault under a lock in compliance mode: once its days of grace
 * are over, nobody deletes a snapshot before its day or takes the lock away. Snapshots of RDS are under the key of their
 * server, whatever the vault's.
 */
export class AwsDatabaseVault extends Construct {
  private readonly planId: string;
  private readonly role: AwsRole;

  constructor(scope: Construct, id: string, { site, vault, key }: AwsDatabaseVaultProps) {
    super(scope, id);
    const { days } = vault;
    const name = siteScoped(site, 'databases');
    const made = new BackupVault(this, 'vault', {
      name,
      kmsKeyArn: key.keyId,
      forceDestroy: false,
      lifecycle: { preventDestroy: true },
    });
    const lock = new BackupVaultLockConfiguration(this, 'lock', {
      backupVaultName: made.name,
      changeableForDays: vaultGraceDays,
      minRetentionDays: days,
      maxRetentionDays: vaultDays.most,
      lifecycle: {
        preventDestroy: true,
        // What is locked cannot be stated anew. Backups may be kept for longer than it asks, and for no less.
        ignoreChanges: ['changeable_for_days', 'min_retention_days', 'max_retention_days'],
        postcondition: [
          {
            condition: `\${self.min_retention_days <= ${days}}`,
            errorMessage: `The vault of ${site.name} is locked for more days than recovery.vaultDays: ${days}; they can be made more, never fewer.`,
          },
        ],
      },
    });
    this.role = new AwsRole(this, 'role', {
      site,
      name: ['database-vault'],
      description: `Takes the databases of ${site.name} into the vault`,
      trust: serviceTrust('backup.amazonaws.com', { StringEquals: { 'aws:SourceAccount': site.accountId } }),
      grants: mayBackUp(site, vault),
    });
    this.planId = new BackupPlan(this, 'plan', {
      name,
      rule: [
        {
          ruleName: 'daily',
          targetVaultName: made.name,
          schedule: `cron(0 ${vaultHour(site)} * * ? *)`,
          scheduleExpressionTimezone: 'Etc/UTC',
          startWindow: minutesOfHour,
          completionWindow: 12 * minutesOfHour,
          lifecycle: { deleteAfter: days },
        },
      ],
      dependsOn: [lock],
    }).id;
  }

  /** Keeps one database in the vault. */
  keep(scope: Construct, site: AwsSite, owner: readonly [service: string, need: string], databaseArn: string): void {
    new BackupSelection(scope, 'vaulted', {
      name: backupSelectionName(site, ...owner),
      planId: this.planId,
      iamRoleArn: this.role.arn,
      resources: [databaseArn],
      dependsOn: [...this.role.ready],
    });
  }
}

/** Snapshots of these databases and no others; AWS's own policy for it reaches everything that can be backed up. */
function mayBackUp(site: AwsSite, { databases }: DatabaseVault): Statement[] {
  const servers = databases.map(({ service, need }) =>
    regionalArn(site, 'rds', `db:${databaseName(site, service, need)}`),
  );
  const snapshots = regionalArn(site, 'rds', 'snapshot:awsbackup:*');
  const keys = [...new Set([regionalArn(site, 'kms', 'key/*'), ...Object.values(site.adopt?.keys ?? {})])];
  return [
    {
      sid: 'Snapshots',
      actions: [
        'rds:AddTagsToResource',
        'rds:CreateDBSnapshot',
        'rds:DescribeDBInstances',
        'rds:DescribeDBSnapshots',
        'rds:ListTagsForResource',
      ],
      resources: [...servers, snapshots],
    },
    // After their day; the lock keeps them until then.
    { sid: 'Expired', actions: ['rds:DeleteDBSnapshot'], resources: [snapshots] },
    {
      sid: 'Vault',
      actions: ['backup:DescribeBackupVault'],
      resources: [regionalArn(site, 'backup', 'backup-vault:*')],
    },
    { sid: 'Keys', actions: ['kms:DescribeKey'], resources: keys },
    {
      sid: 'KeysOfSnapshots',
      actions: ['kms:CreateGrant'],
      resources: keys,
      conditions: {
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
        StringEquals: { 'kms:ViaService': `rds.${site.region}.amazonaws.com` },
      },
    },
  ];
}
