import { type CapabilityEvidence, type SafeguardId, withSafeguards } from '../contracts';
import { detectionEvidence } from './detection-evidence';
import { edgeEvidence } from './edge-evidence';
import { filesEvidence } from './files-evidence';
import { guardrailsEvidence } from './guardrails-evidence';
import { accessEvidence } from './people-evidence';
import { registryEvidence } from './registry-evidence';
import { atLeastADay, safeguards } from './safeguards';
import { storesEvidence } from './stores-evidence';
import { upgradeEvidence } from './upgrade-evidence';
import { volumesEvidence } from './volumes-evidence';

const hsmKeyPath = /\$\{(?:data\.)?google_kms_crypto_key\.[^}]+\.id\}/;
/** An ephemeral value, alone or in a JSON document; not the text of its expression. */
const ephemeralValue = /^\$\{(jsonencode\([^$]*"password" = )?ephemeral\.random_password\.\w+\.result/;
/** The same, or the address and the authority of a server that asks for no password: nothing that is secret. */
const ephemeralOrPublic = new RegExp(
  `${ephemeralValue.source}|^\\$\\{jsonencode\\(\\{"host" = (?!.*(password|ephemeral)).*"authority" = `,
  's',
);
const stateBucket = { in: 'state', type: 'google_storage_bucket' } as const;
const cluster = { in: 'cluster', type: 'google_container_cluster' } as const;
const pool = { in: 'cluster', type: 'google_container_node_pool' } as const;
const computeClass = { in: 'kubernetes', type: 'ComputeClass' } as const;
const database = { in: 'data', type: 'google_sql_database_instance' } as const;
/** Copies for reads have no backups, and no copy in a second zone. */
const primary = { ...database, where: { path: 'master_instance_name', absent: true } } as const;
const cache = { in: 'data', type: 'google_memorystore_instance' } as const;
const dataset = { in: 'data', type: 'google_bigquery_dataset' } as const;
const dataBucket = { in: 'data', type: 'google_storage_bucket' } as const;
const dataSecret = { in: 'data', type: 'google_secret_manager_secret' } as const;
const kafka = { in: 'data', type: 'google_managed_kafka_cluster' } as const;
const kafkaTopic = { in: 'data', type: 'google_managed_kafka_topic' } as const;
const dataKey = { in: 'data', type: 'google_kms_crypto_key' } as const;
const subnet = { in: 'network', type: 'google_compute_subnetwork' } as const;

const auditedAccess = { in: 'network', type: 'google_project_iam_audit_config' } as const;
/** What reads a secret or uses a key is an access to data, which Google logs only where it is told to. */
const accessLogs = [
  { ...auditedAccess, path: 'service', is: { equals: 'allServices' } },
  { ...auditedAccess, path: 'audit_log_config', is: { matches: /"log_type":"DATA_READ"/ } },
  { ...auditedAccess, path: 'audit_log_config', is: { matches: /"log_type":"DATA_WRITE"/ } },
] as const;

/** Where Google Cloud keeps each promise. */
const shown: Omit<CapabilityEvidence, SafeguardId> = {
  'state.encrypted': [{ ...stateBucket, path: 'encryption.default_kms_key_name', is: { matches: hsmKeyPath } }],
  'state.versioned': [{ ...stateBucket, path: 'versioning.enabled', is: { equals: true } }],
  // A lock is an object made on the condition that it does not exist: Cloud Storage has that on every bucket.
  'state.locked': [{ ...stateBucket, path: 'name', is: { matches: /-state-[0-9a-f]{8}$/ } }],
  // With public access prevented every request carries a token, and Cloud Storage refuses tokens without TLS.
  'state.private': [
    { ...stateBucket, path: 'public_access_prevention', is: { equals: 'enforced' } },
    { ...stateBucket, path: 'uniform_bucket_level_access', is: { equals: true } },
  ],
  'state.ci-trust': [
    { in: 'state', type: 'google_iam_workload_identity_pool_provider', path: 'oidc.issuer_uri', is: { present: true } },
    {
      in: 'state',
      type: 'google_iam_workload_identity_pool_provider',
      path: 'attribute_condition',
      is: { matches: /^assertion\.sub in \['.+', '.+'\]$/ },
    },
  ],
  // Subnets span the region; three zones show where machines are placed.
  'network.three-zones': [{ ...cluster, path: 'node_locations', is: { atLeast: 3 } }],
  'network.private-nodes': [
    { ...cluster, path: 'private_cluster_config.enable_private_nodes', is: { equals: true } },
    { ...pool, path: 'network_config.enable_private_nodes', is: { equals: true } },
  ],
  'network.egress': [
    { in: 'network', type: 'google_compute_router_nat', path: 'nat_ips', is: { present: true } },
    { in: 'network', type: 'google_compute_router_nat', path: 'log_config.enable', is: { equals: true } },
  ],
  'network.flow-logs': [{ ...subnet, path: 'log_config.flow_sampling', is: { atLeast: 0.5 } }],
  'network.private-endpoints': [
    { ...subnet, path: 'private_ip_google_access', is: { equals: true } },
    {
      in: 'network',
      type: 'google_dns_managed_zone',
      path: 'dns_name',
      is: { equals: 'googleapis.com.' },
      quantifier: 'some',
    },
    {
      in: 'network',
      type: 'google_dns_managed_zone',
      path: 'dns_name',
      is: { equals: 'pkg.dev.' },
      quantifier: 'some',
    },
  ],
  'network.operator-access': [
    {
      ...cluster,
      path: 'control_plane_endpoints_config.dns_endpoint_config.allow_external_traffic',
      is: { equals: true },
    },
  ],
  // The DNS name answers only to principals of IAM; it is no address of the API server.
  'cluster.private-api': [
    { ...cluster, path: 'private_cluster_config.enable_private_endpoint', is: { equals: true } },
    {
      ...cluster,
      path: 'control_plane_endpoints_config.dns_endpoint_config.enable_k8s_tokens_via_dns',
      is: { equals: false },
    },
    { ...cluster, path: 'master_authorized_networks_config.gcp_public_cidrs_access_enabled', is: { equals: false } },
  ],
  'cluster.secrets-own-key': [{ ...cluster, path: 'database_encryption.key_name', is: { matches: hsmKeyPath } }],
  'cluster.disks-own-key': [{ ...pool, path: 'node_config.boot_disk_kms_key', is: { matches: hsmKeyPath } }],
  // Kubernetes audit logs are Cloud Audit Logs; reads join them by this configuration.
  'cluster.audit-logs': [
    { in: 'network', type: 'google_project_iam_audit_config', path: 'service', is: { equals: 'allServices' } },
    {
      in: 'network',
      type: 'google_logging_project_sink',
      path: 'filter',
      is: { matches: /cloudaudit\.googleapis\.com\/data_access/ },
    },
  ],
  'cluster.audit-retention': [
    { in: 'network', type: 'google_logging_project_bucket_config', path: 'retention_days', is: { atLeast: 30 } },
    {
      in: 'network',
      type: 'google_logging_project_bucket_config',
      path: 'cmek_settings.kms_key_name',
      is: { matches: hsmKeyPath },
    },
  ],
  'cluster.workload-identity': [
    { ...cluster, path: 'workload_identity_config.workload_pool', is: { matches: /\.svc\.id\.goog$/ } },
    { ...pool, path: 'node_config.workload_metadata_config.mode', is: { equals: 'GKE_METADATA' } },
  ],
  'cluster.no-local-accounts': [
    { ...cluster, path: 'master_auth.client_certificate_config.issue_client_certificate', is: { equals: false } },
    { ...cluster, path: 'enable_legacy_abac', is: { equals: false } },
    { ...cluster, path: 'anonymous_authentication_config.mode', is: { equals: 'LIMITED' } },
  ],
  'cluster.deletion-protection': [{ ...cluster, path: 'deletion_protection', is: { equals: true } }],
  'cluster.pinned-version': [
    { ...cluster, path: 'min_master_version', is: { matches: /^1\.\d{2}$/ } },
    { ...cluster, path: 'release_channel.channel', is: { equals: 'EXTENDED' } },
  ],
  ...accessEvidence,
  ...upgradeEvidence,
  'cluster.network-policy': [{ ...cluster, path: 'datapath_provider', is: { equals: 'ADVANCED_DATAPATH' } }],
  'cluster.autoscaling': [{ ...pool, path: 'autoscaling.total_max_node_count', is: { atLeast: 1 } }],
  'cluster.spot-pool': [{ ...pool, path: 'node_config.spot', is: { equals: true }, quantifier: 'some' }],
  'cluster.gpu-pool': [
    {
      ...pool,
      path: 'node_config.guest_accelerator[].gpu_driver_installation_config.gpu_driver_version',
      is: { present: true },
      where: { path: 'name', equals: 'gpu' },
    },
    {
      ...pool,
      path: 'autoscaling.total_min_node_count',
      is: { equals: 0 },
      where: { path: 'name', equals: 'gpu' },
    },
  ],
  'cluster.automatic-pools': [
    { ...cluster, path: 'cluster_autoscaling.enabled', is: { equals: true } },
    { ...cluster, path: 'cluster_autoscaling.resource_limits', is: { atLeast: 2 } },
    { ...computeClass, path: 'spec.nodePoolAutoCreation.enabled', is: { equals: true } },
  ],
  'cluster.made-machines': [
    {
      ...computeClass,
      path: 'spec.priorities[+].storage.bootDiskKMSKey',
      is: { matches: /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/ },
    },
    { ...computeClass, path: 'spec.nodePoolConfig.ipType', is: { equals: 'private' } },
    { ...computeClass, path: 'spec.nodePoolConfig.serviceAccount', is: { matches: /\.iam\.gserviceaccount\.com$/ } },
    { ...computeClass, path: 'spec.nodePoolConfig.imageType', is: { equals: 'cos_containerd' } },
    {
      ...cluster,
      path: 'cluster_autoscaling.auto_provisioning_defaults.shielded_instance_config.enable_secure_boot',
      is: { equals: true },
    },
    {
      ...cluster,
      path: 'node_pool_auto_config.node_kubelet_config.insecure_kubelet_readonly_port_enabled',
      is: { equals: 'FALSE' },
    },
  ],
  'cluster.hardened-nodes': [
    { ...pool, path: 'node_config.shielded_instance_config.enable_secure_boot', is: { equals: true } },
    { ...pool, path: 'node_config.metadata.disable-legacy-endpoints', is: { equals: 'true' } },
  ],
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
    { in: 'data', type: 'google_sql_user', path: 'password_wo', is: { matches: ephemeralValue } },
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
  ...filesEvidence,
  ...volumesEvidence,
  ...registryEvidence,
  ...detectionEvidence,
  ...guardrailsEvidence,
  ...edgeEvidence,
  ...storesEvidence,
  'identity.federated': [
    {
      in: 'platform',
      type: 'google_storage_bucket_iam_member',
      path: 'member',
      is: {
        matches:
          /^(principal:\/\/iam\.googleapis\.com\/.+\.svc\.id\.goog\/subject\/ns\/.+\/sa\/.+|\$\{google_service_account\.[\w-]+\.member\})$/,
      },
    },
    // Who acts as the accounts that Kafka knows pods by.
    {
      in: 'platform',
      type: 'google_service_account_iam_member',
      path: 'member',
      is: { matches: /^serviceAccount:.+\.svc\.id\.goog\[.+\/.+\]$/ },
      optional: true,
    },
  ],
  'interconnect.redundant': [
    {
      in: 'interconnect',
      type: 'google_compute_external_vpn_gateway',
      path: 'redundancy_type',
      is: { matches: /^(TWO|FOUR)_IPS_REDUNDANCY$/ },
    },
    {
      in: 'interconnect',
      type: 'google_compute_vpn_tunnel',
      path: 'vpn_gateway_interface',
      is: { equals: 0 },
      quantifier: 'some',
    },
    {
      in: 'interconnect',
      type: 'google_compute_vpn_tunnel',
      path: 'vpn_gateway_interface',
      is: { equals: 1 },
      quantifier: 'some',
    },
  ],
  'interconnect.bgp': [
    { in: 'interconnect', type: 'google_compute_router', path: 'bgp.asn', is: { present: true } },
    { in: 'interconnect', type: 'google_compute_router_peer', path: 'peer_asn', is: { present: true } },
  ],
  'interconnect.keys-not-in-state': [
    {
      in: 'interconnect',
      type: 'google_compute_vpn_tunnel',
      path: 'shared_secret_wo',
      is: { matches: /^\$\{join\("", \["k", ephemeral\.random_password\.\w+\.result\]\)\}$/ },
    },
    { in: 'interconnect', type: 'google_compute_vpn_tunnel', path: 'shared_secret', is: { absent: true } },
  ],
  'interconnect.private-dns': [
    { in: 'interconnect', type: 'google_dns_managed_zone', path: 'visibility', is: { equals: 'private' } },
    {
      in: 'interconnect',
      type: 'google_dns_managed_zone',
      path: 'private_visibility_config.networks.network_url',
      is: { present: true },
    },
    { in: 'interconnect', type: 'google_dns_record_set', path: 'rrdatas', is: { present: true } },
  ],
  'identity.least-privilege': [
    {
      in: 'platform',
      type: 'google_storage_bucket_iam_member',
      path: 'role',
      is: { matches: /^roles\/storage\.(objectUser|legacyBucketReader)$/ },
    },
    {
      in: 'platform',
      type: 'google_secret_manager_secret_iam_member',
      path: 'role',
      is: { equals: 'roles/secretmanager.secretAccessor' },
      // Services whose secrets are all made inside the cluster keep none in the store.
      optional: true,
    },
  ],
};

export const evidence: CapabilityEvidence = withSafeguards(shown, safeguards);
