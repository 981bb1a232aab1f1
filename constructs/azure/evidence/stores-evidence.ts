import { alarmEvidence, type StoreEvidence } from '../../contracts';
import { cache } from '../data/cache';
import { silentAlarms } from '../data/store-metrics';

const database = { in: 'data', type: 'azurerm_postgresql_flexible_server' } as const;
const replica = { ...database, where: { path: 'create_mode', equals: 'Replica' } } as const;
const parameter = { in: 'data', type: 'azurerm_postgresql_flexible_server_configuration' } as const;
const policy = { in: 'data', type: 'azurerm_storage_management_policy' } as const;
const lock = { in: 'data', type: 'azurerm_storage_container_immutability_policy' } as const;
const inventory = { in: 'data', type: 'azurerm_storage_blob_inventory_policy' } as const;

/** What operations ask of databases, caches and buckets, where Azure keeps it. */
export const storesEvidence: StoreEvidence = {
  ...alarmEvidence({
    ...silentAlarms,
    'cache.alarm-load': cache,
    'cache.alarm-full': cache,
    'cache.alarm-evictions': cache,
    'cache.alarm-replica-lag': cache,
  }),
  'postgres.maintenance-window': [
    { ...database, path: 'maintenance_window.day_of_week', is: { atLeast: 0 } },
    { ...database, path: 'maintenance_window.start_hour', is: { atLeast: 0 } },
  ],
  'postgres.maintenance-freeze': {
    absent: 'Azure patches a flexible server in the windows that come, about once a month, and knows no period without',
    instead: 'nothing moves outside the window; put a window that a freeze must not meet on another day while it lasts',
  },
  'postgres.parameters': [
    {
      ...parameter,
      path: 'value',
      is: { matches: /^\d+$/ },
      where: { path: 'name', equals: 'idle_in_transaction_session_timeout' },
    },
  ],
  'postgres.read-replicas': [
    { ...replica, path: 'source_server_id', is: { matches: /azurerm_postgresql_flexible_server/ } },
    { ...replica, path: 'public_network_access_enabled', is: { equals: false } },
    { ...replica, path: 'customer_managed_key.key_vault_key_id', is: { present: true } },
  ],
  // Topics have what brokers have elsewhere.
  'kafka.parameters': [
    { in: 'data', type: 'azurerm_eventhub', path: 'partition_count', is: { atLeast: 1 } },
    { in: 'data', type: 'azurerm_eventhub', path: 'retention_description.cleanup_policy', is: { present: true } },
  ],
  'cache.maintenance-window': cache,
  'bucket.tiers': [
    {
      ...policy,
      path: 'rule',
      is: { matches: /"tier_to_(cool|cold)_after_days_since_modification_greater_than":\d+/ },
      quantifier: 'some',
    },
  ],
  'bucket.retention-lock': [
    { ...lock, path: 'immutability_period_in_days', is: { atLeast: 1 } },
    { ...lock, path: 'locked', is: { matches: /^(true|false)$/ } },
    { ...lock, path: 'storage_container_resource_manager_id', is: { matches: /azurerm_storage_container/ } },
  ],
  'bucket.inventory': [
    { ...inventory, path: 'rules[].schedule', is: { matches: /^(Daily|Weekly)$/ } },
    { ...inventory, path: 'rules[].filter.include_blob_versions', is: { equals: true } },
    { ...inventory, path: 'rules[].storage_container_name', is: { present: true } },
  ],
};
