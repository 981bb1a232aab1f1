import { type CapabilityId, capabilities, isAbsent } from '../../constructs/contracts';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import { eachAdoptedSite } from '../fixtures/adopted-sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

const ownersCluster: readonly CapabilityId[] = [
  'cluster.automatic-pools',
  'cluster.autoscaling',
  'cluster.made-machines',
  'cluster.made-machines-in-window',
  'cluster.reserved-machines',
  'cluster.reserved-made-machines',
  'cluster.self-patching',
];

/** What only the owner of an adopted thing can see to, by fixture. Everything else is kept, and shows. */
const owners: Readonly<Record<string, readonly CapabilityId[]>> = {
  'aws with network and keys': ['platform.keys'],
  'google with network and keys': ['network.closed', 'network.flow-logs'],
  'azure with network and keys': ['platform.keys', 'network.operator-access'],
  'aws with a cluster': [
    ...ownersCluster,
    'cluster.disks-own-key',
    'cluster.hardened-nodes',
    'cluster.secrets-own-key',
    'network.operator-access',
    'registry.signed-in',
  ],
  'google with a cluster': [
    ...ownersCluster,
    'cluster.deletion-protection',
    'cluster.upgrade-freezes',
    'cluster.upgrade-window',
    'network.closed',
    'network.flow-logs',
  ],
  'azure with a cluster': [
    ...ownersCluster,
    'cluster.deletion-protection',
    'cluster.hardened-nodes',
    'cluster.upgrade-freezes',
    'cluster.upgrade-window',
    'cluster.workload-identity',
    'network.operator-access',
  ],
  'aws with all of a network': ['network.flow-logs'],
  'google with all of a network': [
    'network.egress',
    'network.closed',
    'network.flow-logs',
    'network.private-endpoints',
    'registry.private',
    'warehouse.private',
  ],
  'azure with all of a network': ['network.egress', 'network.flow-logs', 'network.operator-access'],
  'aws with a registry alone': [
    'registry.clean-up',
    'registry.mirrors',
    'registry.replicated',
    'registry.deletion-protection',
  ],
  'google with a registry alone': ['registry.mirrors', 'registry.replicated', 'registry.deletion-protection'],
  'azure with a registry alone': [
    'registry.private',
    'registry.own-key',
    'registry.clean-up',
    'registry.mirrors',
    'registry.replicated',
    'registry.deletion-protection',
  ],
  'aws with keys alone': ['platform.keys', 'key.rotated', 'key.deletion-protection'],
  'google with keys alone': [],
  'azure with keys alone': ['platform.keys', 'key.rotated', 'key.deletion-protection'],
};

describe.each(eachAdoptedSite())('the contract on %s', (name, site) => {
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(site);
  });

  it('breaks no promise, and leaves to owners what is named here and nothing else', () => {
    const { stacks, manifests, model } = built;
    // What sites have together shows in no stack of one: see `shared-secrets.test.ts`.
    const applies = (id: CapabilityId): boolean => id !== 'secret.shared' && promises(site)(id);
    const results = checkParity({ stacks, manifests }, model.evidence, applies);
    expect(results.filter(({ status }) => status === 'broken')).toEqual([]);
    const left = results.filter(({ because }) => because.startsWith("its owner's to keep"));
    expect(left.map(({ capability }) => capability).sort()).toEqual([...(owners[name] ?? [])].sort());
  });

  it('makes nothing of the kind that it adopts, so nothing of it can be changed or destroyed', () => {
    const made = (stack: 'network' | 'cluster' | 'data', pattern: RegExp): string[] =>
      Object.keys(built.stacks[stack]?.resource ?? {}).filter((type) => pattern.test(type));
    if (site.adopt?.network) {
      const networks =
        /^(aws_(vpc|subnet|route|route_table|route_table_association|nat_gateway|internet_gateway|eip|default_security_group|vpc_ipv4_cidr_block_association)|google_compute_(network|subnetwork|router|router_nat|route|firewall)|google_dns_policy|azurerm_(virtual_network|subnet|subnet_.*|nat_gateway|nat_gateway_.*|route_table|network_security_.*|bastion_host|public_ip))$/;
      expect(made('network', networks)).toEqual([]);
    }
    if (site.adopt?.cluster) {
      const clusters = /^(aws_|google_|azurerm_(?!monitor_diagnostic_setting$))/;
      expect(made('cluster', clusters)).toEqual([]);
    }
    if (site.adopt?.registry) {
      const registries = /^(aws_ecr_|google_artifact_registry_|azurerm_container_registry)/;
      expect(made('data', registries)).toEqual([]);
      expect(Object.keys(built.stacks.platform?.resource ?? {}).filter((type) => registries.test(type))).toEqual([]);
    }
    if (site.adopt?.keys) {
      const keys =
        /^(aws_kms_(key|alias)|google_kms_(crypto_key|crypto_key_iam_member|key_ring)|azurerm_key_vault_key)$/;
      expect(made('cluster', keys)).toEqual([]);
    }
  });

  it('quotes the adopted key and the place in the file where a check stops a plan', () => {
    const text = JSON.stringify([built.stacks.network?.data, built.stacks.cluster?.data, built.stacks.data?.data]);
    expect(text).toContain(`ADOPT_PROPERTY ${site.name} adopt.`);
    expect(text.match(/"error_message":"(?!ADOPT_PROPERTY [^:]+: .+ Fix: .+\.")/g)).toBeNull();
  });

  it('is the same twice', async () => {
    expect((await synthesizeSite(site)).text).toBe(built.text);
  });
});

/** A condition that is gone from every data source of a type breaks what rests on it. */
describe.each(eachAdoptedSite())('checks on what is adopted on %s', (_name, site) => {
  it('are each held by a promise', async () => {
    const { stacks, model } = await synthesizeSite(site);
    const output = { stacks: structuredClone(stacks), manifests: [] };
    const applies = promises(site);
    const watched = (Object.keys(capabilities) as CapabilityId[]).flatMap((capability) => {
      const stated = model.evidence[capability];
      if (isAbsent(stated) || !applies(capability)) return [];
      return stated.filter(({ block, path }) => block === 'data' && path === 'lifecycle.postcondition');
    });
    for (const { in: source, type } of watched) {
      if (source === 'kubernetes') continue;
      const objects = Object.values(output.stacks[source as 'network']?.data?.[type] ?? {}) as {
        lifecycle?: { postcondition?: unknown[] };
      }[];
      const kept = objects.map(({ lifecycle }) => lifecycle?.postcondition);
      for (const { lifecycle } of objects) if (lifecycle) lifecycle.postcondition = [];
      const broken = checkParity(output, model.evidence, applies).filter(({ status }) => status === 'broken');
      expect([type, broken.length > 0]).toEqual([type, true]);
      objects.forEach(({ lifecycle }, index) => {
        if (lifecycle) lifecycle.postcondition = kept[index];
      });
    }
    expect(watched.length + (site.adopt?.network ? 0 : 1)).toBeGreaterThan(0);
  });
});
