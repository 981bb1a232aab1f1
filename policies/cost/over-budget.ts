import type { Finding } from '../../environments/model';
import type { BudgetConfig } from '../../environments/schema/budget-schema';
import { type BillLine, largestFirst, totalOf } from './bill';

const linesShown = 5;

const money = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const shown = ({ site, stack, address, item, monthly }: BillLine): string =>
  `${money(monthly)} ${item} of ${site} ${stack} ${address}`;

function exceeded(lines: readonly BillLine[], allowed: number, place: string, whose: string): Omit<Finding, 'file'>[] {
  const total = totalOf(lines);
  if (total <= allowed) return [];
  const largest = largestFirst(lines).slice(0, linesShown);
  return [
    {
      code: 'BUDGET_EXCEEDED',
      place,
      message: `${whose} would cost ${money(total)} USD a month, ${money(total - allowed)} more than it may; its largest lines: ${largest.map(shown).join('; ')}`,
      value: allowed,
      fix: 'take out or make smaller what the lines name (`evenkeel cost` shows all), or agree on a larger budget with whoever pays',
    },
  ];
}

/** The bill of a whole environment, held to what it may cost. */
export const overBudget = (lines: readonly BillLine[], { monthlyUsd }: BudgetConfig): Omit<Finding, 'file'>[] =>
  exceeded(lines, monthlyUsd, 'budget.monthlyUsd', 'the environment');

/** The lines of one site, held to what it may cost; nothing where nobody says how much that is. */
export function overSiteBudget(
  lines: readonly BillLine[],
  budget: BudgetConfig,
  site: string,
): Omit<Finding, 'file'>[] {
  const allowed = budget.sites[site];
  if (allowed === undefined) return [];
  const own = lines.filter((line) => line.site === site);
  return exceeded(own, allowed, `budget.sites.${site}`, site);
}
