import { type CapabilityEvidence, type SafeguardId, withSafeguards } from '../../contracts';
import { clusterStateEvidence } from './cluster-state-evidence';
import { dataEvidence } from './data-evidence';
import { databaseCopiesEvidence } from './database-copies-evidence';
import { detectionEvidence } from './detection-evidence';
import { edgeEvidence } from './edge-evidence';
import { bucketEvidence, encryption, endpoint, keyArn } from './evidence-patterns';
import { filesEvidence } from './files-evidence';
import { guardrailsEvidence } from './guardrails-evidence';
import { peeringEvidence } from './peering-evidence';
import { accessEvidence } from './people-evidence';
import { recoveryEvidence } from './recovery-evidence';
import { registryEvidence } from './registry-evidence';
import { reservationEvidence } from './reservations-evidence';
import { safeguards } from './safeguards';
import { spendingEvidence } from './spending-evidence';
import { storesEvidence } from './stores-evidence';
import { upgradeEvidence } from './upgrade-evidence';
import { volumesEvidence } from './volumes-evidence';

/** Addresses inside a tunnel. */
const insideRange = /^169\.254\.\d+\.\d+\/30$/;
const stateBucket = bucketEvidence('state');
const cluster = { in: 'cluster', type: 'aws_eks_cluster' } as const;
const nodes = { in: 'cluster', type: 'aws_eks_node_group' } as const;
const template = { in: 'cluster', type: 'aws_launch_template' } as const;
const nodePool = { in: 'kubernetes', type: 'NodePool' } as const;
const nodeClass = { in: 'kubernetes', type: 'EC2NodeClass' } as const;

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
    {
      ...nodes,
      path: 'subnet_ids',
      is: { atLeast: 3 },
      // GPUs live where they are to be had, or reserved.
      where: { path: 'node_group_name_prefix', matches: /^(?!gpu-)/ },
    },
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
  ...reservationEvidence,
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
  ...dataEvidence,
  ...databaseCopiesEvidence,
  ...filesEvidence,
  ...volumesEvidence,
  ...clusterStateEvidence,
  ...registryEvidence,
  ...detectionEvidence,
  ...guardrailsEvidence,
  ...spendingEvidence,
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
  ...peeringEvidence,
  ...recoveryEvidence,
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
