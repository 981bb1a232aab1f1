import type { BudgetSettings, GovernanceSettings, Site } from '../../environments/model';

/** What a site makes of the bills of its account; empty where its environment asks for nothing. */
export function spendingOf(site: Site): Pick<GovernanceSettings, 'budgets' | 'anomalies' | 'costExport'> {
  const { budgets, anomalies, costExport }: GovernanceSettings =
    ('governance' in site ? site.governance : undefined) ?? {};
  return { budgets, anomalies, costExport };
}

/** One thing that a budget tells of. */
export interface BudgetNotice {
  /** `forecast`: the month is expected to end there. */
  readonly of: 'actual' | 'forecast';
  /** Of the limit, in per cent. */
  readonly percent: number;
}

/** Every share that is spent and, where wanted, the whole as soon as it is expected: five at most. */
export const noticesOf = ({ thresholds, forecast }: BudgetSettings): readonly BudgetNotice[] => [
  ...thresholds.map((share) => ({ of: 'actual' as const, percent: Math.round(share * 100) })),
  ...(forecast ? [{ of: 'forecast' as const, percent: 100 }] : []),
];
