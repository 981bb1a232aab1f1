import type { EnvironmentConfig } from '../schema/environment-schema';
import { type CloudSiteConfig, isCloudSite } from '../schema/site-schema';
import type { RegistryPlace } from './site';
import { siteName } from './site-name';

const accountOf = (site: CloudSiteConfig): string => {
  if ('accountId' in site) return site.accountId;
  return 'projectId' in site ? site.projectId : site.subscriptionId;
};

/** Where the own images of the primary site are copied by its cloud: to the other sites in the same account of it. */
export interface RegistryCopies {
  readonly from: RegistryPlace;
  readonly to: readonly RegistryPlace[];
}

/**
 * The copies that a site takes part in; `undefined`: it has no registry, the primary one is in another cloud or account,
 * or there is no second one.
 */
export function registryCopies(
  { name, registry, sites }: Pick<EnvironmentConfig, 'name' | 'registry' | 'sites'>,
  site: CloudSiteConfig,
): RegistryCopies | undefined {
  if (!registry?.replicate) return undefined;
  const sameCloud = sites.filter(isCloudSite).filter(({ cloud }) => cloud === site.cloud);
  const places = sameCloud.map((one) => ({
    role: one.role,
    place: { name: siteName(name, one.cloud, one.region), region: one.region, account: accountOf(one) },
  }));
  const from = places.find(({ role }) => role === 'primary')?.place;
  const to = places.map(({ place }) => place).filter((place) => place !== from && place.account === from?.account);
  const takesPart = accountOf(site) === from?.account;
  return from && takesPart && to.length > 0 ? { from, to } : undefined;
}
