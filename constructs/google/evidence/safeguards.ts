import type { Evidence, Safeguards, StackName } from '../../contracts';
import { hsmKeyPath } from './evidence-patterns';

/** A duration of 86 400 seconds or more. */
export const atLeastADay = /^(8[6-9]\d{3}|9\d{4}|\d{6,})s$/;
const isTrue = { equals: true } as const;
const isFalse = { equals: false } as const;

const stacksWithKeys: readonly StackName[] = ['state', 'network', 'cluster', 'data'];

const stateBucket = { in: 'state', type: 'google_storage_bucket' } as const;
const dataBucket = { in: 'data', type: 'google_storage_bucket' } as const;
const archive = { in: 'network', type: 'google_logging_project_bucket_config' } as const;
const firewall = { in: 'network', type: 'google_compute_firewall' } as const;
const cluster = { in: 'cluster', type: 'google_container_cluster' } as const;
const pool = { in: 'cluster', type: 'google_container_node_pool' } as const;
const database = { in: 'data', type: 'google_sql_database_instance' } as const;
const primary = { ...database, where: { path: 'master_instance_name', absent: true }, optional: true } as const;

const keys = (path: string, is: Evidence['is']): Evidence[] => [
  ...stacksWithKeys.map((stack) => ({ in: stack, type: 'google_kms_crypto_key', path, is })),
  // None where nothing is recorded of how the project is configured.
  { in: 'governance', type: 'google_kms_crypto_key', path, is, optional: true },
];

/** Of all pools, and of the first nodes that GKE insists on. */
const nodes = (path: string, is: Evidence['is']): Evidence[] => [
  { ...cluster, path: `node_config.${path}`, is },
  // None where machines are made for pods.
  { ...pool, path: `node_config.${path}`, is, optional: true },
];

/** Reads of data are logged as well: Cloud Storage has no other log of who asked for what. */
const dataAccess: Evidence = {
  in: 'network',
  type: 'google_project_iam_audit_config',
  path: 'audit_log_config',
  is: { matches: /"ADMIN_READ".*"DATA_READ".*"DATA_WRITE"/ },
};

