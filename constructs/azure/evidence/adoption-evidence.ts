import type { AzureAdoptedNetwork, AzureAdoption, AzureSite } from '../../../environments/model';
import {
  type AdoptionEvidence,
  checkedAdopted,
  detectionOf,
  type Evidence,
  ownersCluster,
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

function networkEvidence(network: AzureAdoptedNetwork, makesCluster: boolean): AdoptionEvidence {
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
              inNetwork('azurerm_route_table', /\\"VirtualAppliance\\", \\"VirtualNetworkGateway\\"/),
              ...(makesCluster ? [{ ...cluster, is: { equals: 'userDefinedRouting' } } as const] : []),
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
            'network.private-endpoints': [
              ...(makesCluster ? vault('cluster') : []),
              ...vault('data'),
            ] as unknown as readonly [Evidence, ...Evidence[]],
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

const aks = (condition: RegExp): Evidence => checkedAdopted('cluster', 'azurerm_kubernetes_cluster', condition);

const clusterShownLive = (what: string) =>
  ownersToKeep(
    `no data source of Azure reads ${what}`,
    '`evenkeel preflight --live` looks at it; ask for it in the contract with the owner of the cluster',
  );

function clusterEvidence(site: AzureSite): AdoptionEvidence {
  const shown: Shown = {
    ...ownersCluster,
    'network.operator-access': ownersToKeep(
      'operators reach the cluster as its owner lets them: by VPN, ExpressRoute or a Bastion of the hub',
      'name where they come from in operatorCidrs, which is required here',
    ),
    'network.three-zones': [aks(/coalesce\(p\.zones/)],
    'network.private-nodes': [aks(/!p\.node_public_ip_enabled/)],
    'cluster.private-api': [aks(/self\.private_cluster_enabled/)],
    'cluster.secrets-own-key': [aks(/self\.key_management_service/)],
    'cluster.disks-own-key': [aks(/self\.disk_encryption_set_id/)],
    'cluster.audit-logs': [
      {
        in: 'cluster',
        type: 'azurerm_monitor_diagnostic_setting',
        path: 'enabled_log',
        is: { matches: /"kube-audit"/ },
        where: { path: 'target_resource_id', matches: /data\.azurerm_kubernetes_cluster\./ },
      },
    ],
    'cluster.workload-identity': clusterShownLive(
      'whether pods get tokens; that somebody can check them each plan sees',
    ),
    'cluster.no-local-accounts': [aks(/self\.kube_admin_config/), aks(/e\.azure_rbac_enabled/)],
    'cluster.deletion-protection': clusterShownLive('the locks of a cluster'),
    'cluster.pinned-version': [aks(/self\.current_kubernetes_version/)],
    'cluster.network-policy': [aks(/n\.network_policy == \\"cilium\\"/)],
    'cluster.spot-pool': [aks(/\\"evenkeel\.dev\/pool=spot\\"/)],
    'cluster.gpu-pool': [aks(/\\"gpu\\"\] : contains\(\[p\.vm_size\]/)],
    'cluster.hardened-nodes': clusterShownLive('images of machines and encryption at their host'),
    'access.cluster-groups': [aks(/e\.azure_rbac_enabled/)],
    'volumes.snapshots': [aks(/s\.snapshot_controller_enabled/)],
    ...(detectionOf(site)?.threatDetection ? { 'detection.threats': [aks(/self\.microsoft_defender/)] } : {}),
  };
  return {
    elsewhere: Object.keys(shown).filter((id) => id.startsWith('cluster.')) as AdoptionEvidence['elsewhere'],
    unmade: [
      'cluster azurerm_disk_encryption_set',
      'cluster azurerm_key_vault',
      'cluster azurerm_key_vault_key',
      'cluster azurerm_kubernetes_cluster',
      'cluster azurerm_kubernetes_cluster_node_pool',
      'cluster azurerm_management_lock',
      'cluster azurerm_monitor_diagnostic_setting',
      'cluster azurerm_role_assignment',
      'cluster azurerm_user_assigned_identity',
    ],
    shown,
  };
}

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
    ...(network ? [networkEvidence(network, site.adopt?.cluster === undefined)] : []),
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
