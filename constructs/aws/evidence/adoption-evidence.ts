import type { AwsAdoptedNetwork, AwsAdoption, AwsSite } from '../../../environments/model';
import {
  type AdoptionEvidence,
  checkedAdopted,
  type Evidence,
  ownersCluster,
  ownersRegistry,
  ownersToKeep,
  siteNeeds,
} from '../../contracts';

type Unmade = AdoptionEvidence['unmade'];
type Shown = AdoptionEvidence['shown'];

const inNetwork = (type: string, condition: RegExp): Evidence => checkedAdopted('network', type, condition);

const endpoint = (service: string): Evidence => ({
  in: 'network',
  block: 'data',
  type: 'aws_vpc_endpoint',
  path: 'service_name',
  is: { matches: new RegExp(`\\.${service.replaceAll('.', '\\.')}$`) },
  quantifier: 'some',
});

const endpointsAvailable = inNetwork('aws_vpc_endpoint', /self\.state == \\"available\\"/);

const existingEndpoints = (site: AwsSite): Shown => ({
  'network.private-endpoints': [
    endpoint('s3'),
    endpoint('ecr.api'),
    endpoint('ecr.dkr'),
    endpoint('kms'),
    endpoint('secretsmanager'),
    endpoint('sts'),
    endpointsAvailable,
    checkedAdopted('network', 'aws_vpc_endpoint', /self\.private_dns_enabled/, {
      where: { path: 'filter[].values[]', equals: 'Interface' },
    }),
  ],
  'registry.private': [endpoint('ecr.dkr'), endpointsAvailable],
  ...(siteNeeds(site, 'warehouse') ? { 'warehouse.private': [endpoint('athena'), endpoint('glue')] } : {}),
});

function networkEvidence(site: AwsSite, { privateEndpoints, flowLogs }: AwsAdoptedNetwork): AdoptionEvidence {
  const unmade: Unmade = [
    'network aws_default_security_group',
    'network aws_nat_gateway',
    'network aws_subnet',
    ...(privateEndpoints === 'exist' ? (['network aws_vpc_endpoint'] as const) : []),
    ...(flowLogs === 'exist' ? (['network aws_cloudwatch_log_group', 'network aws_flow_log'] as const) : []),
  ];
  const shown: Shown = {
    'network.three-zones': [inNetwork('aws_subnet', /self\.availability_zone == /)],
    'network.private-nodes': [
      inNetwork('aws_subnet', /!self\.map_public_ip_on_launch/),
      inNetwork('aws_route_table', /!startswith\(coalesce\(r\.gateway_id, \\"-\\"\), \\"igw-\\"\)/),
    ],
    'network.egress': [
      checkedAdopted('network', 'aws_route_table', /r\.nat_gateway_id, r\.transit_gateway_id/, {
        where: { path: 'subnet_id', matches: /network_(nodes|pods)-\d/ },
      }),
    ],
    'network.closed': [inNetwork('aws_vpc_security_group_rules', /try\(length\(self\.ids\), 0\) == 0/)],
    ...(privateEndpoints === 'exist' ? existingEndpoints(site) : {}),
    ...(flowLogs === 'exist'
      ? {
          'network.flow-logs': ownersToKeep(
            'no data source of AWS reads flow logs',
            "ask for them in the contract with the network team, or set adopt.network.flowLogs to 'create'",
          ),
        }
      : {}),
  };
  return { unmade, shown };
}

const usable = (stack: 'cluster' | 'data'): Evidence =>
  checkedAdopted(stack, 'aws_kms_key', /self\.key_state == \\"Enabled\\".*self\.key_manager == \\"CUSTOMER\\"/);

