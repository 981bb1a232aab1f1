import { type CloudNeedKind, cloudNeedKinds } from '../../services';
import type { EnvironmentConfig } from '../schema/environment-schema';
import { isCloudSite, type SiteConfig } from '../schema/site-schema';
import type { ProviderChoice } from './site';

const allProviders = (provider: ProviderChoice) =>
  Object.fromEntries(cloudNeedKinds.map((kind) => [kind, provider])) as Record<CloudNeedKind, ProviderChoice>;

/** Topics are where their cluster is. */
const brokerOf = (services: Partial<EnvironmentConfig['services']>) => {
  const broker = services.streaming?.broker ?? 'in-cluster';
  return { kafka: broker, topic: broker } as const;
};

/** Who meets each need on a site. */
export const providersOf = (
  services: Partial<EnvironmentConfig['services']>,
  site: SiteConfig,
): Record<CloudNeedKind, ProviderChoice> =>
  isCloudSite(site)
    ? { ...allProviders('managed'), ...site.providers, ...brokerOf(services) }
    : allProviders('in-cluster');
