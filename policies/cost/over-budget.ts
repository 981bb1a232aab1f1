import type { Finding } from '../../environments/model';
import type { BudgetConfig } from '../../environments/schema/budget-schema';
import { type BillLine, largestFirst, totalOf } from './bill';
import { money } from './money';

const linesShown = 5;

const shown = ({ site, stack, address, item, monthly }: BillLine): string =>
  `${money(monthly)} ${item} of ${site} ${stack} ${address}`;

interface Bound {
  readonly place: string;
  /** What the environment file says. */
  readonly value: number;
  /** The same for all lines together. */
  readonly allowed: number;
  readonly whose: string;
}

function exceeded(lines: readonly BillLine[], { place, value, allowed, whose }: Bound): Omit<Finding, 'file'>[] {
  const total = totalOf(lines);
  if (total <= allowed) return [];
  const largest = largestFirst(lines).slice(0, linesShown);
  return [
    {
      code: 'BUDGET_EXCEEDED',
      place,
      message: `${whose} would cost ${money(total)} USD a month, ${money(total - allowed)} more than it may; its largest lines: ${largest.map(shown).join('; ')}`,
      value,
      fix: 'take out or make smaller what the lines name (`evenkeel cost` shows all), or agree on a larger budget with whoever pays',
    },
  ];
}

/**
 * The bill of a whole environment, held to what it may cost.
 * @param customers whom it serves. Default: nobody counts them
 */
export const overBudget = (
  lines: readonly BillLine[],
  { monthlyUsd, perCustomerUsd }: BudgetConfig,
  customers?: number,
): Omit<Finding, 'file'>[] => [
  ...exceeded(lines, {
    place: 'budget.monthlyUsd',
    value: monthlyUsd,
    allowed: monthlyUsd,
    whose: 'the environment',
  }),
  ...(perCustomerUsd === undefined || customers === undefined
    ? []
    : exceeded(lines, {
        place: 'budget.perCustomerUsd',
        value: perCustomerUsd,
        allowed: perCustomerUsd * customers,
        whose: `the environment, for its ${customers.toLocaleString('en-US')} customers,`,
      })),
];

/** The lines of one site, held to what it may cost; nothing where nobody says how much that is. */
export function overSiteBudget(
  lines: readonly BillLine[],
  budget: BudgetConfig,
  site: string,
): Omit<Finding, 'file'>[] {
  const allowed = budget.sites[site];
  if (allowed === undefined) return [];
  const own = lines.filter((line) => line.site === site);
  return exceeded(own, { place: `budget.sites.${site}`, value: allowed, allowed, whose: site });
}
