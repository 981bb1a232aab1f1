import type { CapabilityEvidence } from '../../contracts';
import { bucketEvidence, encryption, endpoint, keyArn } from './evidence-patterns';

/** An ephemeral value, alone or in a JSON document; not the text of its expression. */
const ephemeralValue = /^\$\{(jsonencode\([^$]*"password" = )?ephemeral\.random_password\.\w+\.result/;
/** The addresses of Kafka lie in the same store, and are no secret. */
const ephemeralOrAddress = new RegExp(
  `${ephemeralValue.source}|^\\$\\{jsonencode\\(\\{"bootstrap" = aws_msk_cluster\\.\\w+\\.bootstrap_brokers_sasl_iam\\}\\)\\}$`,
);
const dataBucket = bucketEvidence('data');
const database = { in: 'data', type: 'aws_db_instance' } as const;
/** Copies for reads take the rest over from their source. */
const primary = { ...database, where: { path: 'replicate_source_db', absent: true }, optional: true } as const;
const cache = { in: 'data', type: 'aws_elasticache_replication_group' } as const;
const workgroup = { in: 'data', type: 'aws_athena_workgroup' } as const;
const msk = { in: 'data', type: 'aws_msk_cluster' } as const;
const mskTopic = { in: 'data', type: 'aws_msk_topic' } as const;
const dataKey = { in: 'data', type: 'aws_kms_key' } as const;
const dataSecret = { in: 'data', type: 'aws_secretsmanager_secret' } as const;
const secretVersion = { in: 'data', type: 'aws_secretsmanager_secret_version' } as const;
const trail = { in: 'governance', type: 'aws_cloudtrail' } as const;
/** CloudTrail counts what reads secrets and uses keys among the calls that manage; a selector could leave their sources out. */
const accessLogs = [
  { ...trail, path: 'enable_logging', is: { equals: true } },
  { ...trail, path: 'is_multi_region_trail', is: { equals: true } },
  { ...trail, path: 'advanced_event_selector', is: { matches: /^(?!.*eventSource).*"Management"/ } },
] as const;

/** Where databases, caches, warehouses, buckets, brokers, secrets and keys of AWS show their promises. */
export const dataEvidence = {
  'postgres.private': [
    { ...database, path: 'publicly_accessible', is: { equals: false } },
    { ...primary, path: 'db_subnet_group_name', is: { present: true } },
  ],
  'postgres.highly-available': [{ ...primary, path: 'multi_az', is: { equals: true } }],
  'postgres.point-in-time-recovery': [{ ...primary, path: 'backup_retention_period', is: { atLeast: 7 } }],
  'postgres.tls-only': [
    {
      in: 'data',
      type: 'aws_db_parameter_group',
      path: 'parameter',
      is: { matches: /"name":"rds\.force_ssl","value":"1"/ },
    },
    { ...database, path: 'parameter_group_name', is: { matches: /aws_db_parameter_group/ } },
  ],
  'postgres.own-key': [
    { ...database, path: 'storage_encrypted', is: { equals: true } },
    { ...primary, path: 'kms_key_id', is: { matches: keyArn } },
  ],
  'postgres.deletion-protection': [
    { ...database, path: 'deletion_protection', is: { equals: true } },
    { ...database, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'postgres.password-not-in-state': [
    { ...primary, path: 'password_wo', is: { matches: ephemeralValue } },
    { ...database, path: 'password', is: { absent: true } },
  ],
  'postgres.logs': [
    { ...database, path: 'enabled_cloudwatch_logs_exports', is: { atLeast: 2 } },
    { ...database, path: 'performance_insights_enabled', is: { equals: true } },
    { in: 'data', type: 'aws_cloudwatch_log_group', path: 'kms_key_id', is: { matches: keyArn } },
  ],
  'cache.private': [{ ...cache, path: 'subnet_group_name', is: { matches: /aws_elasticache_subnet_group/ } }],
  'cache.highly-available': [
    { ...cache, path: 'multi_az_enabled', is: { equals: true }, quantifier: 'some' },
    { ...cache, path: 'automatic_failover_enabled', is: { equals: true }, quantifier: 'some' },
    { ...cache, path: 'preferred_cache_cluster_azs', is: { atLeast: 3 }, quantifier: 'some' },
  ],
  'cache.tls-only': [
    { ...cache, path: 'transit_encryption_enabled', is: { equals: true } },
    { ...cache, path: 'transit_encryption_mode', is: { equals: 'required' } },
  ],
  'cache.own-key': [{ ...cache, path: 'kms_key_id', is: { matches: keyArn } }],
  'cache.password-not-in-state': [
    { ...cache, path: 'user_group_ids', is: { atLeast: 1 } },
    { ...cache, path: 'auth_token', is: { absent: true } },
    { in: 'data', type: 'aws_elasticache_user', path: 'passwords_wo', is: { matches: ephemeralValue } },
    { in: 'data', type: 'aws_elasticache_user', path: 'passwords', is: { absent: true } },
  ],
  'cache.snapshots': [{ ...cache, path: 'snapshot_retention_limit', is: { atLeast: 7 }, quantifier: 'some' }],
  'cache.deletion-protection': [{ ...cache, path: 'lifecycle.prevent_destroy', is: { equals: true } }],
  'warehouse.private': [endpoint('athena'), endpoint('glue'), ...dataBucket.private],
  'warehouse.own-key': [
    {
      ...workgroup,
      path: 'configuration.result_configuration.encryption_configuration.kms_key_arn',
      is: { matches: keyArn },
    },
    {
      in: 'data',
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      path: `${encryption}.kms_master_key_id`,
      is: { matches: keyArn },
    },
  ],
  'warehouse.scan-limit': [
    { ...workgroup, path: 'configuration.bytes_scanned_cutoff_per_query', is: { atLeast: 10_000_000 } },
    { ...workgroup, path: 'configuration.publish_cloudwatch_metrics_enabled', is: { equals: true } },
  ],
  'warehouse.deletion-protection': [
    { in: 'data', type: 'aws_glue_catalog_database', path: 'lifecycle.prevent_destroy', is: { equals: true } },
    { in: 'data', type: 'aws_s3_bucket', path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'bucket.private': dataBucket.private,
  'bucket.versioned': [dataBucket.versioned],
  'bucket.lifecycle': [
    {
      in: 'data',
      type: 'aws_s3_bucket_lifecycle_configuration',
      path: 'rule[].noncurrent_version_expiration[].noncurrent_days',
      is: { atLeast: 1 },
    },
  ],
  'bucket.tls-only': [dataBucket.tlsOnly],
  'bucket.own-key': [
    {
      in: 'data',
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      path: `${encryption}.kms_master_key_id`,
      is: { matches: keyArn },
    },
  ],
  'bucket.deletion-protection': [
    { in: 'data', type: 'aws_s3_bucket', path: 'force_destroy', is: { equals: false } },
    { in: 'data', type: 'aws_s3_bucket', path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'kafka.private': [
    {
      ...msk,
      path: 'broker_node_group_info.connectivity_info.public_access.type',
      is: { equals: 'DISABLED' },
    },
    { ...msk, path: 'broker_node_group_info.client_subnets', is: { atLeast: 3 } },
  ],
  'kafka.tls-only': [
    { ...msk, path: 'encryption_info.encryption_in_transit.client_broker', is: { equals: 'TLS' } },
    { ...msk, path: 'encryption_info.encryption_in_transit.in_cluster', is: { equals: true } },
  ],
  'kafka.signed-in': [
    { ...msk, path: 'client_authentication.sasl.iam', is: { equals: true } },
    { ...msk, path: 'client_authentication.unauthenticated', is: { equals: false } },
  ],
  'kafka.own-key': [{ ...msk, path: 'encryption_info.encryption_at_rest_kms_key_arn', is: { matches: keyArn } }],
  'kafka.no-stray-topics': [
    {
      in: 'data',
      type: 'aws_msk_configuration',
      path: 'server_properties',
      is: { matches: /^auto\.create\.topics\.enable=false$/m },
    },
    { ...msk, path: 'configuration_info.arn', is: { matches: /aws_msk_configuration/ } },
  ],
  'kafka.deletion-protection': [{ ...msk, path: 'lifecycle.prevent_destroy', is: { equals: true } }],
  'topic.three-copies': [
    { ...mskTopic, path: 'replication_factor', is: { equals: 3 } },
    { ...mskTopic, path: 'configs', is: { matches: /"min\.insync\.replicas":"2"/ } },
  ],
  'topic.deletion-protection': [{ ...mskTopic, path: 'lifecycle.prevent_destroy', is: { equals: true } }],
  'secret.not-in-state': [
    { ...secretVersion, path: 'secret_string_wo', is: { matches: ephemeralOrAddress } },
    { ...secretVersion, path: 'secret_string', is: { absent: true } },
  ],
  'secret.own-key': [{ ...dataSecret, path: 'kms_key_id', is: { matches: keyArn } }],
  'secret.recoverable': [{ ...dataSecret, path: 'recovery_window_in_days', is: { atLeast: 7 } }],
  'secret.shared': [
    {
      in: 'secrets',
      type: 'terraform_data',
      path: 'provisioner[].local-exec.command',
      is: { matches: /aws secretsmanager (get|put)-secret-value (--profile \S+ )?--region \S+ --secret-id evenkeel\// },
      quantifier: 'some',
    },
  ],
  'secret.access-logs': accessLogs,
  'key.rotated': [
    { ...dataKey, path: 'enable_key_rotation', is: { equals: true } },
    { ...dataKey, path: 'rotation_period_in_days', is: { equals: 90 } },
  ],
  'key.deletion-protection': [{ ...dataKey, path: 'deletion_window_in_days', is: { atLeast: 7 } }],
  'key.access-logs': accessLogs,
} satisfies Partial<CapabilityEvidence>;
