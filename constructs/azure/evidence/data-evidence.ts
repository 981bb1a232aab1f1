import type { CapabilityEvidence } from '../../contracts';
import { cache } from '../data/cache';
import { warehouse } from '../data/warehouse';
import { lock, ownKey, vault } from './evidence-patterns';

/** An ephemeral value, alone or in a JSON document; not the text of its expression. */
const ephemeralValue = /^\$\{(jsonencode\([^$]*"password" = )?ephemeral\.random_password\.\w+\.result/;
const database = { in: 'data', type: 'azurerm_postgresql_flexible_server' } as const;
/** Copies for reads have no backups and no standby; users and passwords are their source's. */
const primary = { ...database, where: { path: 'create_mode', absent: true }, optional: true } as const;
const parameter = { in: 'data', type: 'azurerm_postgresql_flexible_server_configuration', path: 'value' } as const;
const account = { in: 'data', type: 'azurerm_storage_account' } as const;
/** Accounts of shared files have no objects. */
const ofObjects = { where: { path: 'account_kind', equals: 'StorageV2' } } as const;
const secret = { in: 'data', type: 'azurerm_key_vault_secret' } as const;
const events = { in: 'data', type: 'azurerm_eventhub_namespace' } as const;
const dataKey = { in: 'data', type: 'azurerm_key_vault_key' } as const;
const vaultLog = {
  type: 'azurerm_monitor_diagnostic_setting',
  where: { path: 'target_resource_id', matches: /azurerm_key_vault\./ },
} as const;
/** Of every vault: each call that reads a secret or uses a key. */
const accessLogs = [
  { in: 'cluster', ...vaultLog, path: 'enabled_log', is: { matches: /"category":"AuditEvent"/ } },
  { in: 'data', ...vaultLog, path: 'enabled_log', is: { matches: /"category":"AuditEvent"/ } },
] as const;

/** Where databases, caches, warehouses, buckets, brokers, secrets and keys of Azure show their promises. */
export const dataEvidence = {
  'postgres.private': [
    { ...database, path: 'public_network_access_enabled', is: { equals: false } },
    {
      in: 'data',
      type: 'azurerm_private_endpoint',
      path: 'private_service_connection.private_connection_resource_id',
      is: { matches: /azurerm_postgresql_flexible_server\./ },
      quantifier: 'some',
    },
  ],
  'postgres.highly-available': [{ ...primary, path: 'high_availability.mode', is: { equals: 'ZoneRedundant' } }],
  'postgres.point-in-time-recovery': [{ ...primary, path: 'backup_retention_days', is: { atLeast: 7 } }],
  'postgres.tls-only': [
    { ...parameter, is: { equals: 'on' }, where: { path: 'name', equals: 'require_secure_transport' } },
  ],
  'postgres.own-key': [{ ...database, path: 'customer_managed_key.key_vault_key_id', is: { matches: ownKey } }],
  'postgres.deletion-protection': [
    { in: 'data', ...lock, is: { matches: /azurerm_postgresql_flexible_server\./ } },
    { ...database, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'postgres.password-not-in-state': [
    { ...primary, path: 'administrator_password_wo', is: { matches: ephemeralValue } },
    { ...database, path: 'administrator_password', is: { absent: true } },
  ],
  'postgres.logs': [
    {
      in: 'data',
      type: 'azurerm_monitor_diagnostic_setting',
      path: 'enabled_log',
      is: { matches: /"PostgreSQLLogs"/ },
      quantifier: 'some',
    },
    { ...parameter, is: { equals: 'on' }, where: { path: 'name', equals: 'log_connections' } },
  ],
  'cache.private': cache,
  'cache.highly-available': cache,
  'cache.tls-only': cache,
  'cache.own-key': cache,
  'cache.password-not-in-state': cache,
  'cache.snapshots': cache,
  'cache.deletion-protection': cache,
  'warehouse.private': warehouse,
  'warehouse.own-key': warehouse,
  'warehouse.scan-limit': warehouse,
  'warehouse.deletion-protection': warehouse,
  'bucket.private': [
    { ...account, path: 'allow_nested_items_to_be_public', is: { equals: false } },
    { ...account, path: 'public_network_access_enabled', is: { equals: false } },
    { ...account, path: 'shared_access_key_enabled', is: { equals: false } },
  ],
  'bucket.versioned': [
    { ...account, ...ofObjects, path: 'blob_properties.versioning_enabled', is: { equals: true } },
    { ...account, ...ofObjects, path: 'blob_properties.delete_retention_policy.days', is: { atLeast: 1 } },
  ],
  'bucket.lifecycle': [
    {
      in: 'data',
      type: 'azurerm_storage_management_policy',
      path: 'rule[].actions.version.delete_after_days_since_creation',
      is: { atLeast: 1 },
    },
    // Whatever a rule does, it does after some days.
    {
      in: 'data',
      type: 'azurerm_storage_management_policy',
      path: 'rule[].actions',
      is: { matches: /":[1-9]\d*/ },
    },
  ],
  'bucket.tls-only': [
    { ...account, path: 'https_traffic_only_enabled', is: { equals: true } },
    { ...account, path: 'min_tls_version', is: { equals: 'TLS1_2' } },
  ],
  'bucket.own-key': [{ ...account, path: 'customer_managed_key.key_vault_key_id', is: { matches: ownKey } }],
  'bucket.deletion-protection': [
    { in: 'data', ...lock, is: { matches: /azurerm_storage_account\./ } },
    { ...account, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'kafka.private': [
    { ...events, path: 'public_network_access_enabled', is: { equals: false } },
    {
      in: 'data',
      type: 'azurerm_private_endpoint',
      path: 'private_service_connection.private_connection_resource_id',
      is: { matches: /azurerm_eventhub_namespace\./ },
      quantifier: 'some',
    },
  ],
  'kafka.tls-only': [{ ...events, path: 'minimum_tls_version', is: { equals: '1.2' } }],
  'kafka.signed-in': [{ ...events, path: 'local_authentication_enabled', is: { equals: false } }],
  'kafka.own-key': [
    {
      in: 'data',
      type: 'azurerm_eventhub_namespace_customer_managed_key',
      path: 'key_vault_key_ids[]',
      is: { matches: ownKey },
    },
  ],
  // Only who manages the namespace may make one: the roles of services send and receive.
  'kafka.no-stray-topics': [
    {
      in: 'platform',
      type: 'azurerm_role_assignment',
      path: 'role_definition_name',
      is: { matches: /^(?!Azure Event Hubs Data Owner)/ },
    },
  ],
  'kafka.deletion-protection': [
    { in: 'data', ...lock, is: { matches: /azurerm_eventhub_namespace\./ } },
    { ...events, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  // The premium tier keeps three, in three zones, and confirms none before.
  'topic.three-copies': [{ ...events, path: 'sku', is: { equals: 'Premium' } }],
  'topic.deletion-protection': [
    { in: 'data', type: 'azurerm_eventhub', path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'secret.not-in-state': [
    { ...secret, path: 'value_wo', is: { matches: ephemeralValue } },
    { ...secret, path: 'value', is: { absent: true } },
  ],
  // Key Vault takes no key for its own secrets: they lie in the site's own vault, under hardware it shares with no one's keys.
  'secret.own-key': [
    { ...vault, path: 'sku_name', is: { equals: 'premium' } },
    { ...vault, path: 'rbac_authorization_enabled', is: { equals: true } },
  ],
  'secret.recoverable': [
    { ...vault, path: 'soft_delete_retention_days', is: { atLeast: 7 } },
    { ...vault, path: 'purge_protection_enabled', is: { equals: true } },
  ],
  'secret.shared': [
    {
      in: 'secrets',
      type: 'terraform_data',
      path: 'provisioner[].local-exec.command',
      is: { matches: /az keyvault secret (show|set) --subscription \S+ --vault-name \S+ --name evenkeel--/ },
      quantifier: 'some',
    },
  ],
  'secret.access-logs': accessLogs,
  'key.rotated': [{ ...dataKey, path: 'rotation_policy.automatic.time_after_creation', is: { equals: 'P90D' } }],
  'key.deletion-protection': [
    { ...vault, path: 'purge_protection_enabled', is: { equals: true } },
    { ...vault, path: 'soft_delete_retention_days', is: { atLeast: 7 } },
  ],
  'key.access-logs': accessLogs,
} satisfies Partial<CapabilityEvidence>;
