import { alarmEvidence, type StoreEvidence } from '../../contracts';
import { silentAlarms } from '../data/store-metrics';

const database = { in: 'data', type: 'aws_db_instance' } as const;
const replica = { ...database, where: { path: 'replicate_source_db', matches: /aws_db_instance/ } } as const;
const brokers = { in: 'data', type: 'aws_msk_configuration' } as const;
const cache = { in: 'data', type: 'aws_elasticache_replication_group' } as const;
/** Buckets whose objects move. */
const tiered = {
  in: 'data',
  type: 'aws_s3_bucket_lifecycle_configuration',
  where: { path: 'rule[].transition', matches: /storage_class|days/ },
} as const;
const lock = { in: 'data', type: 'aws_s3_bucket_object_lock_configuration' } as const;
const inventory = { in: 'data', type: 'aws_s3_bucket_inventory' } as const;
const window = { matches: /^(\w{3}:\d\d:00)-(?!\1)\w{3}:\d\d:00$/ } as const;

/** What operations ask of databases, caches and buckets, where AWS keeps it. */
export const storesEvidence: StoreEvidence = {
  ...alarmEvidence(silentAlarms),
  'postgres.maintenance-window': [
    { ...database, path: 'maintenance_window', is: window },
    { ...database, path: 'apply_immediately', is: { equals: false } },
  ],
  'postgres.maintenance-freeze': {
    absent: 'RDS patches a minor version in every window that comes; it knows no period without one',
    instead:
      'nothing moves outside the window; defer a pending action for its server in the console while a freeze lasts',
  },
  'postgres.parameters': [
    {
      in: 'data',
      type: 'aws_db_parameter_group',
      path: 'parameter',
      is: { matches: /"name":"idle_in_transaction_session_timeout","value":"\d+"/ },
    },
    { ...database, path: 'parameter_group_name', is: { matches: /aws_db_parameter_group/ } },
  ],
  // Key, subnets and users are the source's.
  'postgres.read-replicas': [
    { ...replica, path: 'publicly_accessible', is: { equals: false } },
    { ...replica, path: 'storage_encrypted', is: { equals: true } },
    { ...replica, path: 'parameter_group_name', is: { matches: /aws_db_parameter_group/ } },
    { ...replica, path: 'vpc_security_group_ids', is: { present: true } },
    // A copy of a copy: it leaves nothing behind that somebody pays for.
    { ...replica, path: 'skip_final_snapshot', is: { equals: true } },
  ],
  'kafka.parameters': [
    { ...brokers, path: 'server_properties', is: { matches: /^num\.partitions=\d+$/m } },
    { ...brokers, path: 'server_properties', is: { matches: /^log\.retention\.hours=\d+$/m } },
  ],
  'cache.maintenance-window': [{ ...cache, path: 'maintenance_window', is: window }],
  'bucket.tiers': [
    { ...tiered, path: 'rule[].transition[+].days', is: { atLeast: 1 } },
    { ...tiered, path: 'rule[].transition[+].storage_class', is: { matches: /^(STANDARD_IA|GLACIER_IR)$/ } },
  ],
  'bucket.retention-lock': [
    { ...lock, path: 'object_lock_enabled', is: { equals: 'Enabled' } },
    { ...lock, path: 'rule.default_retention.days', is: { atLeast: 1 } },
    { ...lock, path: 'rule.default_retention.mode', is: { matches: /^(GOVERNANCE|COMPLIANCE)$/ } },
  ],
  'bucket.inventory': [
    { ...inventory, path: 'enabled', is: { equals: true } },
    { ...inventory, path: 'included_object_versions', is: { equals: 'All' } },
    { ...inventory, path: 'destination.bucket.bucket_arn', is: { matches: /access-logs/ } },
    { ...inventory, path: 'destination.bucket.account_id', is: { present: true } },
    { ...inventory, path: 'destination.bucket.encryption', is: { present: true } },
  ],
};
