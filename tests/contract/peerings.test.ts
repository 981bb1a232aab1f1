import { buildEnvironmentTree, type EnvironmentStacksBuild } from '../../delivery/environment-stacks';
import type { Cloud } from '../../environments/model';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { joinedEnvironment, type SixSite, sixSites } from '../fixtures/six-sites';
import { resources, statusOf, unneededFields } from './stack-promises';

type Body = Readonly<Record<string, unknown>>;

const promised = ['interconnect.peering', 'interconnect.peering-closed', 'interconnect.private-dns'] as const;
const ofTunnels = ['interconnect.redundant', 'interconnect.bgp', 'interconnect.keys-not-in-state'] as const;

const typesOf = (stack: StackJson): string[] =>
  Object.entries(stack.resource ?? {})
    .flatMap(([type, byName]) => Object.keys(byName).map(() => type))
    .sort();

const counted = (types: readonly string[]): Record<string, number> =>
  Object.fromEntries([...new Set(types)].map((type) => [type, types.filter((other) => other === type).length]));

/** Names of providers that objects of a type are made with, each once. */
const providersOf = (bodies: readonly Body[]): unknown[] => [...new Set(bodies.map(({ provider }) => provider))].sort();

const pairs: readonly (readonly [Cloud, SixSite, SixSite, Readonly<Record<string, number>>])[] = [
  [
    'aws',
    'aws',
    'awsSecond',
    {
      aws_route: 12,
      aws_route53_record: 3,
      aws_route53_zone: 3,
      aws_vpc_peering_connection: 1,
      aws_vpc_peering_connection_accepter: 1,
      aws_vpc_peering_connection_options: 1,
    },
  ],
  [
    'google',
    'google',
    'googleSecond',
    {
      google_compute_firewall: 2,
      google_compute_network_peering: 2,
      google_dns_managed_zone: 3,
      google_dns_record_set: 3,
    },
  ],
  [
    'azure',
    'azure',
    'azureSecond',
    {
      azurerm_network_security_rule: 2,
      azurerm_private_dns_a_record: 3,
      azurerm_private_dns_zone: 3,
      azurerm_private_dns_zone_virtual_network_link: 3,
      azurerm_virtual_network_peering: 2,
    },
  ],
];

describe.each(pairs)('two sites on %s', (cloud, first, second, expected) => {
  const environment = joinedEnvironment([first, second]);
  let built: EnvironmentStacksBuild;
  let stack: StackJson;
  beforeAll(async () => {
    built = await buildEnvironmentTree(environment);
    stack = built.stacks.interconnect ?? {};
  });

  it('are joined without a tunnel, a key or a gateway', () => {
    expect(counted(typesOf(stack))).toEqual(expected);
    expect(stack).not.toHaveProperty('ephemeral');
  });

  it('keep every promise of a peering, and each field is needed', () => {
    expect(statusOf(cloud, 'interconnect', stack, promised)).toEqual(promised.map(() => 'kept'));
    for (const id of promised) expect(unneededFields(cloud, 'interconnect', stack, id)).toEqual([]);
  });

  it('promise what a peering is, and nothing of tunnels', () => {
    for (const site of environment.sites) {
      expect([...promised, ...ofTunnels].filter(promises(site))).toEqual([...promised]);
    }
  });

  it('are each made with a provider of their own, and no other', () => {
    const names = environment.sites.map(({ name }) => name);
    const blocks = Object.values(stack.provider as Record<string, Body[]>).flat();
    expect(blocks.map(({ alias }) => alias)).toEqual(names);
    const all = [...Object.values(stack.resource ?? {}), ...Object.values(stack.data ?? {})];
    const used = providersOf(all.flatMap((byName) => Object.values(byName) as Body[]));
    expect(used.map((name) => String(name).split('.')[1])).toEqual([...names].sort());
  });

  it('let each other reach the gateway, and answer for its names', () => {
    const text = JSON.stringify(stack.resource);
    for (const site of environment.sites) expect(text).toContain(`peers-${site.name}.test.ml.example.com`);
  });

  it('are the same twice, and wait for both networks', async () => {
    const again = await buildEnvironmentTree(joinedEnvironment([first, second]));
    expect(again.files).toEqual(built.files);
    expect(built.summaries[0]?.dependsOn).toEqual(environment.sites.map(({ name }) => `${name}-network`));
  });
});

