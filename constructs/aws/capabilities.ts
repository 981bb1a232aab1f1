import { type CapabilityEvidence, type SafeguardId, type StackName, withSafeguards } from '../contracts';
import { detectionEvidence } from './detection-evidence';
import { edgeEvidence } from './edge-evidence';
import { filesEvidence } from './files-evidence';
import { guardrailsEvidence } from './guardrails-evidence';
import { accessEvidence } from './people-evidence';
import { registryEvidence } from './registry-evidence';
import { safeguards } from './safeguards';
import { storesEvidence } from './stores-evidence';
import { upgradeEvidence } from './upgrade-evidence';
import { volumesEvidence } from './volumes-evidence';

const keyArn = /\$\{((?:data\.)?aws_kms_key\.[^}]+\.arn|data\.terraform_remote_state\.[^}]+aws_kms_key[^}]+)\}/;
/** An ephemeral value, alone or in a JSON document; not the text of its expression. */
const ephemeralValue = /^\$\{(jsonencode\([^$]*"password" = )?ephemeral\.random_password\.\w+\.result/;
/** The addresses of Kafka lie in the same store, and are no secret. */
const ephemeralOrAddress = new RegExp(
  `${ephemeralValue.source}|^\\$\\{jsonencode\\(\\{"bootstrap" = aws_msk_cluster\\.\\w+\\.bootstrap_brokers_sasl_iam\\}\\)\\}$`,
);
/** Addresses inside a tunnel. */
const insideRange = /^169\.254\.\d+\.\d+\/30$/;
const tlsOnly = /"Effect":"Deny","Principal":\{"AWS":"\*"\},"Action":\["s3:\*"\].*"aws:SecureTransport":"false"/;

/** Buckets are private, versioned and refuse requests without TLS, whatever they hold. */
const bucketEvidence = (stack: StackName) =>
  ({
    private: [
      { in: stack, type: 'aws_s3_bucket_public_access_block', path: 'block_public_acls', is: { equals: true } },
      { in: stack, type: 'aws_s3_bucket_public_access_block', path: 'block_public_policy', is: { equals: true } },
      { in: stack, type: 'aws_s3_bucket_public_access_block', path: 'ignore_public_acls', is: { equals: true } },
      { in: stack, type: 'aws_s3_bucket_public_access_block', path: 'restrict_public_buckets', is: { equals: true } },
      {
        in: stack,
        type: 'aws_s3_bucket_ownership_controls',
        path: 'rule.object_ownership',
        is: { equals: 'BucketOwnerEnforced' },
      },
    ],
    versioned: {
      in: stack,
      type: 'aws_s3_bucket_versioning',
      path: 'versioning_configuration.status',
      is: { equals: 'Enabled' },
    },
    tlsOnly: { in: stack, type: 'aws_s3_bucket_policy', path: 'policy', is: { matches: tlsOnly } },
  }) as const;

const stateBucket = bucketEvidence('state');
const dataBucket = bucketEvidence('data');
const cluster = { in: 'cluster', type: 'aws_eks_cluster' } as const;
const nodes = { in: 'cluster', type: 'aws_eks_node_group' } as const;
const template = { in: 'cluster', type: 'aws_launch_template' } as const;
const nodePool = { in: 'kubernetes', type: 'NodePool' } as const;
const nodeClass = { in: 'kubernetes', type: 'EC2NodeClass' } as const;
const database = { in: 'data', type: 'aws_db_instance' } as const;
/** Copies for reads take the rest over from their source. */
const primary = { ...database, where: { path: 'replicate_source_db', absent: true } } as const;
const cache = { in: 'data', type: 'aws_elasticache_replication_group' } as const;
const workgroup = { in: 'data', type: 'aws_athena_workgroup' } as const;
const msk = { in: 'data', type: 'aws_msk_cluster' } as const;
const mskTopic = { in: 'data', type: 'aws_msk_topic' } as const;
const dataKey = { in: 'data', type: 'aws_kms_key' } as const;
const dataSecret = { in: 'data', type: 'aws_secretsmanager_secret' } as const;
const secretVersion = { in: 'data', type: 'aws_secretsmanager_secret_version' } as const;
const encryption = 'rule[].apply_server_side_encryption_by_default';

const endpoint = (service: string) =>
  ({
    in: 'network',
    type: 'aws_vpc_endpoint',
    path: 'service_name',
    is: { matches: new RegExp(`\\.${service.replaceAll('.', '\\.')}$`) },
    quantifier: 'some',
  }) as const;

const trail = { in: 'governance', type: 'aws_cloudtrail' } as const;
/** CloudTrail counts what reads secrets and uses keys among the calls that manage; a selector could leave their sources out. */
const accessLogs = [
  { ...trail, path: 'enable_logging', is: { equals: true } },
  { ...trail, path: 'is_multi_region_trail', is: { equals: true } },
  { ...trail, path: 'advanced_event_selector', is: { matches: /^(?!.*eventSource).*"Management"/ } },
] as const;

/** Where AWS keeps each promise. */
const shown: Omit<CapabilityEvidence, SafeguardId> = {
  'state.encrypted': [
    {
      in: 'state',
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      path: `${encryption}.kms_master_key_id`,
      is: { matches: keyArn },
      where: { path: `${encryption}.sse_algorithm`, equals: 'aws:kms' },
    },
  ],
  'state.versioned': [stateBucket.versioned],
  // The lock is an object in the bucket; see the backend of the other stacks.
  'state.locked': [
    { in: 'state', type: 'aws_s3_bucket', path: 'bucket', is: { matches: /-state-[0-9a-f]{8}$/ }, quantifier: 'some' },
  ],
  'state.private': [...stateBucket.private, stateBucket.tlsOnly],
  'state.ci-trust': [
    { in: 'state', type: 'aws_iam_openid_connect_provider', path: 'url', is: { matches: /^https:\/\// } },
    {
      in: 'state',
      type: 'aws_iam_role',
      path: 'assume_role_policy',
      is: { matches: /"sts:AssumeRoleWithWebIdentity".*"StringEquals":\{"[^"]+:aud":"[^"]+","[^"]+:sub":"[^"*]+"\}/ },
      where: { path: 'description', matches: /^Pipeline of/ },
    },
  ],
  'network.three-zones': [
    { ...cluster, path: 'vpc_config.subnet_ids', is: { atLeast: 3 } },
    { ...nodes, path: 'subnet_ids', is: { atLeast: 3 } },
  ],
  'network.private-nodes': [
    { in: 'network', type: 'aws_subnet', path: 'map_public_ip_on_launch', is: { equals: false } },
  ],
  'network.egress': [{ in: 'network', type: 'aws_nat_gateway', path: 'allocation_id', is: { present: true } }],
  'network.flow-logs': [
    { in: 'network', type: 'aws_flow_log', path: 'traffic_type', is: { equals: 'ALL' } },
    { in: 'network', type: 'aws_cloudwatch_log_group', path: 'kms_key_id', is: { matches: keyArn } },
  ],
  'network.private-endpoints': ['s3', 'ecr.api', 'ecr.dkr', 'kms', 'secretsmanager', 'sts'].map(endpoint) as [
    ReturnType<typeof endpoint>,
  ],
  'network.operator-access': [
    { in: 'cluster', type: 'aws_autoscaling_group', path: 'launch_template.name', is: { present: true } },
    {
      in: 'cluster',
      type: 'aws_iam_role_policy_attachment',
      path: 'policy_arn',
      is: { matches: /AmazonSSMManagedInstanceCore$/ },
      quantifier: 'some',
    },
  ],
  'cluster.private-api': [
    { ...cluster, path: 'vpc_config.endpoint_private_access', is: { equals: true } },
    { ...cluster, path: 'vpc_config.endpoint_public_access', is: { equals: false } },
  ],
  'cluster.secrets-own-key': [
    { ...cluster, path: 'encryption_config.provider.key_arn', is: { matches: keyArn } },
    { ...cluster, path: 'encryption_config.resources', is: { equals: ['secrets'] } },
  ],
  'cluster.disks-own-key': [
    { ...template, path: 'block_device_mappings[+].ebs.kms_key_id', is: { matches: keyArn } },
    { ...template, path: 'block_device_mappings[+].ebs.encrypted', is: { equals: 'true' } },
  ],
  'cluster.audit-logs': [
    { ...cluster, path: 'enabled_cluster_log_types', is: { atLeast: 5 } },
    { in: 'cluster', type: 'aws_cloudwatch_log_group', path: 'kms_key_id', is: { matches: keyArn } },
  ],
  'cluster.audit-retention': [
    { in: 'cluster', type: 'aws_cloudwatch_log_group', path: 'retention_in_days', is: { present: true } },
  ],
  'cluster.workload-identity': [
    {
      in: 'cluster',
      type: 'aws_eks_addon',
      path: 'addon_name',
      is: { equals: 'eks-pod-identity-agent' },
      quantifier: 'some',
    },
  ],
  'cluster.no-local-accounts': [
    { ...cluster, path: 'access_config.authentication_mode', is: { equals: 'API' } },
    { ...cluster, path: 'access_config.bootstrap_cluster_creator_admin_permissions', is: { equals: false } },
  ],
  'cluster.deletion-protection': [{ ...cluster, path: 'deletion_protection', is: { equals: true } }],
  'cluster.pinned-version': [
    { ...cluster, path: 'version', is: { matches: /^1\.\d{2}$/ } },
    { ...cluster, path: 'upgrade_policy.support_type', is: { equals: 'EXTENDED' } },
    { ...nodes, path: 'version', is: { matches: /^1\.\d{2}$/ } },
  ],
  ...accessEvidence,
  ...upgradeEvidence,
  'cluster.network-policy': [
    {
      in: 'cluster',
      type: 'aws_eks_addon',
      path: 'configuration_values',
      is: { matches: /"enableNetworkPolicy":"true"/ },
      where: { path: 'addon_name', equals: 'vpc-cni' },
    },
  ],
  // The bounds are the groups'; the cluster autoscaler moves between them under an identity of its own.
  'cluster.autoscaling': [
    { ...nodes, path: 'scaling_config.max_size', is: { atLeast: 1 } },
    {
      in: 'cluster',
      type: 'aws_eks_pod_identity_association',
      path: 'service_account',
      is: { equals: 'cluster-autoscaler' },
      quantifier: 'some',
    },
  ],
  'cluster.spot-pool': [{ ...nodes, path: 'capacity_type', is: { equals: 'SPOT' }, quantifier: 'some' }],
  'cluster.gpu-pool': [
    {
      ...nodes,
      path: 'ami_type',
      is: { matches: /_NVIDIA$/ },
      where: { path: 'node_group_name_prefix', equals: 'gpu-' },
    },
    {
      ...nodes,
      path: 'scaling_config.min_size',
      is: { equals: 0 },
      where: { path: 'node_group_name_prefix', equals: 'gpu-' },
    },
  ],
  'cluster.automatic-pools': [
    { ...nodePool, path: 'spec.limits.cpu', is: { present: true } },
    { ...nodePool, path: 'spec.limits.memory', is: { present: true } },
    { ...nodePool, path: 'spec.disruption.budgets[].nodes', is: { present: true } },
    {
      in: 'cluster',
      type: 'aws_eks_pod_identity_association',
      path: 'service_account',
      is: { equals: 'karpenter' },
      quantifier: 'some',
    },
    {
      in: 'cluster',
      type: 'aws_cloudwatch_event_rule',
      path: 'event_pattern',
      is: { matches: /Spot Instance Interruption Warning/ },
      quantifier: 'some',
    },
  ],
  'cluster.made-machines': [
    {
      ...nodeClass,
      path: 'spec.blockDeviceMappings[+].ebs.kmsKeyID',
      is: { matches: /:(alias\/evenkeel\/.+\/disks|key\/[^/]+)$/ },
    },
    { ...nodeClass, path: 'spec.blockDeviceMappings[+].ebs.encrypted', is: { equals: true } },
    { ...nodeClass, path: 'spec.metadataOptions.httpTokens', is: { equals: 'required' } },
    { ...nodeClass, path: 'spec.metadataOptions.httpPutResponseHopLimit', is: { equals: 1 } },
    { ...nodeClass, path: 'spec.associatePublicIPAddress', is: { equals: false } },
    { ...nodeClass, path: 'spec.amiSelectorTerms[].alias', is: { matches: /^bottlerocket@v\d+\.\d+\.\d+$/ } },
    { in: 'cluster', type: 'aws_sqs_queue', path: 'sqs_managed_sse_enabled', is: { equals: true } },
  ],
  'cluster.hardened-nodes': [
    { ...template, path: 'metadata_options.http_tokens', is: { equals: 'required' } },
    { ...template, path: 'metadata_options.http_put_response_hop_limit', is: { equals: 1 } },
    { ...nodes, path: 'ami_type', is: { matches: /^BOTTLEROCKET_/ } },
  ],
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
  ...filesEvidence,
  ...volumesEvidence,
  ...registryEvidence,
  ...detectionEvidence,
  ...guardrailsEvidence,
  ...edgeEvidence,
  ...storesEvidence,
  'identity.federated': [
    { in: 'platform', type: 'aws_eks_pod_identity_association', path: 'service_account', is: { present: true } },
    {
      in: 'platform',
      type: 'aws_iam_role',
      path: 'assume_role_policy',
      is: { matches: /"aws:RequestTag\/kubernetes-service-account":"[^"*]+"/ },
    },
  ],
  'interconnect.redundant': [
    { in: 'interconnect', type: 'aws_vpn_connection', path: 'tunnel1_inside_cidr', is: { matches: insideRange } },
    { in: 'interconnect', type: 'aws_vpn_connection', path: 'tunnel2_inside_cidr', is: { matches: insideRange } },
    { in: 'interconnect', type: 'aws_customer_gateway', path: 'ip_address', is: { present: true } },
  ],
  'interconnect.bgp': [
    { in: 'interconnect', type: 'aws_customer_gateway', path: 'bgp_asn', is: { present: true } },
    { in: 'interconnect', type: 'aws_vpn_gateway', path: 'amazon_side_asn', is: { present: true } },
    { in: 'interconnect', type: 'aws_vpn_gateway_route_propagation', path: 'route_table_id', is: { present: true } },
  ],
  'interconnect.keys-not-in-state': [
    {
      in: 'interconnect',
      type: 'aws_vpn_connection',
      path: 'preshared_key_storage',
      is: { equals: 'SecretsManager' },
    },
    { in: 'interconnect', type: 'aws_vpn_connection', path: 'tunnel1_preshared_key', is: { absent: true } },
    { in: 'interconnect', type: 'aws_vpn_connection', path: 'tunnel2_preshared_key', is: { absent: true } },
  ],
  'interconnect.private-dns': [
    { in: 'interconnect', type: 'aws_route53_zone', path: 'vpc.vpc_id', is: { present: true } },
    { in: 'interconnect', type: 'aws_route53_record', path: 'records', is: { present: true } },
  ],
  'identity.least-privilege': [
    { in: 'platform', type: 'aws_iam_role', path: 'permissions_boundary', is: { present: true } },
    // Neither all actions of a service nor all its resources, but under a condition: metrics belong to no resource.
    {
      in: 'platform',
      type: 'aws_iam_role_policy',
      path: 'policy',
      is: { matches: /^(?!.*(:\*"|"Resource":"\*"(?!,"Condition":)|"Action":\["\*"\])).*"Effect":"Allow"/ },
    },
  ],
};

export const evidence: CapabilityEvidence = withSafeguards(shown, safeguards);
