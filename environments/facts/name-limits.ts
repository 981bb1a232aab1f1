/** How long the name of a cloud resource may be. Source: the resource's page in each cloud's API reference. */
export interface NameLimit {
  /** As Terraform has it: `aws_iam_role`. */
  readonly type: string;
  readonly field: string;
  readonly maxLength: number;
  readonly source: string;
}

/** Read 2026-11-21. */
export const nameLimitsAsOf = '2026-11-21';

const azureNames = 'learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules';
const computeNames = 'cloud.google.com/compute/docs/naming-resources';

const limit = (type: string, field: string, maxLength: number, source: string): NameLimit => ({
  type,
  field,
  maxLength,
  source,
});

/** The shortest of each cloud: where these fit, the others do. */
export const nameLimits: readonly NameLimit[] = [
  limit('aws_eks_cluster', 'name', 100, 'docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html'),
  limit('aws_iam_role', 'name', 64, 'docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html'),
  limit('aws_s3_bucket', 'bucket', 63, 'docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html'),
  limit('aws_db_instance', 'identifier', 63, 'docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html'),
  limit(
    'aws_elasticache_replication_group',
    'replication_group_id',
    40,
    'docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html',
  ),
  limit('aws_msk_cluster', 'cluster_name', 64, 'docs.aws.amazon.com/msk/1.0/apireference/clusters.html'),
  limit(
    'google_container_cluster',
    'name',
    40,
    'docs.cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters',
  ),
  limit('google_container_node_pool', 'name', 40, 'docs.cloud.google.com/kubernetes-engine/docs/reference/rest/v1'),
  limit('google_storage_bucket', 'name', 63, 'docs.cloud.google.com/storage/docs/buckets'),
  limit('google_service_account', 'account_id', 30, 'docs.cloud.google.com/iam/docs/service-accounts-create'),
  limit('google_compute_network', 'name', 63, computeNames),
  limit('google_compute_subnetwork', 'name', 63, computeNames),
  limit('google_compute_address', 'name', 63, computeNames),
  limit('google_compute_router', 'name', 63, computeNames),
  limit('azurerm_kubernetes_cluster', 'name', 63, azureNames),
  limit('azurerm_kubernetes_cluster', 'node_resource_group', 80, azureNames),
  limit('azurerm_kubernetes_cluster_node_pool', 'name', 12, azureNames),
  limit('azurerm_storage_account', 'name', 24, azureNames),
  limit('azurerm_key_vault', 'name', 24, azureNames),
  limit('azurerm_postgresql_flexible_server', 'name', 63, azureNames),
  limit('azurerm_user_assigned_identity', 'name', 128, azureNames),
];
