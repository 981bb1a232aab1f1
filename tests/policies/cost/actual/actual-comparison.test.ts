import { ActualCharges } from '../../../../policies/cost/actual/actual-bill';
import { compareActual } from '../../../../policies/cost/actual/actual-comparison';
import type { Charge } from '../../../../policies/cost/actual/focus-charge';
import { moneyFrom } from '../../../../policies/cost/actual/money';
import { periodOf } from '../../../../policies/cost/actual/period';
import type { BillLine } from '../../../../policies/cost/bill';

const charge = (usd: number, tags: Charge['tags'], changed: Partial<Charge> = {}): Charge => ({
  cost: moneyFrom(usd),
  day: '2026-10-01',
  until: '2026-10-02',
  category: 'Usage',
  provider: 'AWS',
  product: 'EC2',
  tags,
  ...changed,
});

const line = (site: string, monthly: number): BillLine => ({
  site,
  stack: 'data',
  address: `x.${site}`,
  item: 'database/x',
  quantity: 1,
  unit: 'hour',
  unitPrice: monthly,
  monthly,
  basis: 'fixed',
  confidence: 'high',
  source: 'test',
});

const whose = ({ site }: BillLine) => (site === 'a' ? { service: 'tracking', tags: {} } : { tags: {} });

function compared(charges: readonly Charge[], period?: string) {
  const actual = new ActualCharges('prod', period === undefined ? undefined : periodOf(period));
  for (const one of charges) actual.add(one);
  const bill = actual.bill();
  return bill && compareActual(bill, { lines: [line('a', 730), line('b', 365)], pricesAsOf: '2026-10-01' }, whose);
}

const ofProd = { environment: 'prod', site: 'a', service: 'tracking' };
const charges = [
  charge(30, ofProd),
  charge(5, { environment: 'prod', site: 'b' }),
  charge(2, {}, { product: 'Data transfer' }),
  charge(1, {}, { category: 'Tax' }),
  charge(-3, ofProd, { category: 'Credit' }),
  charge(99, { environment: 'dev', site: 'dev-a' }),
];

it('holds a day against a day of the estimate, by site and by service', () => {
  expect(compared(charges)).toMatchObject({
    period: { from: '2026-10-01', until: '2026-10-02' },
    estimated: 36,
    actual: 37,
    difference: 1,
    views: [
      {
        by: 'site',
        rows: [
          { name: 'a', estimated: 24, actual: 30, difference: 6, share: 1.25 },
          { name: 'b', estimated: 12, actual: 5, difference: -7, share: 0.4167 },
          { name: 'untagged', estimated: 0, actual: 2, difference: 2, share: null },
        ],
      },
      {
        by: 'service',
        rows: [
          { name: 'tracking', estimated: 24, actual: 30 },
          { name: 'shared', estimated: 12, actual: 5 },
          { name: 'untagged', estimated: 0, actual: 2 },
        ],
      },
    ],
  });
});

it('tells what it does not compare, and what nobody can tell the site of', () => {
  expect(compared(charges)).toMatchObject({
    notEstimated: { tax: 1, credit: -3 },
    otherEnvironments: 99,
    untagged: { total: 2, largest: [{ provider: 'AWS', product: 'Data transfer', actual: 2 }] },
  });
});

it('counts days of a period only, and scales the estimate to all of them', () => {
  const month = [charge(10, ofProd), charge(500, ofProd, { day: '2026-11-01', until: '2026-11-02' })];
  expect(compared(month, '2026-10')).toMatchObject({ actual: 10, estimated: 1116 });
  expect(compared(month, '2026-09')).toBeUndefined();
  expect(compared(month)).toMatchObject({ actual: 510, period: { from: '2026-10-01', until: '2026-11-02' } });
});

it('rows of every view are the actual, to the cent', () => {
  const many = Array.from({ length: 97 }, (_, index) => charge(0.0049 + index / 1000, { site: `s${index % 7}` }));
  const result = compared(many);
  for (const { rows } of result?.views ?? []) {
    expect(rows.reduce((sum, row) => sum + Math.round(row.actual * 100), 0)).toBe(
      Math.round((result?.actual ?? 0) * 100),
    );
  }
});
