import { siteName } from '../model/site-name';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** A budget holds something: its sums are of sites that are there, and of customers that somebody counted. */
export const budgetRule: EnvironmentRule = (environment) => {
  const { name, budget, business } = environment;
  if (!budget || name === undefined) return [];
  const uncounted: readonly RuleFinding[] =
    budget.perCustomerUsd !== undefined && business?.customers === undefined
      ? [
          {
            code: 'BUDGET_CUSTOMERS',
            place: 'budget.perCustomerUsd',
            message: 'what one customer may cost is stated, and nobody says how many there are',
            value: budget.perCustomerUsd,
            fix: 'state business.customers, or hold the sum alone',
          },
        ]
      : [];
  const sites = cloudSites(environment).map(({ site }) => siteName(name, site.cloud, site.region));
  const unknown = Object.keys(budget.sites)
    .filter((site) => !sites.includes(site))
    .map((site) => ({
      code: 'UNKNOWN_SITE' as const,
      place: 'budget.sites',
      message: 'the environment has no site of this name on a public cloud',
      value: site,
      allowed: sites,
      fix: 'use names of the list: <environment>-<cloud>-<region>',
    }));
  return [...uncounted, ...unknown];
};
