import type { GoogleSite } from '../../environments/model';
import { type AdoptedLookup, lack, lookup } from './adopted';

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

export interface GoogleLookupsProps {
  readonly compute: string;
  readonly keys: string;
  readonly read: ReadResource;
}

/** Everything that a site of Google Cloud adopts. */
export function googleLookups(site: GoogleSite, { compute, keys, read }: GoogleLookupsProps): AdoptedLookup[] {
  const { network, keys: adopted = {} } = site.adopt ?? {};
  const subnets = Object.entries(network?.subnets ?? {}).map(([kind, { id, cidr }]) =>
    lookup<Subnetwork>({
      path: `network.subnets.${kind}`,
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
            path: 'network.id',
            id: network.id,
            read: () => read('compute.networks.get', `${compute}/${network.id}`),
            lacks: () => [],
          }),
        ]
      : []),
    ...subnets,
    ...Object.entries(adopted).map(([name, id]) =>
      lookup<CryptoKey>({
        path: `keys.${name}`,
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
  ];
}
