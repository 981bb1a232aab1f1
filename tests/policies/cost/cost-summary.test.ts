import { array, assert, constantFrom, double, property, record } from 'fast-check';
import type { Attribution } from '../../../policies/cost/attribution';
import { type Bill, type BillLine, largestFirst, totalOf } from '../../../policies/cost/bill';
import { costSummary } from '../../../policies/cost/cost-summary';
import { recoveryParts } from '../../../policies/cost/recovery-part';

const lines = array(
  record({
    site: constantFrom('one', 'two', 'three'),
    stack: constantFrom('data', 'cluster'),
    address: constantFrom('a', 'b'),
    item: constantFrom('machine/m', 'disk/d', 'nat', 'key', 'log', 'dns', 'vpn', 'backup'),
    monthly: double({ min: 0, max: 10_000, noNaN: true }),
    basis: constantFrom('fixed', 'usage'),
    service: constantFrom(...Array.from({ length: 20 }, (_, index) => `service-${index}`)),
    recovery: constantFrom(...recoveryParts),
  }),
  { maxLength: 200 },
);

interface Attributed extends Pick<Attribution, 'service' | 'recovery'> {
  readonly line: BillLine;
}

/** A bill, and whose its lines are. */
function priced(
  all: readonly (Omit<BillLine, 'quantity' | 'unit' | 'unitPrice' | 'source' | 'confidence'> &
    Omit<Attributed, 'line'>)[],
) {
  const known = new Map<BillLine, Attribution>();
  for (const { service, recovery, ...rest } of all) {
    known.set(
      { ...rest, quantity: 1, unit: 'hour', unitPrice: rest.monthly, source: 'made up', confidence: 'high' },
      { service, recovery, tags: {} },
    );
  }
  const sorted = largestFirst([...known.keys()]);
  const bill: Bill = {
    currency: 'USD',
    pricesAsOf: '2026-01-01',
    monthlyTotal: totalOf(sorted),
    lines: sorted,
    unpriced: [],
  };
  return { bill, attributed: (line: BillLine) => known.get(line) ?? { tags: {} } };
}

it('is the bill at every depth: sites, what they are paid for, services, items', () => {
  assert(
    property(lines, (all) => {
      const one = priced(all);
      const { sites, monthlyTotal, fixed, usage } = costSummary(one);
      expect(totalOf(sites)).toBeCloseTo(monthlyTotal, 6);
      expect(fixed + usage).toBeCloseTo(monthlyTotal, 6);
      for (const { monthly, groups, parts } of sites) {
        expect(totalOf(groups)).toBeCloseTo(monthly, 6);
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(monthly, 6);
        for (const group of groups) expect(totalOf(group.items)).toBeCloseTo(group.monthly, 6);
      }
    }),
  );
});

it('stays small, whatever the bill, and tells many small things together', () => {
  const many = Array.from({ length: 20 }, (_, service) =>
    Array.from({ length: 9 }, (_, item) => ({
      site: 'one',
      stack: 'data',
      address: 'a',
      item: `item-${item}`,
      monthly: 1 + service + item,
      basis: 'fixed' as const,
      service: `service-${service}`,
      recovery: 'serving' as const,
    })),
  ).flat();
  const [site] = costSummary(priced(many)).sites;
  expect(site?.groups.map(({ name }) => name)).toHaveLength(14);
  expect(site?.groups[0]?.name).toBe('service-19');
  expect(site?.groups.at(-1)?.name).toBe('7 others');
  expect(site?.groups[0]?.items.map(({ name }) => name)).toEqual([
    ...[8, 7, 6, 5, 4].map((item) => `item-${item}`),
    '4 others',
  ]);
  expect(site?.groups.at(-1)?.items.map(({ name }) => name)).toContain('service-6');
});

it('says of a site what it is there for, and of the whole what it may cost', () => {
  const line = { stack: 'data', address: 'a', item: 'nat', monthly: 1, basis: 'fixed' as const };
  const one = priced([
    { site: 'here', ...line, recovery: 'serving' },
    { site: 'there', ...line, recovery: 'standby' },
  ]);
  const purposes = [
    { site: 'here', role: 'primary' },
    { site: 'there', role: 'standby', tier: 'warm-standby' },
  ] as const;
  const { sites, budgetUsd } = costSummary(one, { purposes, budgetUsd: 5 });
  expect(budgetUsd).toBe(5);
  expect(sites.map(({ name, role, tier }) => [name, role, tier])).toEqual([
    ['here', 'primary', undefined],
    ['there', 'standby', 'warm-standby'],
  ]);
  expect(costSummary(one).sites.map(({ role }) => role)).toEqual([undefined, undefined]);
});
