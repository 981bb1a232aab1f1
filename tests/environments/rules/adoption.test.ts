import { type Finding, InputError } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../environments/schema';
import { adoptedEnvironment, adoptedInputs, centralZones } from '../../fixtures/adopted-sites';

function findingsOf(input: EnvironmentInput): readonly Finding[] {
  try {
    resolveEnvironment(input, 'test.ts');
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.findings;
    throw error;
  }
}

const found = (input: EnvironmentInput) => findingsOf(input).map(({ code, place }) => [code, place]);

const { aws, google, azure } = adoptedInputs;
const vpc = (change: Partial<(typeof aws)['network']>) =>
  adoptedEnvironment({ aws: { network: { ...aws.network, ...change } } });

it('takes networks and keys that lie where the site lies', () => {
  expect(findingsOf(adoptedEnvironment())).toEqual([]);
});

it('lets a site have the ranges of the network it adopts', () => {
  const [site] = resolveEnvironment(adoptedEnvironment()).sites;
  expect(site).toMatchObject({
    addresses: {
      network: '172.20.0.0/16',
      nodes: ['172.20.0.0/20', '172.20.16.0/20', '172.20.32.0/20'],
      pods: '100.64.0.0/16',
      endpointZones: ['172.20.52.0/24', '172.20.53.0/24', '172.20.54.0/24'],
    },
  });
});

it('tells other sites of an environment where the adopted network is', () => {
  const [, site] = resolveEnvironment(adoptedEnvironment()).sites;
  expect(site?.peers.map(({ network }) => network)).toEqual(['172.20.0.0/16', '172.22.0.0/16']);
});

it.each([
  ['network', { id: 'vpc-1' }, 'sites[0].adopt.network.id'],
  [
    'two subnets',
    { subnets: { ...aws.network.subnets, nodes: aws.network.subnets.nodes.slice(0, 2) } },
    'sites[0].adopt.network.subnets.nodes',
  ],
] as const)('refuses the form of a %s that cannot be', (_what, change, place) => {
  expect(found(vpc(change as Partial<(typeof aws)['network']>))[0]?.[1]).toBe(place);
});

it('refuses the alias of a key: only the key itself can be looked at in another account', () => {
  const input = adoptedEnvironment({ aws: { keys: { data: 'arn:aws:kms:eu-west-1:999999999999:alias/central' } } });
  expect(found(input)[0]).toEqual(['INVALID_VALUE', 'sites[0].adopt.keys.data']);
});

it('refuses a subnet outside the range that rules go by', () => {
  const nodes = [
    ...aws.network.subnets.nodes.slice(0, 2),
    { id: aws.network.subnets.nodes[2]?.id ?? '', cidr: '172.31.0.0/20' },
  ];
  expect(findingsOf(vpc({ subnets: { ...aws.network.subnets, nodes } }))).toEqual([
    expect.objectContaining({
      code: 'ADOPT_RANGE',
      file: 'test.ts',
      place: 'sites[0].adopt.network.subnets.nodes[2]',
      value: '172.31.0.0/20',
    }),
  ]);
});

it('refuses one subnet for two purposes, ranges that overlap, and one too small', () => {
  const { nodes, data } = aws.network.subnets;
  const twice = [{ ...(data[0] ?? { cidr: '' }), id: nodes[0]?.id ?? '' }, ...data.slice(1)];
  expect(found(vpc({ subnets: { ...aws.network.subnets, data: twice } }))).toEqual([
    ['ADOPT_TWICE', 'sites[0].adopt.network.subnets.data[0]'],
  ]);
  const inside = [{ id: data[0]?.id ?? '', cidr: '172.20.1.0/24' }, ...data.slice(1)];
  expect(found(vpc({ subnets: { ...aws.network.subnets, data: inside } }))).toEqual([
    ['ADDRESS_OVERLAP', 'sites[0].adopt.network.subnets.data[0]'],
  ]);
  const small = [{ id: data[0]?.id ?? '', cidr: '172.20.48.0/29' }, ...data.slice(1)];
  expect(found(vpc({ subnets: { ...aws.network.subnets, data: small } }))).toEqual([
    ['ADOPT_TOO_SMALL', 'sites[0].adopt.network.subnets.data[0]'],
  ]);
});

