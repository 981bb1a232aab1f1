import { BackupDrBackupPlan } from '@cdktf/provider-google/lib/backup-dr-backup-plan';
import { BackupDrBackupPlanAssociation } from '@cdktf/provider-google/lib/backup-dr-backup-plan-association';
import { BackupDrBackupVault } from '@cdktf/provider-google/lib/backup-dr-backup-vault';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import type { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DatabaseVault, GoogleSite } from '../../../environments/model';
import type { PostgresNeed } from '../../../services';
import { vaultGraceDays } from '../../contracts';
import { computeName, hashedComputeName } from '../names';
import { vaultRole } from '../network/google-apis';
import { durationOfDays } from './key';
import { vaultWindow } from './store-maintenance';

const resourceType = 'sqladmin.googleapis.com/Instance';

export interface GoogleDatabaseVaultProps {
  readonly site: GoogleSite;
  readonly vault: DatabaseVault;
}

/**
 * Backup and DR takes a backup of each database a day into a vault with an enforced retention: nobody deletes one before
 * its day, and once the days of grace are over nobody shortens it for those to come. Backups of Cloud SQL are under the key
 * of their server, whatever the vault's.
 */
export class GoogleDatabaseVault extends Construct {
  private readonly vaultId: string;
  private readonly days: number;
  private readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { site, vault }: GoogleDatabaseVaultProps) {
    super(scope, id);
    const made = new BackupDrBackupVault(this, 'vault', {
      backupVaultId: computeName(site, 'databases'),
      location: site.region,
      description: `Regulated databases of ${site.name}`,
      backupMinimumEnforcedRetentionDuration: durationOfDays(vault.days),
      // More days are said of the vault before they are said of its plans.
      forceUpdate: true,
      backupRetentionInheritance: 'INHERIT_VAULT_RETENTION',
      accessRestriction: 'WITHIN_PROJECT',
      // Of the first plan: from then on it is as it is.
      effectiveTime: `\${timeadd(plantimestamp(), "${vaultGraceDays * 24}h")}`,
      labels: { ...site.tags },
      lifecycle: { preventDestroy: true, ignoreChanges: ['effective_time'] },
    });
    const access = new ProjectIamMember(this, 'access', {
      project: site.projectId,
      role: vaultRole,
      member: `serviceAccount:${made.serviceAccount}`,
    });
    this.vaultId = made.id;
    this.days = vault.days;
    this.ready = [access];
  }

  /** Keeps one database in the vault. Its plan stands for the backups of Cloud SQL itself, logs included. */
  keep(
    scope: Construct,
    site: GoogleSite,
    { need, owner }: { readonly need: PostgresNeed; readonly owner: readonly [service: string, need: string] },
    instance: SqlDatabaseInstance,
  ): void {
    const name = hashedComputeName(site, ...owner);
    const plan = new BackupDrBackupPlan(scope, 'vault-plan', {
      backupPlanId: name,
      location: site.region,
      description: `Backups of ${instance.name}`,
      resourceType,
      backupVault: this.vaultId,
      logRetentionDays: need.backupRetentionDays,
      backupRules: [
        {
          ruleId: 'daily',
          backupRetentionDays: this.days,
          standardSchedule: {
            recurrenceType: 'DAILY',
            timeZone: 'UTC',
            backupWindow: vaultWindow(site),
          },
        },
      ],
    });
    new BackupDrBackupPlanAssociation(scope, 'vaulted', {
      backupPlanAssociationId: name,
      location: site.region,
      resourceType,
      resource: `projects/${site.projectId}/instances/${instance.name}`,
      backupPlan: plan.name,
      dependsOn: [...this.ready],
    });
  }
}
