import type { Bill, BillLine } from '../../../policies/cost/bill';
import { totalOf } from '../../../policies/cost/bill';
import { type ComparedVariant, comparisonOf } from '../../../policies/cost/comparison';

const line = (site: string, stack: string, monthly: number, basis: BillLine['basis'] = 'fixed'): BillLine => ({
  site,
  stack,
  address: 'a.b',
  item: 'an-item',
  quantity: monthly,
  unit: 'hour',
  unitPrice: 1,
  monthly,
  basis,
  source: 'a page',
  confidence: 'medium',
});

const variant = (name: string, lines: readonly BillLine[] | undefined, to: string, pricesAsOf = '2026-11-22') => {
  const bill: Bill | undefined = lines && {
    currency: 'USD',
    pricesAsOf,
    monthlyTotal: totalOf(lines),
    lines,
    unpriced: [],
  };
  return {
    name,
    sites: [{ from: 'here', to }],
    accountMadeUp: false,
    findings: [],
    ...(bill ? { priced: { bill, attributed: ({ site }: BillLine) => ({ tags: { site } }) } } : {}),
  } satisfies ComparedVariant;
};

const comparison = comparisonOf(
  [
    variant('as it stands', [line('here', 'network', 1), line('here', 'data', 2, 'usage')], 'here'),
    variant('google', [line('there', 'data', 5)], 'there', '2025-10-31'),
    variant('azure', undefined, 'nowhere'),
  ],
  ['stack', 'site', 'tag:site'],
);

it('has the bills beside each other, and none of what cannot be built', () => {
  expect(comparison.variants.map(({ name, monthlyTotal, fixed, usage }) => [name, monthlyTotal, fixed, usage])).toEqual(
    [
      ['as it stands', 3, 1, 2],
      ['google', 5, 5, 0],
      ['azure', null, null, null],
    ],
  );
  expect(comparison.pricesAsOf).toBe('2025-10-31');
});

it('has a row for what any of them has, whose money is the bill of each', () => {
  expect(comparison.views[0]).toEqual({
    by: 'stack',
    rows: [
      { name: 'data', monthly: { 'as it stands': 2, google: 5, azure: null } },
      { name: 'network', monthly: { 'as it stands': 1, google: 0, azure: null } },
    ],
  });
});

it('calls sites as the environment does as it stands, and asks of each line whose it was where it is', () => {
  expect(comparison.views[1]?.rows).toEqual([{ name: 'here', monthly: { 'as it stands': 3, google: 5, azure: null } }]);
  expect(comparison.views[2]?.rows.map(({ name }) => name)).toEqual(['there', 'here']);
});
