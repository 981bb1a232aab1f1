import { Netmask } from 'netmask';
import { cloudFacts } from '../facts';
import { rangeContains, rangesOverlap } from '../model/addresses';
import { siteAddresses } from '../model/site-addresses';
import { type ByCloudSite, type CloudSiteConfig, ofCloud } from '../schema/site-schema';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** A range that an adopted network states, where it stands in the file. */
export interface StatedRange {
  /** Behind `sites[n].adopt.network.` */
  readonly path: string;
  readonly cidr: string;
  /** `undefined`: a range and no subnet. */
  readonly id?: string;
  /** The range of the network that holds it; `undefined`: any. */
  readonly inside?: 'range' | 'podRange';
  /** The longest prefix that still has room for what the site places there. */
  readonly longestPrefix: number;
}

type Subnets = Readonly<Record<string, { readonly id: string; readonly cidr: string }>>;

/**
 * The smallest that hold what is placed there. AWS: 64 machines or interfaces a zone, 4096 pods a zone. Google: GKE wants a
 * /28 for its endpoint. Azure: /28 for the API server.
 * Sources: docs.aws.amazon.com/eks/latest/userguide/network-reqs.html, cloud.google.com/kubernetes-engine/docs/how-to/
 * latest/network-isolation, learn.microsoft.com/azure/aks/api-server-vnet-integration, 2026-11.
 */
const longest = { nodes: 26, pods: 20, data: 27, endpoints: 27, controlPlane: 28 } as const;
/** One subnet for all zones of a region. */
const longestRegional = { nodes: 24, endpoints: 26, controlPlane: 28, podRange: 20, serviceRange: 24 } as const;

const regional = (subnets: Subnets): StatedRange[] =>
  Object.entries(subnets).map(([name, { id, cidr }]) => ({
    path: `subnets.${name}`,
    cidr,
    id,
    inside: 'range' as const,
    longestPrefix: longestRegional[name as keyof typeof longestRegional],
  }));

const ranges: ByCloudSite<StatedRange[]> = {
  aws: (site) => {
    const { subnets } = site.adopt?.network ?? {};
    return Object.entries(subnets ?? {}).flatMap(([name, zones]) =>
      zones.map(({ id, cidr }, index) => ({
        path: `subnets.${name}[${index}]`,
        cidr,
        id,
        inside: name === 'pods' ? ('podRange' as const) : ('range' as const),
        longestPrefix: longest[name as keyof typeof longest],
      })),
    );
  },
  google: (site) => {
    const network = site.adopt?.network;
    if (!network) return [];
    const named = (['podRange', 'serviceRange'] as const).map((path) => ({
      path,
      cidr: network[path].cidr,
      longestPrefix: longestRegional[path],
    }));
    return [...regional(network.subnets), ...named];
  },
  azure: (site) => (site.adopt?.network ? regional(site.adopt.network.subnets) : []),
};

/** Every range that the adopted network of a site states; none where it makes its own. */
export const statedRanges = (site: CloudSiteConfig): StatedRange[] => ofCloud(ranges, site);

const outerOf = (site: CloudSiteConfig, inside: 'range' | 'podRange'): string | undefined => {
  const network = site.adopt?.network;
  const { podRange } = (network ?? {}) as { readonly podRange?: unknown };
  if (inside === 'range') return network?.range;
  return typeof podRange === 'string' ? podRange : undefined;
};

