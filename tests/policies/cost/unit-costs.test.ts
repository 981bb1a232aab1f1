import type { Bill, BillLine } from '../../../policies/cost/bill';
import { unitCostChanges, unitCostsBeside, unitCostsOf } from '../../../policies/cost/unit-costs';

const line = (item: string, quantity: number, monthly: number): BillLine => ({
  site: 'a-site',
  stack: 'cluster',
  address: 'a.b',
  item,
  quantity,
  unit: 'hour',
  unitPrice: monthly / quantity,
  monthly,
  basis: 'fixed',
  source: 'a page',
  confidence: 'medium',
});

const billOf = (monthlyTotal: number, ...lines: BillLine[]): Bill => ({
  currency: 'USD',
  pricesAsOf: '2026-11-22',
  monthlyTotal,
  lines,
  unpriced: [],
});

it('divides the whole bill by what the platform is there for, and leaves out what nobody counts', () => {
  expect(unitCostsOf(billOf(5000), { customers: 2000, predictionsPerMonth: 10_000_000 })).toEqual([
    { per: 'customer', quantity: 2000, unitCost: 2.5 },
    { per: '1,000 predictions', quantity: 10_000, unitCost: 0.5 },
  ]);
  expect(unitCostsOf(billOf(5000), { trainedModelsPerMonth: 50 })).toEqual([
    { per: 'trained model', quantity: 50, unitCost: 100 },
  ]);
});

it('has an hour of a GPU on every cloud, also of machines with several, spot and not, and of no other machine', () => {
  const bill = billOf(
    9999,
    line('machine/g5.xlarge', 100, 120),
    line('machine/g2-standard-4 (spot)', 50, 30),
    line('machine/p4d.24xlarge', 10, 300),
    line('machine/m7i.large', 1000, 100),
    line('disk/gp3', 1000, 100),
  );
  expect(unitCostsOf(bill, {})).toEqual([
    { per: 'GPU hour', quantity: 100 + 50 + 8 * 10, unitCost: expect.closeTo(450 / 230) },
  ]);
});

it('stands beside each other for several bills, and is null where a bill has none', () => {
  const withGpus = billOf(1000, line('machine/g5.xlarge', 100, 120));
  expect(unitCostsBeside([billOf(500), withGpus, undefined], { customers: 100 })).toEqual([
    { per: 'customer', unitCosts: [5, 10, null] },
    { per: 'GPU hour', unitCosts: [null, 1.2, null] },
  ]);
  expect(unitCostChanges(billOf(500), withGpus, { customers: 100 })).toEqual([
    { per: 'customer', before: 5, after: 10, change: 5 },
    { per: 'GPU hour', before: null, after: 1.2, change: null },
  ]);
});
