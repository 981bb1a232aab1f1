import { type InClusterNeeds, isAbsent, serviceTenants } from '../constructs/contracts';
import { isSitePublicCloud, type Site } from '../environments/model';
import type { RuleFinding } from '../environments/rules/rule';

/** Needs that nothing on the site can meet. */
export function unmetNeeds(site: Site, siteIndex: number, inCluster: InClusterNeeds): RuleFinding[] {
  return serviceTenants(site).flatMap((tenant) =>
    Object.entries(tenant.needs).flatMap(([name, need]) => {
      const provider = inCluster[need.kind];
      if (site.providers[need.kind] === 'managed' || !isAbsent(provider)) return [];
      return [
        {
          code: 'NEED_UNMET',
          place: `services.${tenant.name}`,
          message: `needs a ${need.kind} ("${name}"), which sites[${siteIndex}] (${site.name}) cannot provide: ${provider.absent}`,
          value: need.kind,
          allowed: isSitePublicCloud(site) ? ['managed'] : undefined,
          fix: provider.instead,
        },
      ];
    }),
  );
}
