import type { Attribution } from './attribution';
import type { Bill, BillLine } from './bill';
import { viewOf } from './views';

/** Money a month, before and after. */
export interface MoneyChange {
  readonly before: number;
  readonly after: number;
  readonly change: number;
}

/** A line that one of two bills has not, or not in the same quantity or at the same price. */
export interface LineChange
  extends MoneyChange,
    Pick<BillLine, 'site' | 'stack' | 'address' | 'item' | 'unit' | 'basis'> {
  readonly kind: 'new' | 'gone' | 'changed';
  readonly quantityBefore: number;
  readonly quantityAfter: number;
}

export interface ViewChange {
  readonly by: string;
  readonly rows: readonly (MoneyChange & { readonly name: string })[];
}

/** What of a bill is another: the changes of its lines, and those of each view, are the change of the whole. */
export interface BillDifference extends MoneyChange {
  readonly currency: Bill['currency'];
  readonly pricesAsOf: Bill['pricesAsOf'];
  readonly views: readonly ViewChange[];
  /** The largest change first, up or down. */
  readonly lines: readonly LineChange[];
}

/** A bill, and whose its lines are. */
export interface AttributedBill {
  readonly bill: Bill;
  readonly attributed: (line: BillLine) => Attribution;
}

const moneyChange = (before: number, after: number): MoneyChange => ({ before, after, change: after - before });

const keyOf = ({ site, stack, address, item, unit, basis }: BillLine): string =>
  JSON.stringify([site, stack, address, item, unit, basis]);

interface Sum {
  readonly line: BillLine;
  readonly quantity: number;
  readonly monthly: number;
}

/** A resource may have several lines of one item, such as disks. */
function sumsOf({ lines }: Bill): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const line of lines) {
    const key = keyOf(line);
    const { quantity, monthly } = sums.get(key) ?? { quantity: 0, monthly: 0 };
    sums.set(key, { line, quantity: quantity + line.quantity, monthly: monthly + line.monthly });
  }
  return sums;
}

/** Numbers that were added in another order are the same. */
const same = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

const largestFirst = <T extends MoneyChange>(changes: readonly T[], nameOf: (one: T) => string): T[] =>
  [...changes].sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (nameOf(a) < nameOf(b) ? -1 : 1));

function lineChanges(before: Bill, after: Bill): LineChange[] {
  const [old, fresh] = [sumsOf(before), sumsOf(after)];
  const changes = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key): LineChange[] => {
    const [was, is] = [old.get(key), fresh.get(key)];
    const line = (is ?? was)?.line;
    const [quantityBefore, quantityAfter] = [was?.quantity ?? 0, is?.quantity ?? 0];
    const money = moneyChange(was?.monthly ?? 0, is?.monthly ?? 0);
    if (!line || (same(quantityBefore, quantityAfter) && same(money.before, money.after))) return [];
    const { site, stack, address, item, unit, basis } = line;
    const kind = !was ? 'new' : !is ? 'gone' : 'changed';
    return [{ site, stack, address, item, unit, basis, kind, quantityBefore, quantityAfter, ...money }];
  });
  return largestFirst(changes, ({ site, stack, address, item, basis }) =>
    [site, stack, address, item, basis].join(' '),
  );
}

function viewChange(by: string, before: AttributedBill, after: AttributedBill): ViewChange {
  const rowsOf = ({ bill, attributed }: AttributedBill) =>
    new Map(viewOf(by, bill.lines, attributed).rows.map(({ name, monthly }) => [name, monthly]));
  const [old, fresh] = [rowsOf(before), rowsOf(after)];
  const rows = [...new Set([...old.keys(), ...fresh.keys()])].map((name) => ({
    name,
    ...moneyChange(old.get(name) ?? 0, fresh.get(name) ?? 0),
  }));
  return { by, rows: largestFirst(rows, ({ name }) => name) };
}

/**
 * One bill against another.
 * @throws InputError COST_VIEW when there is no such view
 */
export function differenceOf(
  before: AttributedBill,
  after: AttributedBill,
  by: readonly string[] = ['site'],
): BillDifference {
  const dates = [before.bill.pricesAsOf, after.bill.pricesAsOf].filter((date) => date !== null).sort();
  return {
    currency: after.bill.currency,
    pricesAsOf: dates[0] ?? null,
    ...moneyChange(before.bill.monthlyTotal, after.bill.monthlyTotal),
    views: by.map((view) => viewChange(view, before, after)),
    lines: lineChanges(before.bill, after.bill),
  };
}
