import type { Bill, BillLine } from '../../policies/cost/bill';
import type { BillConfidence } from '../../policies/cost/confidence';
import type { PricedOutput } from '../../policies/cost/estimate';
import type { Forecast } from '../../policies/cost/forecast/forecast';
import { money } from '../../policies/cost/money';
import type { PoolLoad } from '../../policies/cost/pool-loads';
import type { UnitCost } from '../../policies/cost/unit-costs';
import type { UntilExpiry } from '../../policies/cost/until-expiry';
import type { BillView } from '../../policies/cost/views';
import type { DocumentPart, DocumentTable } from '../document';
import { commitmentsText } from './cost-commitments-text';
import { forecastText } from './cost-forecast-text';

const mostLines = 10;
/** Of a view; the others are one row. */
export const mostRows = 30;

export const amount = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** Money for one of many: as many digits as it takes. */
export const each = (value: number): string => (value >= 1 ? money(value) : `${Number(value.toPrecision(3))}`);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The bill by one thing: what is fixed, what comes with usage, and both. Many small rows become one. */
function viewTable({ by, rows }: BillView): DocumentTable {
  const rest = rows.slice(mostRows);
  const together = (name: string, of: BillView['rows']) => ({
    name,
    fixed: sum(of.map(({ fixed }) => fixed)),
    usage: sum(of.map(({ usage }) => usage)),
    monthly: sum(of.map(({ monthly }) => monthly)),
  });
  const shown = [
    ...rows.slice(0, mostRows),
    ...(rest.length > 0 ? [together(`${rest.length} others`, rest)] : []),
    together('total', rows),
  ];
  return {
    head: [by, 'fixed', 'usage', 'USD a month'],
    numbers: [1, 2, 3],
    rows: shown.map(({ name, fixed, usage, monthly }) => [name, money(fixed), money(usage), money(monthly)]),
  };
}

const largest = (lines: readonly BillLine[]): DocumentTable => ({
  head: ['what', 'where', 'quantity', 'unit', 'USD each', 'USD a month', 'basis'],
  numbers: [2, 4, 5],
  rows: lines.map(({ site, stack, address, item, quantity, unit, unitPrice, monthly, basis }) => [
    item,
    `${site} ${stack}\n${address}`,
    amount(quantity),
    unit,
    `${Number(unitPrice.toPrecision(4))}`,
    money(monthly),
    basis,
  ]),
});

const resourcesOf = ({ stacks }: PricedOutput): number =>
  sum(stacks.flatMap(({ json }) => Object.values(json.resource ?? {})).map((byName) => Object.keys(byName).length));

const freeTier = /^free-tier\//;
/** How far a bill can be trusted. Of nothing, nothing is said. */
function confidenceText(confidence: BillConfidence): string[] {
  const total = sum(Object.values(confidence));
  if (total === 0) return [];
  const share = (value: number): string => `${Math.round((100 * value) / total)} %`;
  const { high, medium, low } = confidence;
  return [
    `${share(high)} of it stands on prices read from a price API, ${share(medium)} on list prices written down by hand, read years ago or told by the factor of a region, ${share(low)} on estimates.`,
  ];
}

/** What the total is, beside list prices. */
function discounted({ commitments, lines }: Bill): string {
  const free = -sum(lines.filter(({ item }) => freeTier.test(item)).map(({ monthly }) => monthly));
  const given = free > 0 ? ` Free tiers take off ${money(free)}, once a cloud.` : '';
  return commitments && commitments.held.length > 0
    ? `By list ${money(commitments.listTotal)}; before taxes and other discounts.${given}`
    : `Before taxes and discounts.${given}`;
}

/** A bill for people. */
export function costText(
  name: string,
  bill: Bill,
  totals: Readonly<Record<PoolLoad, number>>,
  output: PricedOutput,
  {
    views,
    confidence,
    unitCosts = [],
    forecast,
    expiry,
  }: {
    readonly views: readonly BillView[];
    readonly confidence: BillConfidence;
    readonly unitCosts?: readonly UnitCost[];
    readonly forecast?: Forecast;
    readonly expiry?: UntilExpiry;
  },
): DocumentPart[] {
  const { lines, unpriced, monthlyTotal, pricesAsOf } = bill;
  const things = `${resourcesOf(output)} resources and ${output.objects.length} objects`;
  const known = unpriced.length === 0 ? 'all priced or known to be free' : `${unpriced.length} without a price`;
  const head = [
    `${name}: ${money(monthlyTotal)} USD a month`,
    `Pools at their fewest ${money(totals.min)}, as expected ${money(totals.expected)}, at their most ${money(totals.max)}.`,
    `${things}, ${known}. Oldest price: ${pricesAsOf ?? 'none'}. ${discounted(bill)}`,
    ...confidenceText(confidence),
    ...(expiry ? [`${money(expiry.total)} in the ${expiry.days} days until it ends on ${expiry.expires}.`] : []),
    ...unitCosts.map(
      ({ per, quantity, unitCost }) => `${each(unitCost)} per ${per}, counting ${amount(quantity)} of them.`,
    ),
  ].join('\n');
  if (lines.length === 0) return [head];
  const first = lines.slice(0, mostLines);
  return [
    head,
    ...views.map(viewTable),
    ...commitmentsText(bill.commitments),
    ...forecastText(forecast),
    `The ${first.length} largest of ${lines.length} lines:`,
    largest(first),
  ];
}
