import { guards } from '../../services/gateway';
import { type Cloud, cloudFacts, edgeFacts } from '../facts';
import { edgeHost, hostLabel, isEdgeHost, servingOrder, zoneSite } from '../model/edge';
import { siteName } from '../model/site-name';
import type { EnvironmentView } from '../schema/parse-environment';
import { routesOf, unknownRoute } from './gateway-routes';
import { gatewayAddressFindings } from './interconnect';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

type Edge = NonNullable<EnvironmentView['edge']>;
type Sites = readonly {
  readonly name: string;
  readonly cloud: Cloud;
  readonly role: 'primary' | 'standby';
  readonly addressSlot: number;
}[];

/** Clouds of sites, each once. */
const cloudsOf = (sites: Sites): Cloud[] => [...new Set(sites.map(({ cloud }) => cloud))];

/** A public route is there, and the gateway itself asks everybody who they are. */
function routes({ routes: named }: Edge, environment: EnvironmentView): RuleFinding[] {
  const there = routesOf(environment);
  const { gateway } = environment.services ?? {};
  const open: RuleFinding[] =
    gateway && guards(gateway)
      ? []
      : [
          {
            code: 'EDGE_ROUTE',
            place: 'edge.routes',
            message: 'the gateway asks nobody who they are, so the internet would reach these routes without sign-in',
            value: named,
            allowed: ['services.gateway.oidc', 'services.gateway.jwt', 'services.gateway.apiKeys'],
            fix: 'let the gateway sign people or programs in, or leave edge out',
          },
        ];
  return [
    ...open,
    ...named.flatMap((name, index): RuleFinding[] => {
      const place = `edge.routes[${index}]`;
      const need = there.get(name);
      if (!need) return [{ ...unknownRoute(place, name, there.keys()), code: 'EDGE_ROUTE' }];
      if (need.access === 'service') {
        return [
          {
            code: 'EDGE_ROUTE',
            place,
            message: `the gateway lets everybody through to ${name}, which checks its callers itself`,
            value: name,
            allowed: [...there]
              .filter(([, each]) => each.access !== 'service')
              .map(([key]) => key)
              .sort(),
            fix: 'name a route that the gateway guards, or give this one another access',
          },
        ];
      }
      return isEdgeHost(hostLabel(name))
        ? [
            {
              code: 'EDGE_ROUTE',
              place,
              message: `hosts that begin with "edge" are the edge's own, e.g. ${edgeHost(environment.domain ?? '<domain>')}`,
              value: name,
              fix: 'give the service another host',
            },
          ]
        : [];
    }),
  ];
}

/** There is an edge to use; and where that of a cloud leads from site to site itself, no other cloud comes between. */
function order(edge: Edge, sites: Sites): RuleFinding[] {
  if (sites.length === 0) {
    return [
      {
        code: 'EDGE_SITE',
        place: 'edge',
        message: 'the environment has no site on a public cloud whose edge could be used',
        value: [],
        fix: 'leave edge out',
      },
    ];
  }
  const serving = servingOrder(edge, sites);
  const torn = cloudsOf(sites).filter((cloud) => {
    const places = serving.flatMap((site, index) => (site.cloud === cloud ? [index] : []));
    return edgeFacts[cloud].leadsOn && (places.at(-1) ?? 0) - (places[0] ?? 0) >= places.length;
  });
  return edge.failover === 'automatic'
    ? torn.map((cloud) => ({
        code: 'EDGE_SITE',
        place: 'edge',
        message: `sites on ${cloud} take over from each other before those between them, because one edge leads to all of them`,
        value: serving.map(({ name }) => name),
        fix: `let sites on ${cloud} follow one another in the file, or set failover: 'manual'`,
      }))
    : [];
}

