/** What is lost, or stops working, when something is destroyed, and what to do instead. */
export interface Danger {
  /** `data`, `keys` ... */
  readonly kind: DangerKind;
  readonly lost: string;
  readonly instead: string;
}

const kinds = {
  data: {
    lost: 'what is stored in it, but for backups that are kept elsewhere',
    instead: 'make the new one beside it under a name of its own, copy the data, change over, and remove this one last',
  },
  keys: {
    lost: 'everything that is encrypted with it can no longer be read once its waiting period is over',
    instead: 'rotate the key: a rotation keeps the key and its old versions',
  },
  secrets: {
    lost: 'the value that services sign in with, and its name until the recovery window is over',
    instead: 'write a new version of the secret (docs/guides/secrets-and-keys.md)',
  },
  network: {
    lost: 'everything inside it is cut off, or made anew with it',
    instead: 'make a new site with its own addresses, move over by `evenkeel failover`, and leave this one',
  },
  addresses: {
    lost: 'the address that others may have on their lists of allowed ones',
    instead: 'tell whoever allows this address first, and allow the change by its name',
  },
  links: {
    lost: 'the way for requests or copies that lead through it, until it is made anew with another address',
    instead: 'choose a time at which what leads through it may pause, and allow the change by its name',
  },
  cluster: {
    lost: 'the cluster with every workload in it, and its volumes',
    instead: 'rebuild it on purpose: `evenkeel runbook cluster-rebuild` (docs/guides/recover-cluster-state.md)',
  },
  identity: {
    lost: 'the rights of whoever acts by it, until everything that names it is applied again',
    instead: 'make the new identity beside it, move the users, and remove this one last',
  },
  names: {
    lost: 'the zone with its name servers: names no longer resolve until the parent delegates anew',
    instead: 'keep the zone and change its records',
  },
  delivery: {
    lost: 'what GitOps has applied from it',
    instead: 'change it in place, or clear the cluster on purpose (docs/guides/deploy.md, Undo)',
  },
  container: {
    lost: 'everything in it, whoever made that',
    instead: 'move what is in it first, and remove it when it is empty',
  },
  protection: {
    lost: 'what keeps others from being deleted',
    instead: 'leave it in place; to delete on purpose, set `deletionProtection: false` and look at that plan by itself',
  },
  evidence: {
    lost: 'records that auditors and incident response rely on',
    instead: 'make the new one beside it, and keep this one for as long as its records are to be kept',
  },
} as const satisfies Readonly<Record<string, { readonly lost: string; readonly instead: string }>>;

export type DangerKind = keyof typeof kinds;

/** Types that cannot simply be made anew. What is in none of the lists may be replaced without a question. */
const types: Readonly<Record<DangerKind, readonly string[]>> = {
  data: [
    'aws_athena_workgroup',
    'aws_db_instance',
    'aws_ecr_repository',
    'aws_efs_file_system',
    'aws_glue_catalog_database',
    'aws_elasticache_replication_group',
    'aws_msk_cluster',
    'aws_msk_topic',
    'aws_s3_bucket',
    'azurerm_container_registry',
    'azurerm_eventhub',
    'azurerm_eventhub_namespace',
    'azurerm_managed_redis',
    'azurerm_postgresql_flexible_server',
    'azurerm_postgresql_flexible_server_database',
    'azurerm_storage_account',
    'azurerm_storage_container',
    'azurerm_storage_share',
    'google_artifact_registry_repository',
    'google_bigquery_dataset',
    'google_filestore_instance',
    'google_managed_kafka_cluster',
    'google_managed_kafka_topic',
    'google_memorystore_instance',
    'google_sql_database',
    'google_sql_database_instance',
    'google_storage_bucket',
    'kubernetes_persistent_volume_v1',
  ],
  keys: ['aws_kms_key', 'azurerm_key_vault', 'azurerm_key_vault_key', 'google_kms_crypto_key', 'google_kms_key_ring'],
  secrets: ['aws_secretsmanager_secret', 'azurerm_key_vault_secret', 'google_secret_manager_secret'],
  network: [
    'aws_subnet',
    'aws_vpc',
    'aws_vpc_ipv4_cidr_block_association',
    'azurerm_subnet',
    'azurerm_virtual_network',
    'google_compute_network',
    'google_compute_subnetwork',
  ],
  addresses: ['aws_eip', 'azurerm_public_ip', 'google_compute_address', 'google_compute_global_address'],
  links: [
    'aws_lb',
    'aws_vpn_connection',
    'aws_vpn_gateway',
    'azurerm_virtual_network_gateway',
    'google_compute_ha_vpn_gateway',
    'google_compute_vpn_tunnel',
  ],
  cluster: ['aws_eks_cluster', 'azurerm_kubernetes_cluster', 'google_container_cluster'],
  identity: [
    'aws_iam_openid_connect_provider',
    'aws_iam_role',
    'aws_iam_service_linked_role',
    'azurerm_user_assigned_identity',
    'google_iam_workload_identity_pool',
    'google_iam_workload_identity_pool_provider',
    'google_service_account',
    'google_sql_user',
  ],
  names: ['aws_route53_zone', 'azurerm_dns_zone', 'azurerm_private_dns_zone', 'google_dns_managed_zone'],
  delivery: ['helm_release'],
  container: ['azurerm_resource_group', 'kubernetes_namespace_v1'],
  protection: ['azurerm_management_lock', 'azurerm_storage_container_immutability_policy'],
  evidence: [
    'aws_cloudtrail',
    'aws_cloudwatch_log_group',
    'aws_guardduty_detector',
    'azurerm_log_analytics_workspace',
    'google_logging_project_bucket_config',
  ],
};

const byType = new Map<string, Danger>(
  (Object.keys(types) as DangerKind[]).flatMap((kind) => types[kind].map((type) => [type, { kind, ...kinds[kind] }])),
);

/** What the loss of something of this type would mean; `undefined`: it can be made anew. */
export const dangerOf = (type: string): Danger | undefined => byType.get(type);

/** Fields by which a change in place takes protection away: the value that they have then. */
const exposing: Readonly<Record<string, (before: unknown, after: unknown) => boolean>> = {
  backup_retention_period: (before, after) => Number(after) < Number(before),
  block_public_acls: (before, after) => before === true && after === false,
  block_public_policy: (before, after) => before === true && after === false,
  deletion_policy: (before, after) => before === 'PREVENT' && after !== 'PREVENT',
  deletion_protection: (before, after) => before === true && after === false,
  deletion_protection_enabled: (before, after) => before === true && after === false,
  enable_deletion_protection: (before, after) => before === true && after === false,
  enable_key_rotation: (before, after) => before === true && after === false,
  force_destroy: (before, after) => before !== true && after === true,
  multi_az: (before, after) => before === true && after === false,
  public_network_access_enabled: (before, after) => before === false && after === true,
  publicly_accessible: (before, after) => before !== true && after === true,
  restrict_public_buckets: (before, after) => before === true && after === false,
  skip_final_snapshot: (before, after) => before === false && after === true,
  storage_encrypted: (before, after) => before === true && after === false,
};

/** Whether a change of a field, wherever it stands, takes protection away. */
export const takesProtection = (path: readonly (string | number)[], before: unknown, after: unknown): boolean => {
  const field = path.findLast((part) => typeof part === 'string');
  return field !== undefined && Object.hasOwn(exposing, field) && exposing[field]?.(before, after) === true;
};