function keyEvidence(site: AwsSite, keys: NonNullable<AwsAdoption['keys']>): AdoptionEvidence {
  const { cluster, disks, data } = keys;
  const services = siteNeeds(site, 'key');
  const rotation = ownersToKeep(
    'no data source of AWS reads the rotation of a key or the time in which it can be brought back',
    '`evenkeel preflight --live` looks at the rotation; ask for both in the contract with the owner of the keys',
  );
  return {
    unmade: [
      ...(cluster && disks ? (['cluster aws_kms_key'] as const) : []),
      ...(data && !services ? (['data aws_kms_key'] as const) : []),
    ],
    shown: {
      'platform.keys': rotation,
      ...(cluster ? { 'cluster.secrets-own-key': [usable('cluster')] } : {}),
      ...(disks ? { 'cluster.disks-own-key': [usable('cluster')] } : {}),
      ...(data ? { 'bucket.own-key': [usable('data')], 'postgres.own-key': [usable('data')] } : {}),
      ...(data && !services ? { 'key.rotated': rotation, 'key.deletion-protection': rotation } : {}),
    },
  };
}

const repositories = (condition: RegExp): Evidence => checkedAdopted('data', 'aws_ecr_repository', condition);

const registryEvidence: AdoptionEvidence = {
  unmade: [
    'data aws_ecr_repository',
    'data aws_ecr_repository_creation_template',
    'data aws_ecr_lifecycle_policy',
    'data aws_ecr_registry_scanning_configuration',
    'data aws_ecr_pull_through_cache_rule',
    'data aws_ecr_replication_configuration',
    'platform aws_ecr_registry_policy',
  ],
  shown: {
    'registry.own-key': [repositories(/e\.encryption_type, \\"KMS\\"/), usable('data')],
    'registry.scanned': [repositories(/s\.scan_on_push/)],
    'registry.immutable-tags': [repositories(/self\.image_tag_mutability == \\"IMMUTABLE\\"/)],
    'registry.clean-up': ownersToKeep(
      'no data source of AWS reads the lifecycle policy of a repository',
      '`evenkeel preflight --live` looks at it; ask for it in the contract with the owner of the registry',
    ),
    ...ownersRegistry,
  },
};

const inCluster = (type: string, condition: RegExp, more?: Parameters<typeof checkedAdopted>[3]): Evidence =>
  checkedAdopted('cluster', type, condition, more);
const eks = (condition: RegExp): Evidence => inCluster('aws_eks_cluster', condition);
const addOn = (name: string, condition = /self\.addon_version != /): Evidence =>
  inCluster('aws_eks_addon', condition, { where: { path: 'addon_name', equals: name } });
const groups = (condition: RegExp, name: string): Evidence =>
  inCluster('aws_eks_node_group', condition, {
    quantifier: 'some',
    where: { path: 'lifecycle.postcondition', matches: new RegExp(`\\\\"${name}\\\\"`) },
  });

const shownLive = (what: string) =>
  ownersToKeep(
    `no data source of AWS reads ${what}`,
    '`evenkeel preflight --live` looks at it; ask for it in the contract with the owner of the cluster',
  );

