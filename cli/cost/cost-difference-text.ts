import type { BillDifference, LineChange, MoneyChange, ViewChange } from '../../policies/cost/difference';
import { money } from '../../policies/cost/money';
import type { UnitCostChange } from '../../policies/cost/unit-costs';
import type { WaitingPods } from '../../policies/cost/waiting-pods';
import type { DocumentPart, DocumentTable } from '../document';
import { amount, each } from './cost-text';

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

const orDash = (value: number | null): string => (value === null ? '-' : each(value));

const unitTable = (changes: readonly UnitCostChange[]): DocumentTable => ({
  head: ['USD per', 'before', 'after', 'change'],
  numbers: [1, 2, 3],
  rows: changes.map(({ per, before, after, change }) => [
    per,
    orDash(before),
    orDash(after),
    change !== null && change > 0 ? `+${each(change)}` : orDash(change),
  ]),
});

/** Pods that do not run cost nothing, and save nothing either. */
function waitingParts(waiting: readonly WaitingPods[]): DocumentPart[] {
  if (waiting.length === 0) return [];
  const countOfPods = (of: readonly WaitingPods[]): number => of.reduce((sum, { pods }) => sum + pods, 0);
  const rest = waiting.slice(mostChanges);
  return [
    `Warning: ${countOfPods(waiting)} pods find no room any more and would wait for ever. They cost nothing because they do not run: that is no saving.`,
    {
      head: ['pods', 'of', 'at'],
      numbers: [0],
      rows: [
        ...waiting
          .slice(0, mostChanges)
          .map(({ pods, workload, site, pool }) => [
            `${pods}`,
            workload,
            pool === undefined ? site : `${site} pool ${pool}`,
          ]),
        ...(rest.length > 0 ? [[`${countOfPods(rest)}`, `${rest.length} others`, '']] : []),
      ],
    },
  ];
}

/** What changes in a bill, for people. */
export function costDifferenceText(
  before: string,
  after: string,
  difference: BillDifference,
  told: { readonly unitCosts?: readonly UnitCostChange[]; readonly waitingPods: readonly WaitingPods[] },
): DocumentPart[] {
  const { lines, views, pricesAsOf } = difference;
  const head = [
    `${after}: ${money(difference.after)} USD a month`,
    `${signed(difference.change)}${share(difference)} against ${before}: ${money(difference.before)}.`,
    `${countOf(lines, 'new')} lines are new, ${countOf(lines, 'gone')} gone, ${countOf(lines, 'changed')} changed. Oldest price: ${pricesAsOf ?? 'none'}. Before taxes and discounts.`,
  ].join('\n');
  const warning = waitingParts(told.waitingPods);
  if (lines.length === 0) return [head, ...warning];
  return [
    head,
    ...warning,
    ...views.map((view) => viewTable(view, difference)),
    ...(told.unitCosts ? [unitTable(told.unitCosts)] : []),
    'The largest changes:',
    changesTable(lines),
  ];
}
