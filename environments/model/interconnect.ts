import { Netmask } from 'netmask';
import { type Cloud, cloudFacts } from '../facts';
import type { InterconnectConfig } from '../schema/interconnect-schema';

/** A site as far as the plan of links must know it. */
export interface PlannedSite {
  readonly name: string;
  readonly cloud: Cloud;
  readonly addressSlot: number;
}

/** One tunnel of a link, seen from its first and its second end. */
export interface TunnelPlan {
  /** /30 inside 169.254.0.0/16, unique in the environment. */
  readonly insideCidr: string;
  /** Of the first end, then of the second. */
  readonly insideAddresses: readonly [string, string];
  /** Which of its own public addresses an end uses. Tunnels on different ones share no machine of the cloud's. */
  readonly half: 0 | 1;
}

/** Two sites joined by redundant tunnels. */
export interface LinkPlan {
  /** `<first site>--<second site>` */
  readonly name: string;
  /** Names of the sites. Whoever makes public addresses for its peer's stands first. */
  readonly ends: readonly [string, string];
  readonly tunnels: readonly TunnelPlan[];
}

/** Two sites on one cloud, joined over its own network: no tunnels, no keys, no BGP. */
interface PeeringPlan {
  /** Names of the sites, the one in the lower slot first. */
  readonly ends: readonly [string, string];
}

export interface InterconnectPlan {
  /** Between sites on different clouds. */
  readonly links: readonly LinkPlan[];
  /** Between sites on one cloud. */
  readonly peerings: readonly PeeringPlan[];
  /** BGP number of each site that a tunnel leads to, by name. */
  readonly asns: Readonly<Record<string, number>>;
  /** Of the gateways of joined sites, by name; one is missing until its load balancer is there. */
  readonly gatewayAddresses: Readonly<Record<string, readonly string[]>>;
  readonly keyVersion: number;
}

/** Four tunnels of a /30 each. */
const addressesPerLink = 16;
/** Where all clouds let addresses be chosen: below and above lie what AWS and metadata services keep. */
const commonRanges: readonly string[] = ['169.254.32.0/19', '169.254.64.0/18', '169.254.128.0/19'];

/** Pairs of slots in the order (0,1), (0,2), (1,2), (0,3) ...: a pair keeps its number whatever sites come and go. */
const pairNumber = (a: number, b: number): number => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return (high * (high - 1)) / 2 + low;
};

/** The range that both clouds take addresses from. */
const rangesOf = (clouds: readonly Cloud[]): readonly string[] =>
  clouds.flatMap((cloud) => [cloudFacts[cloud].vpn.insideRanges ?? []]).find((ranges) => ranges.length > 0) ??
  commonRanges;

/** First address of the `number`-th link, as a number; `undefined`: the ranges are full. */
function linkBase(ranges: readonly string[], number: number): number | undefined {
  let left = number;
  for (const range of ranges) {
    const { netLong, size } = new Netmask(range);
    const room = Math.floor(size / addressesPerLink);
    if (left < room) return netLong + left * addressesPerLink;
    left -= room;
  }
  return undefined;
}

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** Whether the tunnels between two sites have addresses inside them. */
export const hasInsideAddresses = (a: PlannedSite, b: PlannedSite): boolean =>
  linkBase(rangesOf([a.cloud, b.cloud]), pairNumber(a.addressSlot, b.addressSlot)) !== undefined;

/** Between two gateways with addresses of their own there is a tunnel an address; others give two for each of a peer's. */
const tunnelsBetween = (first: Cloud): number => (cloudFacts[first].vpn.addresses === 'for-peer' ? 4 : 2);

function planLink(a: PlannedSite, b: PlannedSite): LinkPlan {
  const [first, second] = [a, b].sort(
    (left, right) =>
      Number(cloudFacts[left.cloud].vpn.addresses === 'own') -
        Number(cloudFacts[right.cloud].vpn.addresses === 'own') || left.addressSlot - right.addressSlot,
  ) as [PlannedSite, PlannedSite];
  const base = linkBase(rangesOf([a.cloud, b.cloud]), pairNumber(a.addressSlot, b.addressSlot));
  if (base === undefined) throw new Error(`no addresses are left inside the tunnels between ${a.name} and ${b.name}`);
  const count = tunnelsBetween(first.cloud);
  return {
    name: `${first.name}--${second.name}`,
    ends: [first.name, second.name],
    tunnels: Array.from({ length: count }, (_, index): TunnelPlan => {
      const network = base + 4 * index;
      return {
        insideCidr: `${dotted(network)}/30`,
        insideAddresses: [dotted(network + 1), dotted(network + 2)],
        half: index < count / 2 ? 0 : 1,
      };
    }),
  };
}

/** The pairs that an environment joins, as stated or each with each. */
export const linkedPairs = <S extends { readonly name: string }>(
  links: InterconnectConfig['links'],
  sites: readonly S[],
): readonly (readonly [S, S])[] =>
  links === 'all'
    ? sites.flatMap((second, index) => sites.slice(0, index).map((first) => [first, second] as const))
    : links.flatMap(({ between }) => {
        const [first, second] = between.map((name) => sites.find((site) => site.name === name));
        return first && second ? [[first, second] as const] : [];
      });

/** BGP number of a site: its own, or the planned one. */
export const asnOf = (
  { firstAsn, asns }: Pick<InterconnectConfig, 'firstAsn' | 'asns'>,
  { name, addressSlot }: Pick<PlannedSite, 'name' | 'addressSlot'>,
): number => asns[name] ?? firstAsn + addressSlot;

/** Whether two sites are joined by their cloud's own network. */
export const arePeered = ([a, b]: readonly [Pick<PlannedSite, 'cloud'>, Pick<PlannedSite, 'cloud'>]): boolean =>
  a.cloud === b.cloud;

/** The sites that tunnels lead to, in the order of the file. */
export function tunnelledSites<S extends PlannedSite>(links: InterconnectConfig['links'], sites: readonly S[]): S[] {
  const tunnelled = linkedPairs(links, sites).filter((pair) => !arePeered(pair));
  return sites.filter((site) => tunnelled.some((pair) => pair.includes(site)));
}

const planPeering = (pair: readonly [PlannedSite, PlannedSite]): PeeringPlan => {
  const [first, second] = [...pair].sort((a, b) => a.addressSlot - b.addressSlot) as [PlannedSite, PlannedSite];
  return { ends: [first.name, second.name] };
};

/**
 * Every link of an environment with the addresses inside its tunnels and the BGP numbers of its sites: the same for the
 * same file, and untouched by other sites. Rules have checked the environment first.
 */
export function planInterconnect(config: InterconnectConfig, sites: readonly PlannedSite[]): InterconnectPlan {
  const pairs = linkedPairs(config.links, sites);
  const tunnelled = tunnelledSites(config.links, sites);
  return {
    links: pairs.filter((pair) => !arePeered(pair)).map(([a, b]) => planLink(a, b)),
    peerings: pairs.filter(arePeered).map(planPeering),
    asns: Object.fromEntries(tunnelled.map((site) => [site.name, asnOf(config, site)])),
    gatewayAddresses: config.gatewayAddresses,
    keyVersion: config.keyVersion,
  };
}
