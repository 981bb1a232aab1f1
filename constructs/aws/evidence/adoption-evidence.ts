import type { AwsAdoptedNetwork, AwsAdoption, AwsSite } from '../../../environments/model';
import {
  type AdoptionEvidence,
  checkedAdopted,
  type Evidence,
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
    ...(site.adopt?.registry ? [registryEvidence] : []),
    ...(site.edge?.adoptedZone ? [zoneEvidence] : []),
  ];
  if (parts.length === 0) return undefined;
  return {
    unmade: parts.flatMap(({ unmade }) => unmade),
    shown: Object.assign({}, ...parts.map(({ shown }) => shown)) as Shown,
  };
}
