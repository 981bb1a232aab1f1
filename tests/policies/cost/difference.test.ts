import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import type { Bill, BillLine } from '../../../policies/cost/bill';
import { totalOf } from '../../../policies/cost/bill';
import { type AttributedBill, differenceOf } from '../../../policies/cost/difference';

const line = (address: string, quantity: number, more: Partial<BillLine> = {}): BillLine => ({
  site: 'a-site',
  stack: 'data',
  address,
  item: 'an-item',
  quantity,
  unit: 'hour',
  unitPrice: 2,
  monthly: quantity * 2,
  basis: 'fixed',
  source: 'a page',
  confidence: 'medium',
  ...more,
});

const billOf = (lines: readonly BillLine[], pricesAsOf: string | null = '2026-11-22'): AttributedBill => {
  const bill: Bill = { currency: 'USD', pricesAsOf, monthlyTotal: totalOf(lines), lines, unpriced: [] };
  return { bill, attributed: ({ address }) => ({ tags: {}, service: address.slice(0, 1) }) };
};

it('names what is new, what is gone and what is another quantity, the largest change first', () => {
  const before = billOf([line('a.same', 5), line('b.grows', 1), line('c.goes', 4)]);
  const after = billOf([line('d.comes', 3), line('b.grows', 2), line('a.same', 5)]);
  const difference = differenceOf(before, after);
  expect(difference).toMatchObject({ before: 20, after: 20, change: 0 });
  expect(
    difference.lines.map(({ kind, address, quantityBefore, quantityAfter, change }) => [
      kind,
      address,
      quantityBefore,
      quantityAfter,
      change,
    ]),
  ).toEqual([
    ['gone', 'c.goes', 4, 0, -8],
    ['new', 'd.comes', 0, 3, 6],
    ['changed', 'b.grows', 1, 2, 2],
  ]);
});

it('takes several lines of one item for one, and a new price for a change', () => {
  const twice = billOf([line('a.disks', 1), line('a.disks', 2)]);
  expect(differenceOf(twice, billOf([line('a.disks', 3)])).lines).toEqual([]);
  const dearer = billOf([line('a.disks', 3, { unitPrice: 3, monthly: 9 })]);
  expect(differenceOf(twice, dearer).lines).toMatchObject([{ kind: 'changed', change: 3, quantityAfter: 3 }]);
});

it('has the older of the two dates of prices', () => {
  expect(differenceOf(billOf([], '2026-01-01'), billOf([], '2025-01-01')).pricesAsOf).toBe('2025-01-01');
  expect(differenceOf(billOf([], null), billOf([], null)).pricesAsOf).toBeNull();
});

const lines = array(
  record({
    address: constantFrom('a.one', 'a.two', 'b.one', 'c.one'),
    quantity: integer({ min: 0, max: 900 }).map((cents) => cents / 7),
    more: record({ site: constantFrom('here', 'there'), basis: constantFrom('fixed' as const, 'usage' as const) }),
  }).map(({ address, quantity, more }) => line(address, quantity, more)),
  { maxLength: 12 },
);
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6;
const changeOf = (rows: readonly { readonly change: number }[]): number =>
  rows.reduce((sum, { change }) => sum + change, 0);

it('adds up: its lines and every view are the whole change, and none where both are the same', () => {
  assert(
    property(lines, lines, (old, fresh) => {
      const { change, lines: changes, views } = differenceOf(billOf(old), billOf(fresh), ['site', 'service', 'need']);
      return (
        near(changeOf(changes), change) &&
        views.every(({ rows }) => near(changeOf(rows), change)) &&
        near(change, totalOf(fresh) - totalOf(old)) &&
        differenceOf(billOf(old), billOf([...old].reverse())).lines.length === 0
      );
    }),
  );
});

it('is turned round when the two are', () => {
  assert(
    property(lines, lines, (old, fresh) => {
      const there = differenceOf(billOf(old), billOf(fresh)).lines.map(({ address, change }) => [address, change]);
      const back = differenceOf(billOf(fresh), billOf(old)).lines.map(({ address, change }) => [address, 0 - change]);
      expect(back.sort()).toEqual(there.sort());
    }),
  );
});
