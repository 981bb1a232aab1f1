import type { CapabilityEvidence } from '../../contracts';
import { hsmKeyPath } from './evidence-patterns';
import { atLeastADay } from './safeguards';

/** An ephemeral value, alone or in a JSON document; not the text of its expression. */
const ephemeralValue = /^\$\{(jsonencode\([^$]*"password" = )?ephemeral\.random_password\.\w+\.result/;
/** The same, or the address and the authority of a server that asks for no password: nothing that is secret. */
const ephemeralOrPublic = new RegExp(
  `${ephemeralValue.source}|^\\$\\{jsonencode\\(\\{"host" = (?!.*(password|ephemeral)).*"authority" = `,
  's',
);
const database = { in: 'data', type: 'google_sql_database_instance' } as const;
/** Copies for reads have no backups, and no copy in a second zone. */
const primary = { ...database, where: { path: 'master_instance_name', absent: true }, optional: true } as const;
const cache = { in: 'data', type: 'google_memorystore_instance' } as const;
const dataset = { in: 'data', type: 'google_bigquery_dataset' } as const;
const dataBucket = { in: 'data', type: 'google_storage_bucket' } as const;
const dataSecret = { in: 'data', type: 'google_secret_manager_secret' } as const;
const kafka = { in: 'data', type: 'google_managed_kafka_cluster' } as const;
const kafkaTopic = { in: 'data', type: 'google_managed_kafka_topic' } as const;
const dataKey = { in: 'data', type: 'google_kms_crypto_key' } as const;
const auditedAccess = { in: 'network', type: 'google_project_iam_audit_config' } as const;
/** What reads a secret or uses a key is an access to data, which Google logs only where it is told to. */
const accessLogs = [
  { ...auditedAccess, path: 'service', is: { equals: 'allServices' } },
  { ...auditedAccess, path: 'audit_log_config', is: { matches: /"log_type":"DATA_READ"/ } },
  { ...auditedAccess, path: 'audit_log_config', is: { matches: /"log_type":"DATA_WRITE"/ } },
] as const;

/** Where databases, caches, warehouses, buckets, brokers, secrets and keys of Google Cloud show their promises. */
export const dataEvidence = {
  'postgres.private': [
    { ...database, path: 'settings.ip_configuration.ipv4_enabled', is: { equals: false } },
    { ...database, path: 'settings.ip_configuration.psc_config[].psc_enabled', is: { equals: true } },
  ],
  'postgres.highly-available': [{ ...primary, path: 'settings.availability_type', is: { equals: 'REGIONAL' } }],
  'postgres.point-in-time-recovery': [
    { ...primary, path: 'settings.backup_configuration.point_in_time_recovery_enabled', is: { equals: true } },
    { ...primary, path: 'settings.backup_configuration.transaction_log_retention_days', is: { atLeast: 7 } },
  ],
  'postgres.tls-only': [{ ...database, path: 'settings.ip_configuration.ssl_mode', is: { equals: 'ENCRYPTED_ONLY' } }],
  'postgres.own-key': [{ ...database, path: 'encryption_key_name', is: { matches: hsmKeyPath } }],
  'postgres.deletion-protection': [
    { ...database, path: 'settings.deletion_protection_enabled', is: { equals: true } },
    { ...database, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'postgres.password-not-in-state': [
    { in: 'data', type: 'google_sql_user', optional: true, path: 'password_wo', is: { matches: ephemeralValue } },
    { in: 'data', type: 'google_sql_user', path: 'password', is: { absent: true } },
  ],
  // Cloud SQL writes its log to Cloud Logging; the site's sink keeps it.
  'postgres.logs': [
    {
      in: 'network',
      type: 'google_logging_project_sink',
      path: 'filter',
      is: { matches: /cloudsql\.googleapis\.com\/postgres\.log/ },
    },
    { ...database, path: 'settings.insights_config.query_insights_enabled', is: { equals: true } },
  ],
  'cache.private': [
    { ...cache, path: 'desired_auto_created_endpoints[].network', is: { present: true } },
    {
      in: 'data',
      type: 'google_network_connectivity_service_connection_policy',
      path: 'psc_config.subnetworks',
      is: { matches: /endpoints-subnet/ },
    },
  ],
  'cache.highly-available': [
    { ...cache, path: 'replica_count', is: { atLeast: 2 }, quantifier: 'some' },
    { ...cache, path: 'zone_distribution_config.mode', is: { equals: 'MULTI_ZONE' }, quantifier: 'some' },
  ],
  'cache.tls-only': [{ ...cache, path: 'transit_encryption_mode', is: { equals: 'SERVER_AUTHENTICATION' } }],
  'cache.own-key': [{ ...cache, path: 'kms_key', is: { matches: hsmKeyPath } }],
  'cache.password-not-in-state': {
    absent:
      'Memorystore knows tokens of IAM and no passwords, and clients of Redis know no such tokens: nobody signs in, a private address and network policies guard the cache',
    instead: "leave providers.cache of the site at 'in-cluster' where that is not enough",
  },
  'cache.snapshots': [
    { ...cache, path: 'persistence_config.mode', is: { equals: 'AOF' }, quantifier: 'some' },
    { ...cache, path: 'automated_backup_config.retention', is: { equals: '604800s' }, quantifier: 'some' },
  ],
  'cache.deletion-protection': [
    { ...cache, path: 'deletion_protection_enabled', is: { equals: true } },
    { ...cache, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'warehouse.private': [
    {
      in: 'network',
      type: 'google_dns_managed_zone',
      path: 'dns_name',
      is: { equals: 'googleapis.com.' },
      quantifier: 'some',
    },
    // Without a list of its own a dataset lets in whoever may view the project.
    { ...dataset, path: 'access[].special_group', is: { equals: 'projectOwners' } },
  ],
  'warehouse.own-key': [
    { ...dataset, path: 'default_encryption_configuration.kms_key_name', is: { matches: hsmKeyPath } },
  ],
  'warehouse.scan-limit': {
    absent: 'BigQuery limits what one query reads by what its client asks for, and Feast asks for no limit',
    instead: 'set a daily quota of bytes for the project, or reserve slots',
  },
  'warehouse.deletion-protection': [
    { ...dataset, path: 'lifecycle.prevent_destroy', is: { equals: true } },
    { ...dataset, path: 'delete_contents_on_destroy', is: { equals: false } },
  ],
  'bucket.private': [
    { ...dataBucket, path: 'public_access_prevention', is: { equals: 'enforced' } },
    { ...dataBucket, path: 'uniform_bucket_level_access', is: { equals: true } },
  ],
  // A locked object is never superseded, so a locked bucket has no versions.
  'bucket.versioned': [
    {
      ...dataBucket,
      path: 'versioning.enabled',
      is: { equals: true },
      where: { path: 'retention_policy', absent: true },
    },
  ],
  'bucket.lifecycle': [
    { ...dataBucket, path: 'lifecycle_rule[].condition.days_since_noncurrent_time', is: { atLeast: 1 } },
  ],
  // See `state.private`.
  'bucket.tls-only': [{ ...dataBucket, path: 'public_access_prevention', is: { equals: 'enforced' } }],
  'bucket.own-key': [{ ...dataBucket, path: 'encryption.default_kms_key_name', is: { matches: hsmKeyPath } }],
  'bucket.deletion-protection': [
    { ...dataBucket, path: 'force_destroy', is: { equals: false } },
    { ...dataBucket, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  // An address of the site's own subnet; the service has no other.
  'kafka.private': [{ ...kafka, path: 'gcp_config.access_config.network_configs[].subnet', is: { present: true } }],
  // The service knows no connection without TLS, and none without a token: what rules do not name stays outside.
  'kafka.tls-only': [{ ...kafka, path: 'gcp_config.access_config', is: { present: true } }],
  'kafka.signed-in': [
    {
      in: 'data',
      type: 'google_managed_kafka_acl',
      path: 'acl_entries[].principal',
      is: { matches: /^User:[^@]+@[^@]+\.iam\.gserviceaccount\.com$/ },
    },
  ],
  'kafka.own-key': [{ ...kafka, path: 'gcp_config.kms_key', is: { matches: hsmKeyPath } }],
  // The service makes none by itself, and clients have the right to none that rules do not name.
  'kafka.no-stray-topics': [
    { in: 'data', type: 'google_managed_kafka_acl', path: 'acl_id', is: { matches: /\/[^*]+$/ } },
  ],
  'kafka.deletion-protection': [
    { ...kafka, path: 'deletion_policy', is: { equals: 'PREVENT' } },
    { ...kafka, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'topic.three-copies': [
    { ...kafkaTopic, path: 'replication_factor', is: { equals: 3 } },
    { ...kafkaTopic, path: 'configs', is: { matches: /"min\.insync\.replicas":"2"/ } },
  ],
  'topic.deletion-protection': [
    { ...kafkaTopic, path: 'deletion_policy', is: { equals: 'PREVENT' } },
    { ...kafkaTopic, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'secret.not-in-state': [
    {
      in: 'data',
      type: 'google_secret_manager_secret_version',
      path: 'secret_data_wo',
      is: { matches: ephemeralOrPublic },
    },
    { in: 'data', type: 'google_secret_manager_secret_version', path: 'secret_data', is: { absent: true } },
  ],
  'secret.own-key': [
    {
      ...dataSecret,
      path: 'replication.user_managed.replicas[].customer_managed_encryption.kms_key_name',
      is: { matches: hsmKeyPath },
    },
  ],
  // Versions come back within 30 days; the secret as a whole is guarded against deletion where the site is.
  'secret.recoverable': [{ ...dataSecret, path: 'version_destroy_ttl', is: { matches: atLeastADay } }],
  'secret.shared': [
    {
      in: 'secrets',
      type: 'terraform_data',
      path: 'provisioner[].local-exec.command',
      is: { matches: /gcloud secrets versions (access latest --secret|add) evenkeel_/ },
      quantifier: 'some',
    },
  ],
  'secret.access-logs': accessLogs,
  'key.rotated': [{ ...dataKey, path: 'rotation_period', is: { equals: '7776000s' } }],
  'key.deletion-protection': [{ ...dataKey, path: 'destroy_scheduled_duration', is: { matches: atLeastADay } }],
  'key.access-logs': accessLogs,
} satisfies Partial<CapabilityEvidence>;