/** Subnets lie where they are said to lie, are large enough, and no two are one or share addresses. */
export const adoptedRangesRule: EnvironmentRule = (environment) =>
  cloudSites(environment).flatMap(({ site, index }): RuleFinding[] => {
    const stated = statedRanges(site);
    const at = (path: string): string => `sites[${index}].adopt.network.${path}`;
    return stated.flatMap(({ path, cidr, id, inside, longestPrefix }, position): RuleFinding[] => {
      const outer = inside && outerOf(site, inside);
      const before = stated.slice(0, position);
      const twin = id === undefined ? undefined : before.find((other) => other.id === id);
      const overlapping = before.find((other) => other !== twin && rangesOverlap(other.cidr, cidr));
      const place = at(id === undefined ? `${path}.cidr` : path);
      return [
        ...(outer !== undefined && !rangeContains(outer, cidr)
          ? [
              {
                code: 'ADOPT_RANGE' as const,
                place,
                message: `lies outside ${inside} ${outer} of the network`,
                value: cidr,
                fix: `state the range of the subnet as the cloud shows it, or a ${inside} that holds it`,
              },
            ]
          : []),
        ...(new Netmask(cidr).bitmask > longestPrefix
          ? [
              {
                code: 'ADOPT_TOO_SMALL' as const,
                place,
                message: `has ${new Netmask(cidr).size} addresses`,
                value: cidr,
                allowed: [`/${longestPrefix} or larger`],
                fix: 'ask the owner of the network for a larger subnet',
              },
            ]
          : []),
        ...(twin
          ? [
              {
                code: 'ADOPT_TWICE' as const,
                place,
                message: `the same subnet as ${at(twin.path)}`,
                value: id,
                fix: 'name a subnet of its own for each purpose: what may reach what is said by ranges',
              },
            ]
          : []),
        ...(overlapping && !twin
          ? [
              {
                code: 'ADDRESS_OVERLAP' as const,
                place,
                message: `shares addresses with ${at(overlapping.path)}, ${overlapping.cidr}`,
                value: cidr,
                fix: 'state the ranges as the cloud shows them',
              },
            ]
          : []),
      ];
    });
  });

/** What a site claims for itself: its block of the plan, or the ranges of the network it adopts. */
const claims = (supernet: string, site: CloudSiteConfig): readonly string[] => {
  const { block, pods, services } = siteAddresses(supernet, site);
  return site.adopt?.network ? [block, pods, services] : [block];
};

/** Adopted networks share no address with other sites, with the operators, or with what exists inside their own cluster. */
export const adoptedClaimsRule: EnvironmentRule = (environment) => {
  const { addresses, operatorCidrs = [] } = environment;
  if (!addresses) return [];
  const { supernet } = addresses;
  const sites = cloudSites(environment);
  return sites.flatMap(({ site, index }): RuleFinding[] => {
    if (!site.adopt?.network) return [];
    const place = `sites[${index}].adopt.network.range`;
    const { range } = site.adopt.network;
    const { pods, services } = siteAddresses(supernet, site);
    const taken = [
      ...sites
        .filter((other) => other.index !== index)
        .flatMap((other) => claims(supernet, other.site).map((cidr) => [`sites[${other.index}]`, cidr] as const)),
      ...operatorCidrs.map((cidr, position) => [`operatorCidrs[${position}]`, cidr] as const),
      // AWS routes pods inside the VPC; elsewhere these ranges are the cluster's own.
      ['the pods of the site', pods] as const,
      ['the Kubernetes services of the site', services] as const,
    ];
    const reserved = cloudFacts[site.cloud].reservedCidrs.filter(({ cidr }) => rangesOverlap(range, cidr));
    const kept = reserved.map(({ cidr, why }) => ({
      code: 'ADDRESS_RESERVED' as const,
      place,
      message: `overlaps ${cidr}, which ${site.cloud} keeps for itself: ${why}`,
      value: range,
      fix: 'adopt a network that does not have these addresses',
    }));
    const overlaps = taken
      .filter(([, cidr]) => rangesOverlap(range, cidr))
      .map(([whose, cidr]) => ({
        code: 'ADDRESS_OVERLAP' as const,
        place,
        message: `shares addresses with ${cidr} of ${whose}`,
        value: range,
        fix: 'adopt a network whose range nothing else of the environment has, or move the supernet or the slot',
      }));
    return [...kept, ...overlaps];
  });
};