describe('two VPCs of AWS', () => {
  let stack: StackJson;
  beforeAll(async () => {
    stack = (await buildEnvironmentTree(joinedEnvironment(['aws', 'awsSecond']))).stacks.interconnect ?? {};
  });

  it('agree across accounts and regions: one asks with its provider, the other accepts with its own', () => {
    expect(resources(stack, 'aws_vpc_peering_connection')).toMatchObject([
      {
        provider: 'aws.test-aws-eu-west-1',
        peer_owner_id: '210987654321',
        peer_region: 'eu-central-1',
        auto_accept: false,
      },
    ]);
    expect(resources(stack, 'aws_vpc_peering_connection_accepter')).toMatchObject([
      { provider: 'aws.test-aws-eu-central-1', auto_accept: true },
    ]);
    const blocks = (stack.provider as { aws: Body[] }).aws;
    expect(blocks.map(({ region, profile, allowed_account_ids }) => [region, profile, allowed_account_ids])).toEqual([
      ['eu-west-1', 'test-aws-eu-west-1', ['123456789012']],
      ['eu-central-1', 'test-aws-eu-central-1', ['210987654321']],
    ]);
  });

  it('know the way to nodes and pods of the other from every zone, once it has accepted', () => {
    const routes = resources(stack, 'aws_route');
    const to = (provider: string) =>
      counted(
        routes.filter((route) => route.provider === provider).map((route) => String(route.destination_cidr_block)),
      );
    expect(to('aws.test-aws-eu-west-1')).toEqual({ '10.12.0.0/16': 3, '10.13.0.0/16': 3 });
    expect(to('aws.test-aws-eu-central-1')).toEqual({ '10.0.0.0/16': 3, '10.1.0.0/16': 3 });
    for (const route of routes) {
      expect(String(route.vpc_peering_connection_id)).toMatch(/^\$\{aws_vpc_peering_connection_accepter\./);
    }
  });
});

it('clouds that change the peerings of a network one at a time are asked for one at a time', async () => {
  const { stacks } = await buildEnvironmentTree(joinedEnvironment(['google', 'googleSecond']));
  const [first, second] = Object.entries(stacks.interconnect?.resource?.google_compute_network_peering ?? {});
  expect(first?.[1]).toMatchObject({ depends_on: [] });
  expect(second?.[1]).toMatchObject({ depends_on: [`google_compute_network_peering.${first?.[0]}`] });
});

it('two sites on one cloud and one on another have a peering and two links of tunnels', async () => {
  const environment = joinedEnvironment(['aws', 'awsSecond', 'google']);
  const { stacks } = await buildEnvironmentTree(environment);
  const stack = stacks.interconnect ?? {};
  const counts = ['aws_vpc_peering_connection', 'aws_vpn_gateway', 'aws_vpn_connection', 'google_compute_vpn_tunnel'];
  expect(counts.map((type) => resources(stack, type).length)).toEqual([1, 2, 4, 8]);
  expect(environment.interconnect?.asns).toEqual({
    'test-aws-eu-west-1': 64_600,
    'test-google-europe-west1': 64_601,
    'test-aws-eu-central-1': 64_603,
  });
  expect(environment.sites.map((site) => 'peeredTo' in site && site.peeredTo)).toEqual([
    ['test-aws-eu-central-1'],
    ['test-aws-eu-west-1'],
    false,
  ]);
});

it('whoever works on two accounts of AWS tells the keys of tunnels in the one that has the tunnel', async () => {
  const { stacks } = await buildEnvironmentTree(joinedEnvironment(['aws', 'awsSecond', 'google']));
  const commands = JSON.stringify(resources(stacks.interconnect ?? {}, 'google_compute_vpn_tunnel'));
  for (const site of ['test-aws-eu-west-1', 'test-aws-eu-central-1']) {
    expect(commands).toContain(`modify-vpn-tunnel-options --profile ${site} --region`);
  }
});

describe('two regions of each cloud', () => {
  let stack: StackJson;
  beforeAll(async () => {
    stack = (await buildEnvironmentTree(joinedEnvironment(sixSites))).stacks.interconnect ?? {};
  });

  it('have three peerings, and tunnels for the twelve pairs on different clouds', () => {
    const counts = [
      'aws_vpc_peering_connection',
      'google_compute_network_peering',
      'azurerm_virtual_network_peering',
      'aws_vpn_gateway',
      'google_compute_ha_vpn_gateway',
      'azurerm_virtual_network_gateway',
      'aws_vpn_connection',
      'google_compute_vpn_tunnel',
      'azurerm_resource_group_template_deployment',
    ].map((type) => resources(stack, type).length);
    expect(counts).toEqual([1, 2, 2, 2, 2, 2, 16, 24, 24]);
  });

  it('let five others in, and nobody else', () => {
    for (const rule of resources(stack, 'google_compute_firewall')) expect(rule.source_ranges).toHaveLength(10);
    for (const rule of resources(stack, 'azurerm_network_security_rule')) {
      expect(rule.source_address_prefixes).toHaveLength(10);
    }
  });

  it('make nothing without the provider of the site that it belongs to', () => {
    const all = Object.entries({ ...stack.resource, ...stack.data }).filter(([type]) => type !== 'terraform_data');
    const used = all.flatMap(([, byName]) => (Object.values(byName) as Body[]).map(({ provider }) => String(provider)));
    expect([...new Set(used.map((name) => name.split('.')[1]))].sort()).toEqual(
      joinedEnvironment(sixSites)
        .sites.map(({ name }) => name)
        .sort(),
    );
  });

  it('have tags of the site that each thing belongs to', () => {
    for (const type of ['azurerm_virtual_network_gateway', 'azurerm_resource_group']) {
      const made = resources(stack, type);
      expect(made).toHaveLength(2);
      for (const { tags, provider } of made) expect(`azurerm.${(tags as Body).site}`).toBe(provider);
    }
  });
});

it('a link of one pair leaves the other sites of the cloud alone', async () => {
  const between: [string, string] = ['test-aws-eu-west-1', 'test-google-europe-west1'];
  const environment = joinedEnvironment(['aws', 'awsSecond', 'google'], { interconnect: { links: [{ between }] } });
  const { stacks } = await buildEnvironmentTree(environment);
  expect(resources(stacks.interconnect ?? {}, 'aws_vpc_peering_connection')).toEqual([]);
  expect(JSON.stringify(stacks.interconnect)).not.toContain('test-aws-eu-central-1');
});
