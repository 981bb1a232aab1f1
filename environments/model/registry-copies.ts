import { cloudFacts } from '../facts';
import type { EnvironmentConfig } from '../schema/environment-schema';
import { type CloudSiteConfig, isCloudSite } from '../schema/site-schema';
import { accountOf } from './account';
import type { RegistryPlace } from './site';
import { siteName } from './site-name';

/** Where the own images of the primary site are copied by its cloud: to the other sites on the same one. */
export interface RegistryCopies {
  readonly from: RegistryPlace;
  readonly to: readonly RegistryPlace[];
}

/**
 * The copies that a site takes part in; `undefined`: it has no registry of its own, the primary one is on another cloud, or in an
 * account that it does not copy from,
 * or there is no second one.
 */
export function registryCopies(
  { name, registry, sites }: Pick<EnvironmentConfig, 'name' | 'registry' | 'sites'>,
  site: CloudSiteConfig,
): RegistryCopies | undefined {
  if (!registry?.replicate || site.adopt?.registry) return undefined;
  const sameCloud = sites.filter(isCloudSite).filter(({ cloud, adopt }) => cloud === site.cloud && !adopt?.registry);
  const places = sameCloud.map((one) => ({
    role: one.role,
    place: {
      name: siteName(name, one.cloud, one.region),
      region: one.region,
      account: accountOf(one).id,
      ...('projectNumber' in one ? { projectNumber: one.projectNumber } : {}),
    },
  }));
  const from = places.find(({ role }) => role === 'primary')?.place;
  const { registryBetweenAccounts } = cloudFacts[site.cloud];
  const reached = (account: string): boolean => registryBetweenAccounts || account === from?.account;
  const to = places.map(({ place }) => place).filter((place) => place !== from && reached(place.account));
  return from && reached(accountOf(site).id) && to.length > 0 ? { from, to } : undefined;
}
