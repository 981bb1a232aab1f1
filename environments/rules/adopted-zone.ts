import { edgeFacts } from '../facts';
import { zoneSite } from '../model/edge';
import { type ByCloudSite, ofCloud } from '../schema/site-schema';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

const place = 'edge.dns.adopt';

interface NamedZone {
  readonly id: string;
  /** Of the environment. */
  readonly domain: string;
}

/** What the id alone says of the zone: on the other clouds neither the account nor the domain is part of it. */
const seenInId = ({ id, domain }: NamedZone): ByCloudSite<RuleFinding[]> => ({
  aws: () => [],
  google: () => [],
  azure: ({ subscriptionId }) => {
    const [, , subscription = '', , , , , , name = ''] = id.split('/');
    return [
      ...(subscription.toLowerCase() === subscriptionId.toLowerCase()
        ? []
        : [
            {
              code: 'ADOPT_PLACE' as const,
              place,
              message: `the subscription is ${subscription}, that of the site ${subscriptionId}`,
              value: id,
              allowed: [subscriptionId],
              fix: 'let its owner delegate the domain to a zone in the subscription of the site, or put the zone on another cloud by edge.dns.by',
            },
          ]),
      ...(name.toLowerCase() === domain.toLowerCase()
        ? []
        : [
            {
              code: 'ADOPT_PLACE' as const,
              place,
              message: `the zone is that of ${name}, the domain of the environment is ${domain}`,
              value: id,
              allowed: [domain],
              fix: `adopt the zone of ${domain}, to which its owner has delegated the domain`,
            },
          ]),
    ];
  },
});

/** An adopted public zone is named as the cloud names zones, and whoever made it has delegated it. */
export const adoptedZoneRule: EnvironmentRule = ({ edge, domain, ...environment }) => {
  const { adopt: id, parent } = edge?.dns ?? {};
  if (edge === undefined || id === undefined) return [];
  const sites = cloudSites(environment).map(({ site }) => ({
    site,
    name: site.region,
    cloud: site.cloud,
    role: site.role,
  }));
  const at = zoneSite(edge, sites);
  const site = sites.find((one) => one === at)?.site;
  if (!site) return [];
  const { adoptedZoneId, adoptedZoneIdExample } = edgeFacts[site.cloud];
  const known = adoptedZoneId.test(id);
  return [
    ...(known
      ? []
      : [
          {
            code: 'ADOPT_PLACE' as const,
            place,
            message: `no zone of ${site.cloud}, where the public zone is, has such an id`,
            value: id,
            allowed: [adoptedZoneIdExample],
            fix: 'copy the id from the cloud that has the zone, or name that cloud in edge.dns.by',
          },
        ]),
    ...(known && domain !== undefined ? ofCloud(seenInId({ id, domain }), site) : []),
    ...(parent
      ? [
          {
            code: 'EDGE_DNS' as const,
            place: 'edge.dns.parent',
            message: 'the zone is adopted, so its owner has delegated it',
            value: parent.zone,
            fix: 'leave dns.parent out, or dns.adopt',
          },
        ]
      : []),
  ];
};
