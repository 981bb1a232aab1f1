import { siteName } from '../model/site-name';
import { cloudSites } from './regions';
import type { EnvironmentRule } from './rule';

/** Sums for single sites name sites that are there: a sum for no site would hold nothing. */
export const budgetRule: EnvironmentRule = (environment) => {
  const { name, budget } = environment;
  if (!budget || name === undefined) return [];
  const sites = cloudSites(environment).map(({ site }) => siteName(name, site.cloud, site.region));
  return Object.keys(budget.sites)
    .filter((site) => !sites.includes(site))
    .map((site) => ({
      code: 'UNKNOWN_SITE' as const,
      place: 'budget.sites',
      message: 'the environment has no site of this name on a public cloud',
      value: site,
      allowed: sites,
      fix: 'use names of the list: <environment>-<cloud>-<region>',
    }));
};
