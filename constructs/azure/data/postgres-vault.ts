import { DataProtectionBackupInstancePostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { DataProtectionBackupPolicyPostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server';
import { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { DataProtectionBackupVaultCustomerManagedKey } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault-customer-managed-key';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite, DatabaseVault } from '../../../environments/model';
import type { AzureKeyVault } from '../key-vault';
import { protect } from '../locks';
import { resourceGroup } from '../resource-group';
import { allow, type RoleName } from '../roles';
import { AzureKey } from './key';
import { vaultHour } from './store-maintenance';

/** Taking a server's files into a vault, and nothing else. */
export const vaultRole: RoleName = 'PostgreSQL Flexible Server Long Term Retention Backup Role';

/** What is deleted after its day can still be brought back for so long, and nobody turns that off. */
const softDeleteDays = 14;

const daysOf = (days: number): string => `P${days}D`;

export interface AzureDatabaseVaultProps {
  readonly site: AzureSite;
  readonly vault: DatabaseVault;
  /** Where its key lies. */
  readonly keys: AzureKeyVault;
}

/**
 * Azure Backup takes every server as files a day, into a vault of its own outside of the subscription, under an own key,
 * in three zones. It is locked when it is made: nobody deletes a backup before its day or takes the lock away.
 */
export class AzureDatabaseVault extends Construct {
  private readonly vaultId: string;
  private readonly principalId: string;
  private readonly policyId: string;
  private readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { site, vault, keys }: AzureDatabaseVaultProps) {
    super(scope, id);
    const group = resourceGroup(this, site, 'data');
    const made = new DataProtectionBackupVault(this, 'vault', {
      name: `${site.name}-databases`,
      location: site.region,
      resourceGroupName: group.name,
      datastoreType: 'VaultStore',
      redundancy: 'ZoneRedundant',
      immutability: 'Locked',
      softDelete: 'AlwaysOn',
      retentionDurationInDays: softDeleteDays,
      // The only kind of identity that may use the key.
      identity: { type: 'SystemAssigned' },
      lifecycle: { preventDestroy: true },
    });
    this.vaultId = made.id;
    this.principalId = made.identity.principalId;
    protect(this, site, made.id);
    const key = new AzureKey(this, 'key', {
      vault: keys,
      name: 'databases',
      user: {
        identity: { id: made.id, principalId: this.principalId, clientId: this.principalId },
        role: 'Key Vault Crypto Service Encryption User',
      },
    });
    const sealed = new DataProtectionBackupVaultCustomerManagedKey(this, 'sealed', {
      dataProtectionBackupVaultId: made.id,
      keyVaultKeyId: key.versionedKeyId,
      dependsOn: [...key.ready],
    });
    // It looks its servers up in their group.
    const reads = allow(this, 'reads', { role: 'Reader', on: group.id, to: this.principalId });
    this.policyId = new DataProtectionBackupPolicyPostgresqlFlexibleServer(this, 'daily', {
      name: `daily-${vault.days}-days`,
      vaultId: made.id,
      backupRepeatingTimeIntervals: [`R/2026-01-01T${`${vaultHour(site)}`.padStart(2, '0')}:00:00+00:00/P1D`],
      timeZone: 'UTC',
      defaultRetentionRule: { lifeCycle: [{ dataStoreType: 'VaultStore', duration: daysOf(vault.days) }] },
      // Policies stand as they are made: other days take another one, and the vault takes no shorter.
      lifecycle: { createBeforeDestroy: true },
    }).id;
    this.ready = [sealed, reads];
  }

  /** Keeps one server in the vault. */
  keep(scope: Construct, site: AzureSite, owner: readonly [service: string, need: string], serverId: string): void {
    const takes = allow(scope, 'vault-takes', {
      role: vaultRole,
      on: serverId,
      to: this.principalId,
    });
    new DataProtectionBackupInstancePostgresqlFlexibleServer(scope, 'vaulted', {
      name: owner.join('-'),
      location: site.region,
      vaultId: this.vaultId,
      serverId,
      backupPolicyId: this.policyId,
      dependsOn: [takes, ...this.ready],
    });
  }
}