/** No basic role that writes, and of custom ones those that people have (see `people-evidence.ts`). */
const bounded = { matches: /^(roles\/(?!owner|editor)|\$\{google_project_iam_custom_role\.)/ } as const;
const twoWeeks = { atLeast: 604_800 } as const;

/** What guards the site as a whole on Google Cloud, and the settings that promises take besides where they show. */
export const safeguards: Safeguards = {
  'state.access-logs': [dataAccess],
  'state.deletion-protection': [
    { ...stateBucket, path: 'force_destroy', is: isFalse },
    { ...stateBucket, path: 'lifecycle.prevent_destroy', is: isTrue },
  ],
  'platform.keys': [
    { in: 'state', type: 'google_kms_crypto_key', path: 'rotation_period', is: { equals: '7776000s' } },
    ...keys('rotation_period', { equals: '7776000s' }),
    ...keys('version_template.protection_level', { equals: 'HSM' }),
    ...keys('destroy_scheduled_duration', { matches: atLeastADay }),
  ],
  'platform.logs-protected': [
    { ...archive, path: 'cmek_settings.kms_key_name', is: { matches: hsmKeyPath } },
    { ...archive, path: 'retention_days', is: { atLeast: 1 } },
    dataAccess,
  ],
  'platform.deletion-protection': [
    { ...archive, path: 'lifecycle.prevent_destroy', is: isTrue },
    ...keys('lifecycle.prevent_destroy', isTrue),
    { in: 'data', type: 'google_secret_manager_secret', path: 'deletion_protection', is: isTrue, optional: true },
  ],
  'platform.least-privilege': [
    { in: 'cluster', type: 'google_project_iam_member', path: 'role', is: bounded },
    { in: 'state', type: 'google_project_iam_member', path: 'role', is: bounded, optional: true },
  ],
  'network.closed': [
    { ...firewall, path: 'deny[].protocol', is: { equals: 'all' } },
    { ...firewall, path: 'log_config.metadata', is: { present: true } },
    { ...cluster, path: 'service_external_ips_config.enabled', is: isFalse },
  ],
  'bucket.access-logs': [dataAccess],

  'state.versioned': [
    { ...stateBucket, path: 'soft_delete_policy.retention_duration_seconds', is: twoWeeks },
    { ...stateBucket, path: 'lifecycle_rule[].condition.days_since_noncurrent_time', is: { atLeast: 1 } },
  ],
  'network.flow-logs': [
    { ...cluster, path: 'enable_intranode_visibility', is: isTrue },
    { in: 'network', type: 'google_dns_policy', path: 'enable_logging', is: isTrue },
  ],
  'cluster.private-api': [
    {
      ...cluster,
      path: 'control_plane_endpoints_config.dns_endpoint_config.enable_k8s_certs_via_dns',
      is: isFalse,
    },
    { ...cluster, path: 'master_authorized_networks_config.private_endpoint_enforcement_enabled', is: isTrue },
  ],
  'cluster.secrets-own-key': [{ ...cluster, path: 'database_encryption.state', is: { equals: 'ENCRYPTED' } }],
  'cluster.disks-own-key': nodes('boot_disk_kms_key', { matches: hsmKeyPath }),
  'cluster.audit-logs': [
    { ...cluster, path: 'logging_config.enable_components', is: { matches: /"APISERVER"/ } },
    dataAccess,
  ],
  'cluster.workload-identity': nodes('workload_metadata_config.mode', { equals: 'GKE_METADATA' }),
  'cluster.no-local-accounts': [
    { ...cluster, path: 'rbac_binding_config.enable_insecure_binding_system_authenticated', is: isFalse },
    { ...cluster, path: 'rbac_binding_config.enable_insecure_binding_system_unauthenticated', is: isFalse },
  ],
  'cluster.hardened-nodes': [
    { ...cluster, path: 'enable_shielded_nodes', is: isTrue },
    { ...cluster, path: 'binary_authorization.evaluation_mode', is: { equals: 'PROJECT_SINGLETON_POLICY_ENFORCE' } },
    {
      ...cluster,
      path: 'node_pool_defaults.node_config_defaults.insecure_kubelet_readonly_port_enabled',
      is: { equals: 'FALSE' },
    },
    ...nodes('kubelet_config.insecure_kubelet_readonly_port_enabled', { equals: 'FALSE' }),
    ...nodes('metadata.disable-legacy-endpoints', { equals: 'true' }),
    ...nodes('shielded_instance_config.enable_integrity_monitoring', isTrue),
    ...nodes('shielded_instance_config.enable_secure_boot', isTrue),
  ],
  'cluster.made-machines': [
    {
      ...cluster,
      path: 'cluster_autoscaling.auto_provisioning_defaults.shielded_instance_config.enable_integrity_monitoring',
      is: isTrue,
    },
  ],
  'postgres.point-in-time-recovery': [
    { ...primary, path: 'settings.backup_configuration.enabled', is: isTrue },
    {
      ...primary,
      path: 'settings.backup_configuration.backup_retention_settings.retained_backups',
      is: { atLeast: 7 },
    },
  ],
  'postgres.deletion-protection': [
    { ...database, path: 'deletion_protection', is: isTrue },
    { ...primary, path: 'settings.final_backup_config.enabled', is: isTrue },
    { ...primary, path: 'settings.final_backup_config.retention_days', is: { atLeast: 7 } },
    { ...primary, path: 'settings.retain_backups_on_delete', is: isTrue },
    { in: 'data', type: 'google_sql_database', optional: true, path: 'deletion_policy', is: { equals: 'ABANDON' } },
    { in: 'data', type: 'google_sql_user', optional: true, path: 'deletion_policy', is: { equals: 'ABANDON' } },
  ],
  'bucket.versioned': [{ ...dataBucket, path: 'soft_delete_policy.retention_duration_seconds', is: { atLeast: 1 } }],
};
