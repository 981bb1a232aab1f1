import { buildEnvironmentTree, type EnvironmentStacksBuild } from '../../delivery/environment-stacks';
import type { Cloud } from '../../environments/model';
import { type Environment, resolveEnvironment } from '../../environments/model/resolve-environment';
import type { StackJson } from '../../policies/site-output';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { resources, statusOf, unneededFields } from './stack-promises';

const capabilities = [
  'interconnect.redundant',
  'interconnect.bgp',
  'interconnect.keys-not-in-state',
  'interconnect.private-dns',
] as const;

/** Of the gateways of the three sites. */
const gatewayAddresses = {
  'test-aws-eu-west-1': ['10.0.1.9', '10.0.40.9', '10.0.70.9'],
  'test-google-europe-west1': ['10.4.1.9'],
  'test-azure-westeurope': ['10.8.1.9'],
};
const addressesOf = (clouds: readonly Cloud[]) =>
  Object.fromEntries(
    Object.entries(gatewayAddresses).filter(([name]) => clouds.some((cloud) => name.startsWith(`test-${cloud}`))),
  );

const environmentOf = (clouds: readonly Cloud[], overrides: object = {}): Environment =>
  resolveEnvironment(
    environmentInput({
      interconnect: { gatewayAddresses: addressesOf(clouds) },
      services: { tracking: {}, streaming: { mirror: {} }, monitoring: { longTerm: { federation: true } } },
      sites: clouds.map((cloud, index) => ({
        ...siteInputs[cloud],
        role: index === 0 ? ('primary' as const) : ('standby' as const),
      })),
      ...overrides,
    }),
  );

const pairs: readonly (readonly [Cloud, Cloud, number])[] = [
  ['aws', 'google', 4],
  ['aws', 'azure', 4],
  ['google', 'azure', 2],
];

describe.each(pairs)('a link between %s and %s', (first, second, tunnels) => {
  const environment = environmentOf([first, second]);
  let built: EnvironmentStacksBuild;
  let stack: StackJson;
  beforeAll(async () => {
    built = await buildEnvironmentTree(environment);
    stack = built.stacks.interconnect ?? {};
  });

  it.each([first, second])('keeps every promise on %s, and each field is needed', (cloud) => {
    expect(statusOf(cloud, 'interconnect', stack, capabilities)).toEqual(capabilities.map(() => 'kept'));
    for (const id of capabilities) expect(unneededFields(cloud, 'interconnect', stack, id)).toEqual([]);
  });

  it('has as many keys as tunnels, each told to or written at both ends', () => {
    const ephemeral = (stack.ephemeral as Record<string, Record<string, unknown>>).random_password ?? {};
    expect(Object.keys(ephemeral)).toHaveLength(tunnels);
    const text = JSON.stringify(stack.resource);
    for (const name of Object.keys(ephemeral)) {
      expect(text.split(`ephemeral.random_password.${name}.result`)).toHaveLength(3);
    }
  });

  it('keeps no key in state', () => {
    const types = Object.keys(stack.resource ?? {});
    expect(types.filter((type) => /^(random_|azurerm_virtual_network_gateway_connection)/.test(type))).toEqual([]);
    const arguments_ = JSON.stringify(resources(stack, 'terraform_data').map(({ provisioner: _, ...rest }) => rest));
    expect(arguments_).not.toContain('ephemeral');
    for (const { triggers_replace } of resources(stack, 'terraform_data')) expect(triggers_replace).toBeDefined();
  });

  it('keeps its state where the primary site keeps its own, and carries the tags of each site', () => {
    const { backend } = stack.terraform as { backend: Record<string, unknown> };
    expect(JSON.stringify(backend)).toContain('test-interconnect');
    for (const { name } of environment.sites) expect(JSON.stringify(stack)).toContain(`"site":"${name}"`);
  });

  it('is the same twice, and in the file', async () => {
    const again = await buildEnvironmentTree(environmentOf([first, second]));
    expect(again.files).toEqual(built.files);
    expect(built.files.map(({ path }) => path)).toEqual([
      'environment/infra/interconnect/cdk.tf.json',
      'environment/infra/secrets/cdk.tf.json',
    ]);
    expect(built.summaries[0]?.dependsOn).toEqual(environment.sites.map(({ name }) => `${name}-network`));
  });
});

