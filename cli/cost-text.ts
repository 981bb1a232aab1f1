import Table from 'cli-table3';
import { type Bill, type BillLine, totalOf, viewBy } from '../policies/cost/bill';
import type { PricedOutput } from '../policies/cost/estimate';
import type { PoolLoad } from '../policies/cost/pool-loads';

const mostLines = 10;

const money = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const amount = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });

const table = (head: readonly string[], numbers: readonly number[]) =>
  new Table({
    head: [...head],
    colAligns: head.map((_, index) => (numbers.includes(index) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });

const basisTotal = (lines: readonly BillLine[], basis: BillLine['basis']): number =>
  totalOf(lines.filter((line) => line.basis === basis));

/** The bill by one thing: what is fixed, what comes with usage, and both. */
function view(title: string, { lines }: Bill, of: (line: BillLine) => string): string {
  const shown = table([title, 'fixed', 'usage', 'USD a month'], [1, 2, 3]);
  const row = (name: string, own: readonly BillLine[]) =>
    shown.push([name, money(basisTotal(own, 'fixed')), money(basisTotal(own, 'usage')), money(totalOf(own))]);
  for (const { name } of viewBy(lines, of))
    row(
      name,
      lines.filter((line) => of(line) === name),
    );
  row('total', lines);
  return shown.toString();
}

function largest({ lines }: Bill): string {
  const shown = table(['what', 'where', 'quantity', 'unit', 'USD each', 'USD a month', 'basis'], [2, 4, 5]);
  for (const { site, stack, address, item, quantity, unit, unitPrice, monthly, basis } of lines.slice(0, mostLines)) {
    shown.push([
      item,
      `${site} ${stack}\n${address}`,
      amount(quantity),
      unit,
      `${Number(unitPrice.toPrecision(4))}`,
      money(monthly),
      basis,
    ]);
  }
  return shown.toString();
}

const resourcesOf = ({ stacks }: PricedOutput): number =>
  stacks
    .flatMap(({ json }) => Object.values(json.resource ?? {}))
    .reduce((sum, byName) => sum + Object.keys(byName).length, 0);

/** A bill for people. Plain text, no colour. */
export function costText(
  name: string,
  bill: Bill,
  totals: Readonly<Record<PoolLoad, number>>,
  output: PricedOutput,
): string {
  const { lines, unpriced, monthlyTotal, pricesAsOf } = bill;
  const things = `${resourcesOf(output)} resources and ${output.objects.length} objects`;
  const known = unpriced.length === 0 ? 'all priced or known to be free' : `${unpriced.length} without a price`;
  const head = [
    `${name}: ${money(monthlyTotal)} USD a month`,
    `Pools at their fewest ${money(totals.min)}, as expected ${money(totals.expected)}, at their most ${money(totals.max)}.`,
    `${things}, ${known}. Oldest price: ${pricesAsOf ?? 'none'}. Before taxes and discounts.`,
  ].join('\n');
  if (lines.length === 0) return head;
  return [
    head,
    view('site', bill, ({ site }) => site),
    view('stack', bill, ({ stack }) => stack),
    `The ${Math.min(mostLines, lines.length)} largest of ${lines.length} lines:\n${largest(bill)}`,
  ].join('\n\n');
}
