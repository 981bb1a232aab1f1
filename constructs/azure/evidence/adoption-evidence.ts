import type { AzureAdoptedNetwork, AzureAdoption, AzureSite } from '../../../environments/model';
import {
  type AdoptionEvidence,
  checkedAdopted,
  type Evidence,
  ownersRegistry,
  ownersToKeep,
  siteNeeds,
} from '../../contracts';

type Shown = AdoptionEvidence['shown'];

const inNetwork = (type: string, condition: RegExp): Evidence => checkedAdopted('network', type, condition);

const vault = (stack: 'cluster' | 'data'): Evidence[] => [
  { in: stack, type: 'azurerm_key_vault', path: 'public_network_access_enabled', is: { equals: false } },
];

const cluster = { in: 'cluster', type: 'azurerm_kubernetes_cluster', path: 'network_profile.outbound_type' } as const;

function networkEvidence(network: AzureAdoptedNetwork): AdoptionEvidence {
  const { egress, flowLogs, privateZones } = network;
  return {
    elsewhere: ['network.egress'],
    unmade: [
      'network azurerm_bastion_host',
      'network azurerm_network_security_rule',
      'network azurerm_subnet',
      'network azurerm_subnet_nat_gateway_association',
      'network azurerm_subnet_network_security_group_association',
      ...(flowLogs === 'exist' ? (['network azurerm_network_watcher_flow_log'] as const) : []),
      ...(privateZones ? (['network azurerm_private_dns_zone'] as const) : []),
    ],
    shown: {
      'network.closed': [
        inNetwork('azurerm_network_security_group', /r\.access == \\"Deny\\"/),
        inNetwork('azurerm_subnet', /self\.network_security_group_id != \\"\\"/),
      ],
      'network.egress':
        egress === 'routes'
          ? [
              { ...cluster, is: { equals: 'userDefinedRouting' } },
              inNetwork('azurerm_route_table', /\\"VirtualAppliance\\", \\"VirtualNetworkGateway\\"/),
            ]
          : ownersToKeep(
              'no data source of Azure reads the NAT gateway of a subnet; AKS refuses a subnet without one',
              'ask for a NAT gateway over all zones in the contract with the network team',
            ),
      'network.operator-access': ownersToKeep(
        'operators reach the network as its owner lets them: by VPN, ExpressRoute or a Bastion of the hub',
        'name where they come from in operatorCidrs, which is required here',
      ),
      ...(flowLogs === 'exist'
        ? {
            'network.flow-logs': ownersToKeep(
              'no data source of Azure reads flow logs',
              "ask for them in the contract with the network team, or set adopt.network.flowLogs to 'create'",
            ),
          }
        : {}),
      // Where a name does not resolve in a central zone, nothing is reached by another way: public access is off.
      ...(privateZones
        ? {
            'network.private-endpoints': [...vault('cluster'), ...vault('data')] as unknown as readonly [
              Evidence,
              ...Evidence[],
            ],
          }
        : {}),
    },
  };
}

const usable = (stack: 'cluster' | 'data'): Evidence =>
  checkedAdopted(stack, 'azurerm_key_vault_key', /self\.key_type == \\"RSA-HSM\\".*wrapKey/);

function keyEvidence(site: AzureSite, keys: NonNullable<AzureAdoption['keys']>): AdoptionEvidence {
  const services = siteNeeds(site, 'key');
  const rotation = ownersToKeep(
    'no data source of Azure reads the rotation policy of a key',
    '`evenkeel preflight --live` looks at it; ask for it in the contract with the owner of the keys',
  );
  return {
    unmade: [
      ...(keys.cluster && keys.disks ? (['cluster azurerm_key_vault_key'] as const) : []),
      ...(keys.data && !services ? (['data azurerm_key_vault_key'] as const) : []),
    ],
    shown: {
      'platform.keys': rotation,
      ...(keys.cluster ? { 'cluster.secrets-own-key': [usable('cluster')] } : {}),
      ...(keys.disks ? { 'cluster.disks-own-key': [usable('cluster')] } : {}),
      ...(keys.data ? { 'bucket.own-key': [usable('data')], 'postgres.own-key': [usable('data')] } : {}),
      ...(keys.data && !services ? { 'key.rotated': rotation, 'key.deletion-protection': rotation } : {}),
    },
  };
}

const registryShownLive = (what: string) =>
  ownersToKeep(
    `no data source of Azure reads ${what}`,
    '`evenkeel preflight --live` looks at it; ask for it in the contract with the owner of the registry',
  );

const registryEvidence: AdoptionEvidence = {
  unmade: ['data azurerm_container_registry', 'data azurerm_container_registry_cache_rule'],
  shown: {
    'registry.private': registryShownLive('whether a registry answers to the internet'),
    'registry.own-key': registryShownLive('the key of a registry'),
    'registry.signed-in': [
      checkedAdopted('data', 'azurerm_container_registry', /!self\.admin_enabled.*self\.sku == .*self\.location == /),
    ],
    'registry.clean-up': registryShownLive('for how long a registry keeps images without a tag'),
    ...ownersRegistry,
  },
};

/** Certificates are proven by names of the zone that everybody can resolve. */
const zoneEvidence: AdoptionEvidence = {
  unmade: ['edge azurerm_dns_zone'],
  shown: {
    'edge.tls': [checkedAdopted('edge', 'azurerm_dns_zone', /length\(self\.name_servers\) > 0/)],
    'edge.deletion-protection': ownersToKeep(
      'these stacks do not have the zone, so they cannot delete it; whether others can is not for them to say',
      'ask for a lock of Azure on the zone in the contract with its owner',
    ),
  },
};

/** Where promises show on a site of Azure that adopts something. */
export function adoption(site: AzureSite): AdoptionEvidence | undefined {
  const { network, keys } = site.adopt ?? {};
  const parts = [
    ...(network ? [networkEvidence(network)] : []),
    ...(keys ? [keyEvidence(site, keys)] : []),
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
