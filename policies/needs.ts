import {
  type Absent,
  type InClusterNeeds,
  isAbsent,
  type NeedRequest,
  namedRequestsOf,
  type ServiceTenant,
  serviceTenants,
} from '../constructs/contracts';
import { cacheNodeFor, cloudFacts } from '../environments/facts';
import { isSitePublicCloud, type Site } from '../environments/model';
import type { RuleFinding } from '../environments/rules/rule';
import { isClusterNeed, needKinds, type WarehouseNeed } from '../services';
import { unmetByManagedKafka } from './managed-kafka';
import { unmetByStores } from './store-settings';
import { unmetByVolumes } from './volume-classes';

interface Claim {
  readonly tenant: ServiceTenant;
  readonly need: string;
  readonly name: string;
}

/** What two services must not both have: hosts, and topics of their own. */
const hosts = {
  code: 'DUPLICATE_HOST',
  what: 'host and path',
  fix: 'give one of the two routes another host or path',
  claims: (site: Site, tenant: ServiceTenant): Claim[] =>
    namedRequestsOf(site, tenant, 'route').map(([key, { need }]) => ({
      tenant,
      need: key,
      name: `${need.host}.${site.domain}${need.path ?? '/'}`,
    })),
} as const;

const topics = {
  code: 'DUPLICATE_TOPIC',
  what: 'topic',
  fix: 'let one service own the topic, and the other produce to it or consume it',
  claims: (site: Site, tenant: ServiceTenant): Claim[] =>
    namedRequestsOf(site, tenant, 'topic')
      .filter(([, { need }]) => need.access === 'owner')
      .map(([key, { need }]) => ({ tenant, need: key, name: need.topic })),
} as const;

/** Hosts and topics that two services of a site claim. */
export function conflictingNeeds(site: Site, tenants: readonly ServiceTenant[] = serviceTenants(site)): RuleFinding[] {
  return [hosts, topics].flatMap(({ code, what, fix, claims }) => {
    const all = tenants.flatMap((tenant) => claims(site, tenant));
    return all.flatMap((claim, index) => {
      const first = all.slice(0, index).find((other) => other.name === claim.name);
      if (!first) return [];
      const message = `claims the ${what} that services.${first.tenant.service} has ("${first.need}")`;
      return [{ code, place: `services.${claim.tenant.service}`, message, value: claim.name, fix }];
    });
  });
}

/** Topics that services use and none owns. */
export function orphanTopics(site: Site, tenants: readonly ServiceTenant[] = serviceTenants(site)): RuleFinding[] {
  const owned = new Set(tenants.flatMap((tenant) => topics.claims(site, tenant)).map(({ name }) => name));
  return tenants.flatMap((tenant) =>
    namedRequestsOf(site, tenant, 'topic')
      .filter(([, { need }]) => !owned.has(need.topic))
      .map(([key, { need }]) => ({
        code: 'TOPIC_WITHOUT_OWNER' as const,
        place: `services.${tenant.service}`,
        message: `uses a topic ("${key}") that no service of the environment makes`,
        value: need.topic,
        allowed: [...owned].sort(),
        fix: 'add the topic to services.streaming.topics, or name one that exists',
      })),
  );
}

/** A warehouse is asked for by a setting of its service, which holds for every site: that is what has to change. */
const withoutWarehouse = (
  { choice }: WarehouseNeed,
  { service }: ServiceTenant,
  where: string,
  { absent, instead }: Absent,
): RuleFinding => ({
  code: 'NEED_UNMET',
  place: `services.${service}.${choice.path}`,
  message: `needs a warehouse, which ${where} cannot provide: ${absent}`,
  value: 'warehouse',
  allowed: choice.others,
  fix: `${instead}: set services.${service}.${choice.path} to ${choice.others.map((other) => `'${other}'`).join(' or ')}`,
});

/** What a site's own cloud leaves to the cluster, does not have at all, or has no room for. */
function unmetByCloud(
  site: Site,
  siteIndex: number,
  tenant: ServiceTenant,
  key: string,
  { service, need }: NeedRequest,
): RuleFinding[] {
  if (!isSitePublicCloud(site)) return [];
  if (need.kind === 'warehouse') {
    const { managedWarehouse } = cloudFacts[site.cloud];
    return isAbsent(managedWarehouse)
      ? [withoutWarehouse(need, tenant, `sites[${siteIndex}] (${site.name})`, managedWarehouse)]
      : [];
  }
  if (need.kind !== 'cache') return [];
  const { managedCache } = cloudFacts[site.cloud];
  const shared = { code: 'NEED_UNMET', place: `sites[${siteIndex}].providers.cache`, value: 'managed' } as const;
  if ('absent' in managedCache) {
    const message = `${site.name} has no managed cache: ${managedCache.absent}`;
    return [{ ...shared, message, allowed: ['in-cluster'], fix: managedCache.instead }];
  }
  if (cacheNodeFor(cloudFacts[site.cloud], need.memoryGiB)) return [];
  const most = Math.floor(Math.max(...managedCache.nodes.map(({ dataGiB }) => dataGiB)));
  return [
    {
      ...shared,
      message: `the managed cache of ${site.name} has room for ${most} GiB; ${service} ("${key}") asks for ${need.memoryGiB}`,
      allowed: ['in-cluster'],
      fix: `ask for ${most} GiB at most, or set providers.cache of the site to 'in-cluster'`,
    },
  ];
}

/** Needs that nothing on the site can meet. */
export function unmetNeeds(
  site: Site,
  siteIndex: number,
  inCluster: InClusterNeeds,
  tenants: readonly ServiceTenant[] = serviceTenants(site),
): RuleFinding[] {
  const inside = tenants.flatMap((tenant) =>
    needKinds.flatMap((kind) =>
      namedRequestsOf(site, tenant, kind).flatMap(([key, request]): RuleFinding[] => {
        const provider = inCluster[kind];
        if (!isClusterNeed(kind) && site.providers[kind] === 'managed')
          return unmetByCloud(site, siteIndex, tenant, key, request);
        const shared = { place: `services.${tenant.service}`, value: kind };
        if (!isAbsent(provider)) {
          const unmet = provider.unmet?.(request as never);
          return unmet ? [{ ...shared, ...unmet }] : [];
        }
        const { need }: NeedRequest = request;
        if (need.kind === 'warehouse')
          return [withoutWarehouse(need, tenant, `sites[${siteIndex}] (${site.name})`, provider)];
        return [
          {
            ...shared,
            code: 'NEED_UNMET',
            message: `needs a ${kind} ("${key}"), which sites[${siteIndex}] (${site.name}) cannot provide: ${provider.absent}`,
            allowed: isSitePublicCloud(site) ? ['managed'] : undefined,
            fix: provider.instead,
          },
        ];
      }),
    ),
  );
  return [
    ...inside,
    ...unmetByManagedKafka(site, siteIndex, tenants),
    ...unmetByStores(site, siteIndex, tenants),
    ...unmetByVolumes(site, siteIndex),
  ];
}
