import type { GoogleSite } from '../../environments/model';
import { type AdoptedLookup, lack, lookup } from './adopted';
import { clusterLookups } from './adopted-google-cluster';

interface Subnetwork {
  readonly ipCidrRange?: string;
  readonly privateIpGoogleAccess?: boolean;
  readonly logConfig?: { readonly enable?: boolean };
  readonly secondaryIpRanges?: readonly { readonly rangeName: string; readonly ipCidrRange: string }[];
}

interface CryptoKey {
  readonly rotationPeriod?: string;
  readonly versionTemplate?: { readonly protectionLevel?: string };
}

/** One resource by its path in an API; `undefined`: there is none. */
export type ReadResource = <T>(right: string, url: string) => Promise<T | undefined>;

interface ManagedZone {
  readonly dnsName?: string;
  readonly visibility?: string;
  readonly dnssecConfig?: { readonly state?: string };
}

interface ImageRepository {
  readonly format?: string;
  readonly mode?: string;
  readonly kmsKeyName?: string;
  readonly dockerConfig?: { readonly immutableTags?: boolean };
  readonly vulnerabilityScanningConfig?: { readonly enablementState?: string };
  readonly cleanupPolicies?: Readonly<Record<string, { readonly condition?: { readonly tagState?: string } }>>;
  readonly cleanupPolicyDryRun?: boolean;
}

export interface GoogleLookupsProps {
  readonly clusters: string;
  readonly compute: string;
  readonly dns: string;
  readonly images: string;
  readonly keys: string;
  readonly read: ReadResource;
}

const registryLookups = ({ adopt }: GoogleSite, { images, read }: GoogleLookupsProps): AdoptedLookup[] => {
  const id = adopt?.registry?.id;
  if (id === undefined) return [];
  return [
    lookup<ImageRepository>({
      path: 'adopt.registry.id',
      id,
      read: () => read('artifactregistry.repositories.get', `${images}/${id}`),
      lacks: ({ format, mode, kmsKeyName, dockerConfig, vulnerabilityScanningConfig, ...rest }) => [
        ...lack(
          format === 'DOCKER' && mode === 'STANDARD_REPOSITORY',
          'is none for own images',
          { format, mode },
          'adopt a standard repository of format Docker',
        ),
        ...lack(
          kmsKeyName !== undefined && kmsKeyName !== '',
          'images are not encrypted with an own key',
          kmsKeyName,
          'let its owner make the repository anew with a key',
        ),
        ...lack(
          dockerConfig?.immutableTags === true,
          'a tag of the repository can be written twice',
          dockerConfig,
          'let its owner turn on immutable tags',
        ),
        ...lack(
          vulnerabilityScanningConfig?.enablementState === 'SCANNING_ACTIVE',
          'images are not scanned when they are pushed',
          vulnerabilityScanningConfig,
          'let its owner turn on scanning for the repository and its project',
        ),
        ...lack(
          rest.cleanupPolicyDryRun !== true &&
            Object.values(rest.cleanupPolicies ?? {}).some(({ condition }) => condition?.tagState === 'UNTAGGED'),
          'images without a tag are kept for ever',
          rest.cleanupPolicies,
          'let its owner set a clean-up policy for images without a tag',
        ),
      ],
    }),
  ];
};

const zoneLookups = ({ domain, edge }: GoogleSite, { dns, read }: GoogleLookupsProps): AdoptedLookup[] =>
  edge?.adoptedZone === undefined
    ? []
    : [
        lookup<ManagedZone>({
          path: 'edge.dns.adopt',
          id: edge.adoptedZone,
          read: () => read('dns.managedZones.get', `${dns}/${edge.adoptedZone}`),
          lacks: ({ dnsName, visibility, dnssecConfig }) => [
            ...lack(dnsName === `${domain}.`, `is not the zone of ${domain}`, dnsName, `adopt the zone of ${domain}`),
            ...lack(
              visibility !== 'private',
              'answers inside networks only',
              visibility,
              'adopt the public zone of the domain',
            ),
            ...lack(
              dnssecConfig?.state === 'on',
              'answers of the zone are not signed',
              dnssecConfig,
              'let its owner turn on DNSSEC',
            ),
          ],
        }),
      ];

/** Everything that a site of Google Cloud adopts. */
export function googleLookups(site: GoogleSite, props: GoogleLookupsProps): AdoptedLookup[] {
  const { compute, keys, read } = props;
  const { network, keys: adopted = {} } = site.adopt ?? {};
  const subnets = Object.entries(network?.subnets ?? {}).map(([kind, { id, cidr }]) =>
    lookup<Subnetwork>({
      path: `adopt.network.subnets.${kind}`,
      id,
      read: () => read('compute.subnetworks.get', `${compute}/${id}`),
      lacks: ({ ipCidrRange, privateIpGoogleAccess, logConfig, secondaryIpRanges = [] }) => [
        ...lack(ipCidrRange === cidr, `its range is not ${cidr}`, ipCidrRange, 'state the range as Google shows it'),
        ...lack(
          privateIpGoogleAccess === true,
          "machines cannot reach Google's APIs from the subnet",
          privateIpGoogleAccess,
          'let its owner turn on Private Google Access',
        ),
        ...lack(
          logConfig?.enable === true,
          'the subnet keeps no flow logs',
          logConfig,
          'let its owner turn on flow logs',
        ),
        ...(kind === 'nodes' && network ? [network.podRange, network.serviceRange] : []).flatMap((range) =>
          lack(
            secondaryIpRanges.some((one) => one.rangeName === range.name && one.ipCidrRange === range.cidr),
            `has no secondary range ${range.name} of ${range.cidr}`,
            secondaryIpRanges,
            'state the range as Google shows it, or let its owner add it',
          ),
        ),
      ],
    }),
  );
  return [
    ...(network
      ? [
          lookup({
            path: 'adopt.network.id',
            id: network.id,
            read: () => read('compute.networks.get', `${compute}/${network.id}`),
            lacks: () => [],
          }),
        ]
      : []),
    ...subnets,
    ...clusterLookups(site, props),
    ...Object.entries(adopted).map(([name, id]) =>
      lookup<CryptoKey>({
        path: `adopt.keys.${name}`,
        id,
        read: () => read('cloudkms.cryptoKeys.get', `${keys}/${id}`),
        lacks: ({ rotationPeriod, versionTemplate }) => [
          ...lack(
            rotationPeriod !== undefined,
            'the key does not rotate by itself',
            rotationPeriod,
            'let its owner set a rotation period',
          ),
          ...lack(
            /^(HSM|EXTERNAL)/.test(versionTemplate?.protectionLevel ?? ''),
            'the key does not lie in hardware',
            versionTemplate?.protectionLevel,
            'adopt a key of protection level HSM',
          ),
        ],
      }),
    ),
    ...registryLookups(site, props),
    ...zoneLookups(site, props),
  ];
}