it('refuses a network that shares addresses with another site or with the operators', () => {
  const input = adoptedEnvironment({}, { operatorCidrs: ['172.20.0.0/24', '172.21.16.0/24'] });
  expect(found(input)).toEqual([
    ['ADDRESS_OVERLAP', 'sites[0].adopt.network.range'],
    ['ADDRESS_OVERLAP', 'sites[1].adopt.network.range'],
  ]);
  const twin = adoptedEnvironment({ azure: { network: { ...azure.network, range: '172.20.0.0/14' } } });
  expect(found(twin)).toEqual(
    expect.arrayContaining([
      ['ADDRESS_OVERLAP', 'sites[0].adopt.network.range'],
      ['ADDRESS_OVERLAP', 'sites[2].adopt.network.range'],
    ]),
  );
});

it('refuses a network with addresses that its cloud keeps for itself', () => {
  const wide = adoptedEnvironment({ aws: { network: { ...aws.network, range: '172.16.0.0/13' } } });
  expect(found(wide).map(([code]) => code)).toContain('ADDRESS_RESERVED');
});

it('refuses keys and subnets of another region, and networks of another subscription', () => {
  const frankfurt = aws.keys.data.replace('eu-west-1', 'eu-central-1');
  expect(findingsOf(adoptedEnvironment({ aws: { keys: { data: frankfurt } } }))).toEqual([
    expect.objectContaining({
      code: 'ADOPT_PLACE',
      place: 'sites[0].adopt.keys.data',
      message: 'the region is eu-central-1, that of the site eu-west-1',
      allowed: ['eu-west-1'],
    }),
  ]);
  const subnets = {
    ...google.network.subnets,
    nodes: { ...google.network.subnets.nodes, id: 'projects/other-host/regions/europe-west4/subnetworks/ml' },
  };
  expect(found(adoptedEnvironment({ google: { network: { ...google.network, subnets } } }))).toEqual([
    ['ADOPT_PLACE', 'sites[1].adopt.network.subnets.nodes.id'],
    ['ADOPT_PLACE', 'sites[1].adopt.network.subnets.nodes.id'],
  ]);
  const zones = { ...centralZones, kubernetes: centralZones.kubernetes.replace('westeurope', 'northeurope') };
  expect(found(adoptedEnvironment({ azure: { network: { ...azure.network, privateZones: zones } } }))).toEqual([
    ['ADOPT_PLACE', 'sites[2].adopt.network.privateZones.kubernetes'],
  ]);
});

it('refuses links of its own into a network of somebody else, unless they join others', () => {
  expect(found(adoptedEnvironment({}, { interconnect: {} })).filter(([code]) => code === 'ADOPT_INTERCONNECT')).toEqual(
    [
      ['ADOPT_INTERCONNECT', 'sites[0].adopt.network'],
      ['ADOPT_INTERCONNECT', 'sites[1].adopt.network'],
      ['ADOPT_INTERCONNECT', 'sites[2].adopt.network'],
    ],
  );
});

it('refuses an adopted network of Azure into which nobody comes', () => {
  expect(found(adoptedEnvironment({}, { operatorCidrs: [] }))).toEqual([['ADOPT_NO_WAY_IN', 'operatorCidrs']]);
});

it('refuses managed caches in a shared VPC of Google Cloud, whose host project would have to let them in', () => {
  const input = adoptedEnvironment();
  const managed = input.sites.map((site) =>
    site.cloud === 'google' ? { ...site, providers: { cache: 'managed' as const } } : site,
  );
  expect(found({ ...input, sites: managed })).toEqual([['ADOPT_PLACE', 'sites[1].providers.cache']]);
});

it('holds pools against the pod range that was adopted', () => {
  const input = adoptedEnvironment({
    google: { network: { ...google.network, podRange: { name: 'ml-pods', cidr: '100.65.0.0/20' } } },
  });
  expect(found(input)).toEqual([['POD_RANGE_FULL', 'sites[1].pools']]);
});

it('refuses two imports of one address', () => {
  const input = adoptedEnvironment();
  const [site] = input.sites;
  const imported = { stack: 'network', to: 'aws_vpc.network_vpc_1', id: 'vpc-1' } as const;
  const sites = [{ ...site, import: [imported, imported] }, ...input.sites.slice(1)] as EnvironmentInput['sites'];
  expect(found({ ...input, sites })).toEqual([['IMPORT_TWICE', 'sites[0].import[1]']]);
});