describe('three clouds', () => {
  const build = async (overrides: object = {}) => {
    const { stacks } = await buildEnvironmentTree(environmentOf(['aws', 'google', 'azure'], overrides));
    return stacks.interconnect ?? {};
  };
  let stack: StackJson;
  beforeAll(async () => {
    stack = await build();
  });

  it('have one gateway each, and tunnels for every pair', () => {
    const counts = [
      'aws_vpn_gateway',
      'google_compute_ha_vpn_gateway',
      'azurerm_virtual_network_gateway',
      'aws_vpn_connection',
      'google_compute_vpn_tunnel',
      'azurerm_resource_group_template_deployment',
    ].map((type) => resources(stack, type).length);
    expect(counts).toEqual([1, 1, 1, 4, 6, 6]);
  });

  it('agree on the addresses inside: what one end calls its own, the other calls its peer', () => {
    const google = resources(stack, 'google_compute_router_interface').map(({ ip_range }) => String(ip_range));
    const peers = resources(stack, 'google_compute_router_peer').map(({ peer_ip_address }) => String(peer_ip_address));
    const azure = resources(stack, 'azurerm_local_network_gateway').map(
      ({ bgp_settings }) => (bgp_settings as { bgp_peering_address: string }).bgp_peering_address,
    );
    const gateway = JSON.stringify(resources(stack, 'azurerm_virtual_network_gateway')[0]?.bgp_settings);
    const ofAzure = peers.filter((address) => gateway.includes(`"${address}"`));
    expect(ofAzure).toHaveLength(2);
    expect(google.filter((range) => azure.includes(range.replace('/30', '')))).toHaveLength(2);
  });

  it('let joined sites reach port 443, and nothing else of the site', () => {
    expect(resources(stack, 'google_compute_firewall')).toMatchObject([
      {
        allow: [{ ports: ['443'], protocol: 'tcp' }],
        source_ranges: ['10.0.0.0/16', '10.1.0.0/16', '10.8.0.0/16', '10.9.0.0/16'],
      },
    ]);
    expect(resources(stack, 'azurerm_network_security_rule')).toMatchObject([
      {
        access: 'Allow',
        destination_port_range: '443',
        source_address_prefixes: ['10.0.0.0/16', '10.1.0.0/16', '10.4.0.0/16', '10.5.0.0/16'],
      },
    ]);
  });

  it('answer for the names that pods look for, each with the addresses of its site, and keep their own out', () => {
    const { domain } = environmentInput();
    const records = resources(stack, 'aws_route53_record').map(({ name, records: addresses }) => [name, addresses]);
    expect(Object.fromEntries(records)).toEqual({
      [`peers-test-google-europe-west1.${domain}`]: gatewayAddresses['test-google-europe-west1'],
      [`peers-test-azure-westeurope.${domain}`]: gatewayAddresses['test-azure-westeurope'],
    });
    const ofPrimary = [`peers-test-aws-eu-west-1.${domain}`, `kafka-test-aws-eu-west-1.${domain}`];
    const google = resources(stack, 'google_dns_record_set').map(({ name, rrdatas }) => [name, rrdatas]);
    expect(Object.fromEntries(google)).toEqual({
      [`${ofPrimary[0]}.`]: gatewayAddresses['test-aws-eu-west-1'],
      [`*.${ofPrimary[1]}.`]: gatewayAddresses['test-aws-eu-west-1'],
      [`peers-test-azure-westeurope.${domain}.`]: gatewayAddresses['test-azure-westeurope'],
    });
    const azure = resources(stack, 'azurerm_private_dns_zone').map(({ name }) => name);
    expect(azure.sort()).toEqual([...ofPrimary, `peers-test-google-europe-west1.${domain}`].sort());
  });

  it('have no zone for a site whose gateway is not there yet', async () => {
    const early = await build({ interconnect: {} });
    expect(Object.keys(early.resource ?? {}).filter((type) => /dns|route53/.test(type))).toEqual([]);
  });

  it('change the keys of one half of the tunnels at a time', async () => {
    const versions = (of: StackJson) =>
      resources(of, 'google_compute_vpn_tunnel').map(({ vpn_gateway_interface, shared_secret_wo_version }) => [
        vpn_gateway_interface,
        shared_secret_wo_version,
      ]);
    const changed = async (from: number) => {
      const [before, after] = await Promise.all(
        [from, from + 1].map(async (keyVersion) => versions(await build({ interconnect: { keyVersion } }))),
      );
      return new Set((after ?? []).filter((entry, index) => entry[1] !== before?.[index]?.[1]).map(([half]) => half));
    };
    expect([await changed(1), await changed(2)]).toEqual([new Set([0]), new Set([1])]);
  });

  it('stay as they are when another site is joined', async () => {
    const { stacks } = await buildEnvironmentTree(environmentOf(['aws', 'google']));
    const fewer = stacks.interconnect ?? {};
    for (const type of ['aws_vpn_connection', 'google_compute_vpn_tunnel', 'google_compute_router_interface']) {
      expect(stack.resource?.[type]).toMatchObject(fewer.resource?.[type] ?? {});
    }
  });
});

it('an environment without links has no such stack, and promises nothing of it', async () => {
  const environment = environmentOf(['aws', 'google'], { interconnect: undefined });
  const { summaries } = await buildEnvironmentTree(environment);
  expect(summaries.map(({ name }) => name)).toEqual(['secrets']);
  expect(environment.sites.map((site) => 'linkedTo' in site)).toEqual([false, false]);
});
