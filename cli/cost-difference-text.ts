import type { BillDifference, LineChange, MoneyChange, ViewChange } from '../policies/cost/difference';
import { amount, money } from './cost-text';
import type { DocumentPart, DocumentTable } from './document';

const mostChanges = 20;

export const signed = (value: number): string => {
  const text = money(value);
  return text === '-0.00' ? '0.00' : value > 0 && text !== '0.00' ? `+${text}` : text;
};

const share = ({ before, change }: MoneyChange): string => {
  if (before === 0 || change === 0) return '';
  const percent = ((100 * change) / before).toFixed(1);
  return ` (${change > 0 ? '+' : ''}${percent} %)`;
};

const numbers = ({ before, after, change }: MoneyChange): string[] => [money(before), money(after), signed(change)];

const viewTable = ({ by, rows }: ViewChange, total: MoneyChange): DocumentTable => ({
  head: [by, 'before', 'after', 'change'],
  numbers: [1, 2, 3],
  rows: [...rows.map((row) => [row.name, ...numbers(row)]), ['total', ...numbers(total)]],
});

const quantities = ({ kind, quantityBefore, quantityAfter, unit }: LineChange): string =>
  kind === 'changed'
    ? `${amount(quantityBefore)} to ${amount(quantityAfter)} ${unit}`
    : `${kind}: ${amount(kind === 'new' ? quantityAfter : quantityBefore)} ${unit}`;

function changesTable(lines: readonly LineChange[]): DocumentTable {
  const rest = lines.slice(mostChanges);
  const others = rest.reduce((sum, { change }) => sum + change, 0);
  return {
    head: ['what', 'where', 'how much', 'USD a month'],
    numbers: [3],
    rows: [
      ...lines
        .slice(0, mostChanges)
        .map((line) => [
          line.item,
          `${line.site} ${line.stack}\n${line.address}`,
          quantities(line),
          signed(line.change),
        ]),
      ...(rest.length > 0 ? [[`${rest.length} others`, '', '', signed(others)]] : []),
    ],
  };
}

const countOf = (lines: readonly LineChange[], kind: LineChange['kind']): number =>
  lines.filter((line) => line.kind === kind).length;

/** What changes in a bill, for people. */
export function costDifferenceText(before: string, after: string, difference: BillDifference): DocumentPart[] {
  const { lines, views, pricesAsOf } = difference;
  const head = [
    `${after}: ${money(difference.after)} USD a month`,
    `${signed(difference.change)}${share(difference)} against ${before}: ${money(difference.before)}.`,
    `${countOf(lines, 'new')} lines are new, ${countOf(lines, 'gone')} gone, ${countOf(lines, 'changed')} changed. Oldest price: ${pricesAsOf ?? 'none'}. Before taxes and discounts.`,
  ].join('\n');
  if (lines.length === 0) return [head];
  return [head, ...views.map((view) => viewTable(view, difference)), 'The largest changes:', changesTable(lines)];
}