function zone(edge: Edge, domain: string | undefined, sites: Sites): RuleFinding[] {
  const { by, parent } = edge.dns;
  const at = zoneSite(edge, sites);
  if (!at) {
    return sites.length === 0
      ? []
      : [
          {
            code: 'EDGE_DNS',
            place: 'edge.dns.by',
            message: `the environment has no site on ${by}, whose account would hold the zone`,
            value: by,
            allowed: cloudsOf(sites),
            fix: 'name the cloud of a site, or leave dns.by out',
          },
        ];
  }
  const { zoneId, zoneIdExample, failsOver } = edgeFacts[at.cloud];
  const able = cloudsOf(sites).filter((cloud) => edgeFacts[cloud].failsOver);
  return [
    ...(parent && domain !== undefined && !domain.endsWith(`.${parent.zone}`)
      ? [
          {
            code: 'EDGE_DNS' as const,
            place: 'edge.dns.parent.zone',
            message: `${domain} is not under ${parent.zone}, which therefore cannot delegate it`,
            value: parent.zone,
            allowed: [domain.split('.').slice(1).join('.')],
            fix: 'name the zone above the domain, or leave dns.parent out',
          },
        ]
      : []),
    ...(parent && !zoneId.test(parent.id)
      ? [
          {
            code: 'EDGE_DNS' as const,
            place: 'edge.dns.parent.id',
            message: `no zone of ${at.cloud}, where the public zone is, has such an id`,
            value: parent.id,
            allowed: [zoneIdExample],
            fix: `copy the id of ${parent.zone} from the cloud that has it`,
          },
        ]
      : []),
    ...(edge.failover === 'automatic' && sites.length > 1 && !failsOver
      ? [
          {
            code: 'EDGE_FAILOVER' as const,
            place: 'edge.failover',
            message: `the DNS of ${at.cloud} checks the health of addresses only, and public names lead to names`,
            value: edge.failover,
            allowed: ['manual', ...able.map((cloud) => `automatic, with dns.by: '${cloud}'`)],
            fix: "move the zone to a cloud of the list, or set failover: 'manual'",
          },
        ]
      : []),
  ];
}

/** What is bought is there: a cloud with one level has nothing to sell. */
function floods({ ddos }: Edge, sites: Sites): RuleFinding[] {
  const without = cloudsOf(sites).filter((cloud) => !edgeFacts[cloud].hasPaidFloodLevel);
  if (ddos !== 'advanced' || without.length === 0) return [];
  return [
    {
      code: 'EDGE_DDOS',
      place: 'edge.ddos',
      message: `the edge of ${without.join(', ')} has one level of protection, always on, and sells no other`,
      value: ddos,
      allowed: ['standard'],
      fix: "set it to 'standard', and lower edge.waf.requestsPer5Minutes where that is too little",
    },
  ];
}

/** Edges reach the gateway privately, or not at all. */
const origins = (environment: EnvironmentView): RuleFinding[] =>
  cloudSites(environment).flatMap(({ site, index }): RuleFinding[] => {
    const able = edgeFacts[site.cloud].privateOriginRegions;
    const known = cloudFacts[site.cloud].regions;
    const { jurisdiction } = known[site.region] ?? {};
    if (!able || able.includes(site.region) || !jurisdiction) return [];
    return [
      {
        code: 'EDGE_REGION',
        place: `sites[${index}].region`,
        message: `the edge of ${site.cloud} has no private way to a site in this region`,
        value: site.region,
        allowed: able.filter((name) => known[name]?.jurisdiction === jurisdiction),
        fix: 'use a region of the list, or leave edge out',
      },
    ];
  });

/** Some edges believe no certificate that the site's own authority has signed. */
function originCertificate(environment: EnvironmentView, sites: Sites): RuleFinding[] {
  const strict = cloudsOf(sites).filter((cloud) => edgeFacts[cloud].wantsPublicOrigin);
  const { gateway } = environment.services ?? {};
  if (strict.length === 0 || gateway === undefined || gateway.edgeCertificate === 'entered') return [];
  return [
    {
      code: 'EDGE_CERTIFICATE',
      place: 'services.gateway.edgeCertificate',
      message: `the edge of ${strict.join(', ')} believes only certificates of public authorities`,
      value: gateway.edgeCertificate,
      allowed: ['entered'],
      fix: "set it to 'entered', and enter a certificate of each site's edge name once",
    },
  ];
}

/** What the internet may reach is there and guarded, and each word can be kept by the clouds of the sites. */
export const edgeRule: EnvironmentRule = (environment) => {
  const { edge, domain, name = '' } = environment;
  if (edge === undefined) return [];
  const sites: Sites = cloudSites(environment).map(({ site }) => ({
    name: siteName(name, site.cloud, site.region),
    cloud: site.cloud,
    role: site.role,
    addressSlot: site.addressSlot,
  }));
  const names = sites.map((site) => site.name);
  return [
    ...routes(edge, environment),
    ...order(edge, sites),
    ...zone(edge, domain, sites),
    ...originCertificate(environment, sites),
    ...floods(edge, sites),
    ...origins(environment),
    ...(edge.active !== undefined && !names.includes(edge.active)
      ? [
          {
            code: 'UNKNOWN_SITE' as const,
            place: 'edge.active',
            message: 'the environment has no site of this name on a public cloud',
            value: edge.active,
            allowed: names,
            fix: 'use a name of the list: <environment>-<cloud>-<region>',
          },
        ]
      : []),
    ...gatewayAddressFindings({ area: 'edge', code: 'EDGE_GATEWAY' }, edge, environment.addresses?.supernet, sites),
  ];
};
