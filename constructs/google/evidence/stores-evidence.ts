import { alarmEvidence, type StoreEvidence } from '../../contracts';
import { silentAlarms } from '../data/store-metrics';

const database = { in: 'data', type: 'google_sql_database_instance' } as const;
const primary = { ...database, where: { path: 'master_instance_name', absent: true }, optional: true } as const;
const replica = { ...database, where: { path: 'instance_type', equals: 'READ_REPLICA_INSTANCE' } } as const;
const bucket = { in: 'data', type: 'google_storage_bucket' } as const;
const report = { in: 'data', type: 'google_storage_insights_report_config' } as const;
const cache = { in: 'data', type: 'google_memorystore_instance' } as const;

/** What operations ask of databases, caches and buckets, where Google Cloud keeps it. */
export const storesEvidence: StoreEvidence = {
  ...alarmEvidence(silentAlarms),
  'postgres.maintenance-window': [
    { ...primary, path: 'settings.maintenance_window.day', is: { atLeast: 1 } },
    { ...primary, path: 'settings.maintenance_window.hour', is: { atLeast: 0 } },
    { ...primary, path: 'settings.maintenance_window.update_track', is: { equals: 'stable' } },
  ],
  'postgres.maintenance-freeze': [
    { ...primary, path: 'settings.deny_maintenance_period.start_date', is: { present: true } },
    { ...primary, path: 'settings.deny_maintenance_period.end_date', is: { present: true } },
  ],
  'postgres.parameters': [
    {
      ...database,
      path: 'settings.database_flags',
      is: { matches: /"name":"idle_in_transaction_session_timeout","value":"\d+"/ },
    },
  ],
  'postgres.read-replicas': [
    { ...replica, path: 'master_instance_name', is: { matches: /google_sql_database_instance/ } },
    { ...replica, path: 'encryption_key_name', is: { present: true } },
    { ...replica, path: 'settings.ip_configuration.ipv4_enabled', is: { equals: false } },
    { ...replica, path: 'settings.ip_configuration.ssl_mode', is: { equals: 'ENCRYPTED_ONLY' } },
    { ...replica, path: 'settings.availability_type', is: { equals: 'ZONAL' } },
  ],
  // Topics have what brokers have elsewhere.
  'kafka.parameters': [
    { in: 'data', type: 'google_managed_kafka_topic', path: 'partition_count', is: { atLeast: 1 } },
    { in: 'data', type: 'google_managed_kafka_topic', path: 'configs', is: { matches: /"cleanup\.policy":/ } },
  ],
  'cache.maintenance-window': [
    { ...cache, path: 'maintenance_policy.weekly_maintenance_window[].day', is: { present: true } },
    { ...cache, path: 'maintenance_policy.weekly_maintenance_window[].start_time.hours', is: { atLeast: 0 } },
  ],
  'bucket.tiers': [
    {
      ...bucket,
      path: 'lifecycle_rule',
      is: { matches: /"storage_class":"(NEARLINE|COLDLINE)","type":"SetStorageClass"/ },
      quantifier: 'some',
    },
  ],
  'bucket.retention-lock': [
    { ...bucket, path: 'retention_policy.retention_period', is: { atLeast: 86_400 }, quantifier: 'some' },
    {
      ...bucket,
      path: 'retention_policy.is_locked',
      is: { matches: /^(true|false)$/ },
      where: { path: 'versioning.enabled', equals: false },
    },
    {
      ...bucket,
      path: 'retention_policy.retention_period',
      is: { atLeast: 86_400 },
      where: { path: 'versioning.enabled', equals: false },
    },
  ],
  'bucket.inventory': [
    { ...report, path: 'object_metadata_report_options.storage_filters.bucket', is: { present: true } },
    {
      ...report,
      path: 'object_metadata_report_options.storage_destination_options.bucket',
      is: { matches: /google_storage_bucket\.foundation_inventory/ },
    },
    { ...report, path: 'frequency_options.frequency', is: { matches: /^(DAILY|WEEKLY)$/ } },
  ],
};
