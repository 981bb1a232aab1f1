import type { Cloud } from '../facts';
import type { EdgeConfig } from '../schema/edge-schema';

/** Sites of one cloud that stand behind the edge beside each other. */
export interface EdgePeers {
  /**
   * The one that has what the cloud has once for a public name: the first of the file, so that neither `active` nor the
   * roles of sites move it.
   */
  readonly first: string;
  /** Names of all of them in the order in which they take over. */
  readonly order: readonly string[];
}

/** What the edge of one site is told. */
export interface SiteEdge {
  /** Keys of the public routes, e.g. `models/churn`. */
  readonly routes: readonly string[];
  /** Public host names of these routes, sorted. */
  readonly hosts: readonly string[];
  /** Host name of the site's own edge: probed, and what the public names lead to. */
  readonly entry: string;
  /** Private addresses of the site's gateway; empty until they are stated. */
  readonly gatewayAddresses: readonly string[];
  readonly waf: EdgeConfig['waf'];
  readonly ddos: EdgeConfig['ddos'];
  readonly cachedPaths: readonly string[];
  readonly health: EdgeConfig['health'];
  /** The public zone is at the site's cloud. */
  readonly hasZone: boolean;
  /** Its id, where somebody else made it. Default: it is made, or is at another site's cloud. */
  readonly adoptedZone?: string;
  /** Names follow health checks, and there is another site to go to. */
  readonly failsOver: boolean;
  /** Default: no other site is on its cloud. */
  readonly peers?: EdgePeers;
}

/** The edge of a whole environment. */
export interface EdgePlan {
  /** Name of the site whose account has the public zone. */
  readonly zoneSite: string;
  readonly parent?: NonNullable<EdgeConfig['dns']['parent']>;
  /** Names of the sites in the order in which they take over; the first is active. */
  readonly order: readonly string[];
  readonly automatic: boolean;
  readonly sites: Readonly<Record<string, SiteEdge>>;
}

/** A site as far as the plan of the edge must know it. */
export interface EdgeSite {
  readonly name: string;
  readonly cloud: Cloud;
  readonly role: 'primary' | 'standby';
}

/** Where every public name leads: to the edge of the site that serves. */
export const edgeHost = (domain: string): string => `edge.${domain}`;

/** Leads to the edge of one site, whether it serves or not. */
export const entryHost = (site: string, domain: string): string => `edge-${site}.${domain}`;

/** Whether a host of a service would be taken for one of the edge's own. */
export const isEdgeHost = (label: string): boolean => /^edge(-|$)/.test(label);

/** First label of a route's host. */
export const hostLabel = (route: string): string => route.split('/')[0] ?? route;

/** The site that serves first, then the others: the primary, and standbys as the file lists them. */
export function servingOrder(config: Pick<EdgeConfig, 'active'>, sites: readonly EdgeSite[]): readonly EdgeSite[] {
  const byRole = [...sites.filter(({ role }) => role === 'primary'), ...sites.filter(({ role }) => role !== 'primary')];
  const active = byRole.filter(({ name }) => name === config.active);
  return [...active, ...byRole.filter((site) => !active.includes(site))];
}

/** Whether a site has what its cloud has once for a public name, such as a distribution or a profile. */
export const hasCloudEdge = (site: string, { peers }: Pick<SiteEdge, 'peers'>): boolean =>
  peers === undefined || peers.first === site;

/** The site whose account has the public zone. */
export const zoneSite = ({ dns: { by } }: Pick<EdgeConfig, 'dns'>, sites: readonly EdgeSite[]): EdgeSite | undefined =>
  by ? sites.find(({ cloud }) => cloud === by) : (sites.find(({ role }) => role === 'primary') ?? sites[0]);

function peersOf(cloud: Cloud, sites: readonly EdgeSite[], order: readonly EdgeSite[]): EdgePeers | undefined {
  const [first, ...others] = sites.filter((site) => site.cloud === cloud);
  if (!first || others.length === 0) return undefined;
  return { first: first.name, order: order.filter((site) => site.cloud === cloud).map(({ name }) => name) };
}

/** Derives what each site's edge is told. `known`: addresses of gateways that another part of the file states. */
export function planEdge(
  config: EdgeConfig,
  domain: string,
  sites: readonly EdgeSite[],
  known: Readonly<Record<string, readonly string[]>> = {},
): EdgePlan {
  const zone = zoneSite(config, sites);
  if (!zone) throw new Error(`${domain}: no site is on the cloud that has the public zone`);
  const order = servingOrder(config, sites);
  const automatic = config.failover === 'automatic';
  const { routes, waf, ddos, cachedPaths, health } = config;
  const hosts = [...new Set(routes.map((route) => `${hostLabel(route)}.${domain}`))].sort();
  return {
    zoneSite: zone.name,
    ...(config.dns.parent ? { parent: config.dns.parent } : {}),
    order: order.map(({ name }) => name),
    automatic,
    sites: Object.fromEntries(
      sites.map(({ name, cloud }): [string, SiteEdge] => {
        const peers = peersOf(cloud, sites, order);
        return [
          name,
          {
            routes,
            hosts,
            entry: entryHost(name, domain),
            gatewayAddresses: config.gatewayAddresses[name] ?? known[name] ?? [],
            waf,
            ddos,
            cachedPaths,
            health,
            hasZone: name === zone.name,
            ...(name === zone.name && config.dns.adopt !== undefined ? { adoptedZone: config.dns.adopt } : {}),
            failsOver: automatic && sites.length > 1,
            ...(peers ? { peers } : {}),
          },
        ];
      }),
    ),
  };
}
