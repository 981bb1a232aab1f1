import { siteShares } from '../model/budgets';
import { siteName } from '../model/site-name';
import type { EnvironmentView } from '../schema/parse-environment';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** Who pays for a project of Google Cloud keeps its budgets, so that somebody must say who that is. */
const unpaid = (environment: EnvironmentView): RuleFinding[] =>
  cloudSites(environment).flatMap(({ site, index }) =>
    'projectId' in site && site.billingAccountId === undefined
      ? [
          {
            code: 'BUDGET_BILLING_ACCOUNT' as const,
            place: `sites[${index}].billingAccountId`,
            message: 'budgets of a project are kept by the billing account that pays for it',
            value: undefined,
            allowed: ['an id such as 012345-6789AB-CDEF01'],
            fix: 'name the billing account of the project, or leave budget.alerts out',
          },
        ]
      : [],
  );

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
  const shares = siteShares(budget, sites, business?.customers);
  const starved: readonly RuleFinding[] =
    budget.alerts && Object.values(shares).some((share) => share <= 0)
      ? [
          {
            code: 'BUDGET_SHARES',
            place: 'budget.sites',
            message: 'sums of single sites leave nothing for the others, whose clouds would have to watch a sum, too',
            value: budget.sites,
            fix: 'raise budget.monthlyUsd, lower these, or state one for every site',
          },
        ]
      : [];
  return [...uncounted, ...unknown, ...starved, ...(budget.alerts ? unpaid(environment) : [])];
};
