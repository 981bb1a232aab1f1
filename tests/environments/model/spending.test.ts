import { siteSpending } from '../../../environments/model/spending';
import type { EnvironmentConfig } from '../../../environments/schema/environment-schema';

const environment = (budget: object | undefined, sites: number) =>
  ({
    budget: budget && { monthlyUsd: 100, sites: {}, assumptions: {}, ...budget },
    sites: Array(sites),
  }) as unknown as EnvironmentConfig;

it('is the budget of the environment where it has one site', () => {
  expect(siteSpending(environment({}, 1), 'a')).toEqual({ budgetUsd: 100, assumptions: {} });
});

it('is what is stated for the site where it has several, or nothing', () => {
  expect(siteSpending(environment({ sites: { a: 40 } }, 2), 'a')).toEqual({ budgetUsd: 40, assumptions: {} });
  expect(siteSpending(environment({ assumptions: { bucketGiB: 5 } }, 2), 'a')).toEqual({
    assumptions: { bucketGiB: 5 },
  });
});

it('is nothing where nobody states a budget', () => {
  expect(siteSpending(environment(undefined, 1), 'a')).toBeUndefined();
});
