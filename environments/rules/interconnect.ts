import { cloudFacts } from '../facts';
import { planAddresses, rangesOverlap, siteCapacity } from '../model/addresses';
import {
  arePeered,
  asnOf,
  hasInsideAddresses,
  linkedPairs,
  type PlannedSite,
  tunnelledSites,
} from '../model/interconnect';
import { siteName } from '../model/site-name';
import type { EnvironmentView } from '../schema/parse-environment';
import { isCloudSite } from '../schema/site-schema';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

type Interconnect = NonNullable<EnvironmentView['interconnect']>;

const plannedSites = (environment: EnvironmentView): PlannedSite[] =>
  cloudSites(environment).map(({ site }) => ({
    name: siteName(environment.name ?? '', site.cloud, site.region),
    cloud: site.cloud,
    addressSlot: site.addressSlot,
  }));

/** Names of sites that bring their own cluster, and no network of the plan. */
const namesWithoutNetwork = ({ name = '', sites }: EnvironmentView): string[] =>
  sites.flatMap(({ site }) => (isCloudSite(site) ? [] : [siteName(name, site.cloud, 'local')]));

/** Links that name two different sites of the environment, each pair once. */
function statedLinks(
  links: Exclude<Interconnect['links'], 'all'>,
  sites: readonly PlannedSite[],
  withoutNetwork: readonly string[],
): RuleFinding[] {
  const names = sites.map(({ name }) => name);
  const keyOf = (between: readonly string[]): string => [...between].sort().join();
  return links.flatMap(({ between }, index): RuleFinding[] => {
    const place = `interconnect.links[${index}].between`;
    const unknown = between.filter((name) => !names.includes(name));
    if (unknown.length > 0) {
      return unknown.map((name) =>
        withoutNetwork.includes(name)
          ? {
              code: 'INTERCONNECT_SITE',
              place,
              message: 'the site brings its own cluster, and the environment makes no network for it to join',
              value: name,
              allowed: names,
              fix: 'join sites of the list only',
            }
          : {
              code: 'UNKNOWN_SITE',
              place,
              message: 'the environment has no site of this name on a public cloud',
              value: name,
              allowed: names,
              fix: 'use names of the list: <environment>-<cloud>-<region>',
            },
      );
    }
    if (between[0] === between[1]) {
      return [
        {
          code: 'INTERCONNECT_SITE',
          place,
          message: 'a link joins two different sites',
          value: between,
          allowed: names.filter((name) => name !== between[0]),
          fix: 'name another site as the second',
        },
      ];
    }
    const first = links.findIndex((other) => keyOf(other.between) === keyOf(between));
    return first === index
      ? []
      : [
          {
            code: 'INTERCONNECT_SITE',
            place,
            message: `interconnect.links[${first}] joins these two already`,
            value: between,
            fix: 'remove one of the two links',
          },
        ];
  });
}

/** BGP drops routes that have passed its own number, so no two sites may share one; and clouds keep some. */
function numbers(config: Interconnect, joined: readonly PlannedSite[], all: readonly PlannedSite[]): RuleFinding[] {
  const reserved = [...new Set(joined.flatMap(({ cloud }) => cloudFacts[cloud].vpn.reservedAsns))];
  const names = all.map(({ name }) => name);
  return [
    ...Object.entries(config.asns)
      .filter(([name]) => !names.includes(name))
      .map(
        ([name]): RuleFinding => ({
          code: 'UNKNOWN_SITE',
          place: 'interconnect.asns',
          message: 'the environment has no site of this name on a public cloud',
          value: name,
          allowed: names,
          fix: 'use names of the list: <environment>-<cloud>-<region>',
        }),
      ),
    ...joined.flatMap((site, index): RuleFinding[] => {
      const asn = asnOf(config, site);
      const place = site.name in config.asns ? `interconnect.asns.${site.name}` : 'interconnect.firstAsn';
      const first = joined.findIndex((other) => asnOf(config, other) === asn);
      if (asn > 65_534 || reserved.includes(asn)) {
        return [
          {
            code: 'INTERCONNECT_ASN',
            place,
            message: `${site.name} would have BGP number ${asn}, which is kept by a cloud or no private one`,
            value: asn,
            allowed: ['64512 to 65514'],
            fix: 'choose a number of the range that no other site has',
          },
        ];
      }
      // One slot for two sites is found as an overlap of their addresses.
      return first === index || joined[first]?.addressSlot === site.addressSlot
        ? []
        : [
            {
              code: 'INTERCONNECT_ASN',
              place,
              message: `${site.name} and ${joined[first]?.name} would both have BGP number ${asn}`,
              value: asn,
              allowed: ['64512 to 65514, each once'],
              fix: 'give one of the two another number in interconnect.asns',
            },
          ];
    }),
  ];
}

