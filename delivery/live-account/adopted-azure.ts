import type { AzureSite } from '../../environments/model';
import { type AdoptedLookup, lack, lookup } from './adopted';
import { clusterLookups } from './adopted-azure-cluster';

interface Located {
  readonly location?: string;
}

interface SubnetProperties {
  readonly properties?: {
    readonly addressPrefix?: string;
    readonly addressPrefixes?: readonly string[];
    readonly networkSecurityGroup?: { readonly id?: string };
    readonly routeTable?: { readonly id?: string };
    readonly natGateway?: { readonly id?: string };
    readonly delegations?: readonly { readonly properties?: { readonly serviceName?: string } }[];
  };
}

interface KeyProperties {
  readonly properties?: {
    readonly kty?: string;
    readonly rotationPolicy?: {
      readonly lifetimeActions?: readonly { readonly action?: { readonly type?: string } }[];
    };
  };
}

interface RegistryProperties {
  readonly location?: string;
  readonly properties?: {
    readonly publicNetworkAccess?: string;
    readonly anonymousPullEnabled?: boolean;
    readonly adminUserEnabled?: boolean;
    readonly encryption?: { readonly status?: string };
    readonly policies?: { readonly retentionPolicy?: { readonly status?: string } };
  };
}

interface ZoneProperties {
  readonly properties?: { readonly zoneType?: string; readonly nameServers?: readonly string[] };
}

/** One resource by its id; `undefined`: there is none. */
export type ReadResource = <T>(right: string, id: string, apiVersion: string) => Promise<T | undefined>;

const versions = {
  network: '2024-05-01',
  zone: '2024-06-01',
  publicZone: '2018-05-01',
  registry: '2023-07-01',
  key: '2023-07-01',
  identity: '2023-01-31',
} as const;

const apiServers = 'Microsoft.ContainerService/managedClusters';

function networkLookups(site: AzureSite, read: ReadResource): AdoptedLookup[] {
  const network = site.adopt?.network;
  if (!network) return [];
  const { egress } = network;
  const subnets = Object.entries(network.subnets).map(([kind, { id, cidr }]) =>
    lookup<SubnetProperties>({
      path: `adopt.network.subnets.${kind}`,
      id,
      read: () => read('Microsoft.Network/virtualNetworks/subnets/read', id, versions.network),
      lacks: ({ properties = {} }) => {
        const prefixes = properties.addressPrefixes ?? [properties.addressPrefix];
        const delegated = properties.delegations?.map((one) => one.properties?.serviceName) ?? [];
        const leaves = egress === 'routes' ? properties.routeTable?.id : properties.natGateway?.id;
        return [
          ...lack(prefixes.includes(cidr), `its range is not ${cidr}`, prefixes, 'state the range as Azure shows it'),
          ...lack(
            properties.networkSecurityGroup?.id !== undefined,
            'has no network security group',
            undefined,
            'let its owner associate one',
          ),
          ...lack(
            kind !== 'controlPlane' || delegated.includes(apiServers),
            `is not delegated to ${apiServers}, so AKS cannot place the API server in it`,
            delegated,
            'let its owner delegate the subnet',
          ),
          ...lack(
            kind !== 'nodes' || leaves !== undefined,
            egress === 'routes' ? 'has no route table' : 'has no NAT gateway',
            leaves,
            'let its owner associate one, or change adopt.network.egress',
          ),
        ];
      },
    }),
  );
  const zones = Object.entries(network.privateZones ?? {}).map(([name, id]) =>
    lookup({
      path: `adopt.network.privateZones.${name}`,
      id,
      read: () => read('Microsoft.Network/privateDnsZones/read', id, versions.zone),
      lacks: () => [],
    }),
  );
  return [
    lookup<Located>({
      path: 'adopt.network.id',
      id: network.id,
      read: () => read('Microsoft.Network/virtualNetworks/read', network.id, versions.network),
      lacks: ({ location }) =>
        lack(
          location === site.region,
          `is not in ${site.region}`,
          location,
          'adopt a network in the region of the site',
        ),
    }),
    ...subnets,
    ...zones,
  ];
}

const registryLookups = ({ region, adopt }: AzureSite, read: ReadResource): AdoptedLookup[] => {
  const id = adopt?.registry?.id;
  if (id === undefined) return [];
  return [
    lookup<RegistryProperties>({
      path: 'adopt.registry.id',
      id,
      read: () => read('Microsoft.ContainerRegistry/registries/read', id, versions.registry),
      lacks: ({ location, properties = {} }) => {
        const { publicNetworkAccess, anonymousPullEnabled, adminUserEnabled, encryption, policies } = properties;
        return [
          ...lack(location === region, `is not in ${region}`, location, 'adopt a registry in the region of the site'),
          ...lack(
            publicNetworkAccess === 'Disabled',
            'answers to the internet',
            publicNetworkAccess,
            'let its owner turn off public network access',
          ),
          ...lack(
            anonymousPullEnabled !== true && adminUserEnabled !== true,
            'lets in who has not signed in by Entra ID',
            { anonymousPullEnabled, adminUserEnabled },
            'let its owner turn off anonymous pull and the admin user',
          ),
          ...lack(
            encryption?.status === 'enabled',
            'images are not encrypted with an own key',
            encryption,
            'let its owner make the registry anew with a key: Azure takes one at the beginning only',
          ),
          ...lack(
            policies?.retentionPolicy?.status === 'enabled',
            'images without a tag are kept for ever',
            policies?.retentionPolicy,
            'let its owner set a retention policy',
          ),
        ];
      },
    }),
  ];
};

const zoneLookups = ({ edge }: AzureSite, read: ReadResource): AdoptedLookup[] =>
  edge?.adoptedZone === undefined
    ? []
    : [
        lookup<ZoneProperties>({
          path: 'edge.dns.adopt',
          id: edge.adoptedZone,
          read: () => read('Microsoft.Network/dnsZones/read', edge.adoptedZone ?? '', versions.publicZone),
          lacks: ({ properties = {} }) =>
            lack(
              (properties.nameServers ?? []).length > 0 && properties.zoneType !== 'Private',
              'no public name server answers for the zone',
              properties.nameServers,
              'adopt the public zone of the domain',
            ),
        }),
      ];

/** Everything that a site of Azure adopts. */
export const azureLookups = (site: AzureSite, read: ReadResource): AdoptedLookup[] => [
  ...networkLookups(site, read),
  ...clusterLookups(site, read),
  ...registryLookups(site, read),
  ...zoneLookups(site, read),
  ...Object.entries(site.adopt?.keys ?? {}).flatMap(([name, { id, identityId }]) => [
    lookup<KeyProperties>({
      path: `adopt.keys.${name}.id`,
      id,
      read: () => read('Microsoft.KeyVault/vaults/keys/read', id, versions.key),
      lacks: ({ properties = {} }) => [
        ...lack(
          properties.kty === 'RSA-HSM',
          'the key does not lie in hardware',
          properties.kty,
          'adopt a key of type RSA-HSM',
        ),
        ...lack(
          properties.rotationPolicy?.lifetimeActions?.some(({ action }) => action?.type?.toLowerCase() === 'rotate') ===
            true,
          'the key does not rotate by itself',
          properties.rotationPolicy,
          'let its owner set a rotation policy',
        ),
      ],
    }),
    lookup({
      path: `adopt.keys.${name}.identityId`,
      id: identityId,
      read: () => read('Microsoft.ManagedIdentity/userAssignedIdentities/read', identityId, versions.identity),
      lacks: () => [],
    }),
  ]),
];
