import type { DatabaseCopyEvidence } from '../../contracts';
import { archivesEvidence } from '../../kubernetes/archives-evidence';
import { dumpsEvidence } from '../../kubernetes/dumps-evidence';
import { ownKey } from './evidence-patterns';

/** Of a server in another region; copies for reads have theirs in the same stack. */
const copy = {
  in: 'data',
  type: 'azurerm_postgresql_flexible_server',
  where: { path: 'source_server_id', matches: /^\/subscriptions\// },
} as const;

const server = { in: 'data', type: 'azurerm_postgresql_flexible_server' } as const;
/** What is sent has a key there, and what has a key there is sent. */
const sentBackups = { ...server, where: { path: 'geo_redundant_backup_enabled', equals: true } } as const;
const sealedBackups = {
  ...server,
  where: { path: 'customer_managed_key.geo_backup_key_vault_key_id', matches: /./ },
} as const;
const keyVersion = /azurerm_key_vault_key\..+\.id\}$/;

const vault = { in: 'data', type: 'azurerm_data_protection_backup_vault' } as const;
const sealed = { in: 'data', type: 'azurerm_data_protection_backup_vault_customer_managed_key' } as const;
const policy = { in: 'data', type: 'azurerm_data_protection_backup_policy_postgresql_flexible_server' } as const;
const kept = { in: 'data', type: 'azurerm_data_protection_backup_instance_postgresql_flexible_server' } as const;

/** Of 35 days or more. */
const vaultDuration = /^P(3[5-9]|[4-9]\d|\d{3,})D$/;

/** Where copies of databases of other sites show their promises. */
export const databaseCopiesEvidence: DatabaseCopyEvidence = {
  'postgres.dump-copies': dumpsEvidence,
  'postgres.site-archives': archivesEvidence,
  'postgres.site-backups': [
    { ...sealedBackups, path: 'geo_redundant_backup_enabled', is: { equals: true } },
    { ...sentBackups, path: 'customer_managed_key.geo_backup_key_vault_key_id', is: { matches: keyVersion } },
    {
      ...sentBackups,
      path: 'customer_managed_key.geo_backup_user_assigned_identity_id',
      is: { matches: /azurerm_user_assigned_identity\./ },
    },
    { ...sentBackups, path: 'backup_retention_days', is: { atLeast: 7 } },
    { ...sentBackups, path: 'lifecycle.postcondition', is: { matches: /geo_redundant_backup_enabled/ } },
    { ...sentBackups, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'postgres.vault': [
    { ...vault, path: 'immutability', is: { equals: 'Locked' } },
    { ...vault, path: 'soft_delete', is: { equals: 'AlwaysOn' } },
    { ...vault, path: 'retention_duration_in_days', is: { atLeast: 14 } },
    { ...vault, path: 'redundancy', is: { equals: 'ZoneRedundant' } },
    { ...vault, path: 'lifecycle.prevent_destroy', is: { equals: true } },
    { ...sealed, path: 'key_vault_key_id', is: { matches: ownKey } },
    { ...policy, path: 'backup_repeating_time_intervals[]', is: { matches: /\/P1D$/ } },
    { ...policy, path: 'default_retention_rule.life_cycle[].duration', is: { matches: vaultDuration } },
    { ...kept, path: 'server_id', is: { matches: /azurerm_postgresql_flexible_server\./ } },
    { ...kept, path: 'backup_policy_id', is: { matches: /azurerm_data_protection_backup_policy_/ } },
  ],
  'postgres.site-replicas': [
    { ...copy, path: 'customer_managed_key.key_vault_key_id', is: { matches: ownKey } },
    { ...copy, path: 'public_network_access_enabled', is: { equals: false } },
    { ...copy, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
};
