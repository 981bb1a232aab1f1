import type { Construct } from 'constructs';
import type { Site, SiteByCloud, SiteCloud } from '../environments/model';
import { buildCloudSite } from './cloud-site';
import { buildLocalSite } from './local-site';
import type { SiteModel } from './site-model';

/**
 * The one place that chooses a cloud. Exhaustive: a new cloud does not compile until it stands here, and lazy: building
 * one site never loads another cloud's provider.
 */
const builders: { readonly [C in SiteCloud]: (scope: Construct, site: SiteByCloud[C]) => Promise<SiteModel> } = {
  aws: async (scope, site) => buildCloudSite(scope, site, (await import('../constructs/aws')).platform),
  google: async (scope, site) => buildCloudSite(scope, site, (await import('../constructs/google')).platform),
  azure: async (scope, site) => buildCloudSite(scope, site, (await import('../constructs/azure')).platform),
  local: async (scope, site) => buildLocalSite(scope, site),
};

/** Builds every stack of a site into `scope`. */
export function buildSite(scope: Construct, site: Site): Promise<SiteModel> {
  const build = builders[site.cloud] as (scope: Construct, site: Site) => Promise<SiteModel>;
  return build(scope, site);
}
