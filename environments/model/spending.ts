import type { EnvironmentConfig } from '../schema/environment-schema';

/** What a site may cost, and what its usage is taken to be. */
export interface SiteSpending {
  /** USD a month. Default: only the sum of its environment counts. */
  readonly budgetUsd?: number;
  /** By the names of `policies/cost/assumptions.ts`. */
  readonly assumptions: Readonly<Record<string, number>>;
}

/** Where an environment has one site, what the environment may cost is what the site may. */
export function siteSpending({ budget, sites }: EnvironmentConfig, name: string): SiteSpending | undefined {
  if (!budget) return undefined;
  const budgetUsd = budget.sites[name] ?? (sites.length === 1 ? budget.monthlyUsd : undefined);
  return { assumptions: budget.assumptions, ...(budgetUsd === undefined ? {} : { budgetUsd }) };
}