function clusterEvidence(site: AwsSite): AdoptionEvidence {
  const extended = [eks(/support_type.*EXTENDED/)] as const;
  const machines = ownersToKeep(
    'data sources of AWS show the newest launch template of a node group, not the one in force',
    'ask for encrypted disks and instance metadata by tokens in the contract with the owner of the cluster',
  );
  const spot = site.pools.find(({ purpose }) => purpose === 'spot');
  const gpu = site.pools.find(({ purpose }) => purpose === 'gpu');
  const shown: Shown = {
    ...ownersCluster,
    'cluster.upgrade-window': extended,
    'cluster.upgrade-freezes': extended,
    'network.operator-access': ownersToKeep(
      'operators reach the cluster as its owner lets them: by VPN, Direct Connect or a host of the owner',
      'name where they come from in operatorCidrs, which is required here',
    ),
    'network.three-zones': [inCluster('aws_eks_node_group', /self\.subnet_ids/)],
    'cluster.private-api': [eks(/endpoint_private_access && !v\.endpoint_public_access/), eks(/v\.vpc_id == /)],
    'cluster.secrets-own-key': shownLive('the key of Kubernetes secrets'),
    'cluster.disks-own-key': machines,
    'cluster.hardened-nodes': machines,
    'cluster.audit-logs': [
      eks(/self\.enabled_cluster_log_types/),
      inCluster('aws_cloudwatch_log_group', /self\.kms_key_id/),
    ],
    'cluster.audit-retention': [inCluster('aws_cloudwatch_log_group', /self\.retention_in_days/)],
    'cluster.workload-identity': [addOn('eks-pod-identity-agent')],
    'cluster.no-local-accounts': [eks(/authentication_mode\]\) == |authentication_mode.*API/)],
    'cluster.deletion-protection': site.deletionProtection
      ? [eks(/self\.deletion_protection/)]
      : ownersToKeep('nobody asks for it here', 'set deletionProtection'),
    'cluster.pinned-version': [
      eks(/self\.version == /),
      ...extended,
      inCluster('aws_eks_node_group', /self\.version == /),
    ],
    'cluster.network-policy': [addOn('vpc-cni', /enableNetworkPolicy/)],
    'cluster.spot-pool': spot
      ? [groups(/self\.capacity_type == \\"SPOT\\"/, spot.name)]
      : ownersCluster['cluster.autoscaling'],
    'cluster.gpu-pool': gpu ? [groups(/p\.instance_types/, gpu.name)] : ownersCluster['cluster.autoscaling'],
    'access.cluster-groups': [inCluster('aws_eks_access_entry', /self\.kubernetes_groups/)],
    'volumes.snapshots': [addOn('snapshot-controller')],
    'registry.signed-in': ownersToKeep(
      'rights of nodes are those that the owner of the cluster gave their role',
      'ask for AmazonEC2ContainerRegistryPullOnly and no more in the contract with the owner of the cluster',
    ),
  };
  return {
    elsewhere: Object.keys(shown).filter((id) => id.startsWith('cluster.')) as AdoptionEvidence['elsewhere'],
    unmade: [
      'cluster aws_autoscaling_group',
      'cluster aws_cloudwatch_log_group',
      'cluster aws_cloudwatch_event_rule',
      'cluster aws_eks_access_entry',
      'cluster aws_eks_addon',
      'cluster aws_eks_cluster',
      'cluster aws_eks_node_group',
      'cluster aws_eks_pod_identity_association',
      'cluster aws_iam_role',
      'cluster aws_iam_role_policy',
      'cluster aws_iam_role_policy_attachment',
      'cluster aws_kms_alias',
      'cluster aws_kms_key',
      'cluster aws_launch_template',
      'cluster aws_sqs_queue',
    ],
    shown,
  };
}

/** Certificates are proven by names of the zone that everybody can resolve. */
const zoneEvidence: AdoptionEvidence = {
  unmade: ['edge aws_route53_zone', 'edge aws_route53_hosted_zone_dnssec', 'edge aws_route53_key_signing_key'],
  shown: {
    'edge.zone-signed': ownersToKeep(
      'no data source of AWS reads whether answers of a zone are signed',
      '`evenkeel preflight --live` looks at it; ask for DNSSEC in the contract with the owner of the zone',
    ),
    'edge.tls': [checkedAdopted('edge', 'aws_route53_zone', /self\.private_zone != true.*self\.name, /)],
  },
};

/** Where promises show on a site of AWS that adopts something. */
export function adoption(site: AwsSite): AdoptionEvidence | undefined {
  const { network, keys } = site.adopt ?? {};
  const parts = [
    ...(network ? [networkEvidence(site, network)] : []),
    ...(keys ? [keyEvidence(site, keys)] : []),
    ...(site.adopt?.cluster ? [clusterEvidence(site)] : []),
    ...(site.adopt?.registry ? [registryEvidence] : []),
    ...(site.edge?.adoptedZone ? [zoneEvidence] : []),
  ];
  if (parts.length === 0) return undefined;
  return {
    unmade: parts.flatMap(({ unmade }) => unmade),
    elsewhere: parts.flatMap(({ elsewhere = [] }) => elsewhere),
    shown: Object.assign({}, ...parts.map(({ shown }) => shown)) as Shown,
  };
}
