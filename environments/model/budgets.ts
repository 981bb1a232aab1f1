import type { BudgetConfig } from '../schema/budget-schema';
import type { EnvironmentConfig } from '../schema/environment-schema';
import { type CloudSiteConfig, isCloudSite, type SiteConfig } from '../schema/site-schema';
import { inAccountOf } from './account';
import type { BudgetSettings, GovernanceSettings, WatchedBudget } from './site';
import { siteName } from './site-name';

/** Sums of a budget, and whom they are for. */
export type Sums = Pick<BudgetConfig, 'monthlyUsd' | 'perCustomerUsd' | 'sites'>;

/**
 * What each site may cost, in USD a month: what the budget states for it, and of what that leaves of the whole an equal share.
 * Prices are known only after Terraform was made, so no share follows the bill. Not positive where nothing is left.
 * @param customers how many there are; default: nobody counted
 */
export function siteShares({ monthlyUsd, perCustomerUsd, sites }: Sums, names: readonly string[], customers?: number) {
  const whole = Math.min(monthlyUsd, perCustomerUsd && customers ? perCustomerUsd * customers : monthlyUsd);
  const stated = names.reduce((sum, name) => sum + (sites[name] ?? 0), 0);
  const others = names.filter((name) => sites[name] === undefined).length;
  return Object.fromEntries(names.map((name) => [name, sites[name] ?? (whole - stated) / others]));
}

/** Clouds' budgets are of whole dollars. */
const wholeUsd = (usd: number): number => Math.max(1, Math.floor(usd));

/** The budget of an account and, where it has several sites, one of each. */
function watchedBudgets(
  { name, budget, business, sites }: EnvironmentConfig,
  together: readonly CloudSiteConfig[],
): readonly WatchedBudget[] {
  if (!budget) return [];
  const nameOf = ({ cloud, region }: CloudSiteConfig): string => siteName(name, cloud, region);
  const shares = siteShares(budget, sites.filter(isCloudSite).map(nameOf), business?.customers);
  const own = together.map((site) => ({ site: nameOf(site), usd: shares[nameOf(site)] ?? 0 }));
  const whole = wholeUsd(own.reduce((sum, { usd }) => sum + usd, 0));
  const isShared = together.some(({ sharesAccount }) => sharesAccount !== undefined);
  return [
    {
      name,
      limitUsd: whole,
      ...(isShared ? { tag: { name: 'environment' as const, value: name } } : {}),
    },
    ...(own.length > 1
      ? own.map(({ site, usd }) => ({
          name: site,
          limitUsd: wholeUsd(usd),
          tag: { name: 'site' as const, value: site },
        }))
      : []),
  ];
}

/** What the first site of an account makes of its bills; nothing where the budget asks for none. */
export function spendingOf(
  environment: EnvironmentConfig,
  site: SiteConfig,
): Pick<GovernanceSettings, 'budgets' | 'anomalies' | 'costExport'> {
  const { budget, contact, sites } = environment;
  if (!budget || !isCloudSite(site)) return {};
  const together = inAccountOf(sites.filter(isCloudSite), site);
  if (together[0] !== site) return {};
  const { alerts, export: costExport } = budget;
  const emails = alerts?.emails ?? [contact];
  return {
    ...(alerts ? { budgets: budgetsOf(alerts, emails, watchedBudgets(environment, together)) } : {}),
    ...(alerts?.anomaliesOverUsd === undefined ? {} : { anomalies: { emails, overUsd: alerts.anomaliesOverUsd } }),
    ...(costExport ? { costExport } : {}),
  };
}

const budgetsOf = (
  { thresholds, forecast, activateTags }: NonNullable<BudgetConfig['alerts']>,
  emails: readonly string[],
  budgets: readonly WatchedBudget[],
): BudgetSettings => ({
  budgets,
  emails,
  thresholds: [...thresholds].sort((a, b) => a - b),
  forecast,
  activateTags,
});