/** Gateways have addresses of their site's own network. */
export const gatewayAddressFindings = (
  { area, code }: Pick<RuleFinding, 'code'> & { readonly area: 'interconnect' | 'edge' },
  { gatewayAddresses }: Pick<Interconnect, 'gatewayAddresses'>,
  supernet: string | undefined,
  sites: readonly PlannedSite[],
): RuleFinding[] =>
  Object.entries(gatewayAddresses).flatMap(([name, addresses]): RuleFinding[] => {
    const site = sites.find((other) => other.name === name);
    if (!site) {
      return [
        {
          code: 'UNKNOWN_SITE',
          place: `${area}.gatewayAddresses`,
          message: 'the environment has no site of this name on a public cloud',
          value: name,
          allowed: sites.map((other) => other.name),
          fix: 'use names of the list: <environment>-<cloud>-<region>',
        },
      ];
    }
    if (supernet === undefined || site.addressSlot >= siteCapacity(supernet)) return [];
    const { network } = planAddresses(supernet, site.addressSlot);
    return addresses
      .filter((address) => !rangesOverlap(network, `${address}/32`))
      .map((address) => ({
        code,
        place: `${area}.gatewayAddresses.${name}`,
        message: `the gateway of ${name} is in its network ${network}`,
        value: address,
        allowed: [network],
        fix: 'take the addresses of the internal load balancer of the site',
      }));
  });

/** Networks of one tenant join each other by the rights of whoever applies; no one has rights in two. */
function foreignTenants(
  environment: EnvironmentView,
  pairs: readonly (readonly [PlannedSite, PlannedSite])[],
): RuleFinding[] {
  const tenants = new Map(
    cloudSites(environment).flatMap(({ site }) =>
      'tenantId' in site
        ? [[siteName(environment.name ?? '', site.cloud, site.region), { tenant: site.tenantId, cloud: site.cloud }]]
        : [],
    ),
  );
  return pairs.filter(arePeered).flatMap(([a, b]): RuleFinding[] => {
    const [first, second] = [tenants.get(a.name), tenants.get(b.name)];
    return first?.tenant === second?.tenant
      ? []
      : [
          {
            code: 'INTERCONNECT_TENANT',
            place: 'interconnect.links',
            message: `${a.name} and ${b.name} are in different tenants, and ${a.cloud} joins networks of one tenant only`,
            value: [first?.tenant, second?.tenant],
            fix: 'bring both subscriptions under one tenant, or list the links without this pair',
          },
        ];
  });
}

/** What a link joins exists, differs, and has numbers and addresses that no cloud keeps for itself. */
export const interconnectRule: EnvironmentRule = (environment) => {
  const { interconnect } = environment;
  if (interconnect === undefined) return [];
  const sites = plannedSites(environment);
  const { links } = interconnect;
  const place = 'interconnect.links';
  if (links === 'all' && sites.length < 2) {
    return [
      {
        code: 'INTERCONNECT_SITE',
        place,
        message: `a link joins two sites on public clouds, the environment has ${sites.length}`,
        value: links,
        fix: 'leave interconnect out, or add a second site on a public cloud',
      },
    ];
  }
  const stated = links === 'all' ? [] : statedLinks(links, sites, namesWithoutNetwork(environment));
  if (stated.length > 0) return stated;
  const pairs = linkedPairs(links, sites);
  const full = pairs
    .filter(([a, b]) => !arePeered([a, b]) && !hasInsideAddresses(a, b))
    .map(
      ([a, b]): RuleFinding => ({
        code: 'INTERCONNECT_ADDRESSES',
        place,
        message: `${a.name} and ${b.name} have slots ${a.addressSlot} and ${b.addressSlot}: the tunnels of one of their clouds have addresses for slots 0 to 7 only`,
        value: [a.addressSlot, b.addressSlot],
        allowed: ['addressSlot 0 to 7'],
        fix: 'give joined sites slots of the range, before anything is applied',
      }),
    );
  return [
    ...full,
    ...foreignTenants(environment, pairs),
    ...numbers(interconnect, tunnelledSites(links, sites), sites),
    ...gatewayAddressFindings(
      { area: 'interconnect', code: 'INTERCONNECT_GATEWAY' },
      interconnect,
      environment.addresses?.supernet,
      sites,
    ),
  ];
};
