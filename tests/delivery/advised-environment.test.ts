import { advisedEnvironment } from '../../delivery/advised-environment';
import { pricedEnvironment } from '../../delivery/priced-environment';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import type { Advisor, Edit } from '../../policies/cost/advice/advisor';
import { advisors } from '../../policies/cost/advice/advisors';
import { estimate } from '../../policies/cost/estimate';
import { priceBook } from '../../policies/cost/prices/price-book';
import { whatIfOf, withChanges } from '../../policies/cost/what-if';
import { environmentInput, siteInputs } from '../fixtures/environment';

const input = (overrides: Partial<EnvironmentInput> = {}): EnvironmentInput =>
  environmentInput({ sites: [siteInputs.aws], deletionProtection: false, ...overrides });

const called = (...ids: string[]): Advisor[] => advisors.filter(({ id }) => ids.includes(id));

/** One that proposes what a test says. */
const proposing = (id: string, edits: readonly Edit[], more: Partial<Advisor> = {}): Advisor => ({
  id,
  title: id,
  confidence: { level: 'high', because: 'so it is' },
  effort: { level: 'minutes', toDo: 'do it' },
  givesUp: 'Something.',
  propose: () => [edits],
  ...more,
});

async function totalWith(file: EnvironmentInput, whatIf: readonly string[]): Promise<number> {
  const environment = resolveEnvironment(withChanges(file, whatIfOf(whatIf)));
  return estimate(await pricedEnvironment(environment), { book: priceBook() }).monthlyTotal;
}

it('saves what the what-if of its edit saves, alone and together', async () => {
  const file = input();
  const asked = called('single-nat', 'single-databases', 'idle-gpus', 'smaller-boot-disks');
  const { advice, total, monthlyTotal, rejected } = await advisedEnvironment(file, 'test.ts', { advisors: asked });
  expect(advice.map(({ id }) => id).sort()).toEqual(asked.map(({ id }) => id).sort());
  expect(rejected).toEqual([]);
  expect(monthlyTotal).toBeCloseTo(await totalWith(file, []), 6);
  for (const { saves, edits } of advice) {
    const whatIf = edits.map((edit) => edit.whatIf);
    expect(saves).toBeGreaterThan(10);
    expect(monthlyTotal - saves).toBeCloseTo(await totalWith(file, whatIf), 6);
  }
  // Nobody knows whether the images fit on smaller disks.
  const counted = advice.filter(({ id }) => id !== 'smaller-boot-disks');
  expect(total.ranks).toEqual(counted.map(({ rank }) => rank));
  expect(total.leftOut).toMatchObject([{ rank: advice.find(({ id }) => id === 'smaller-boot-disks')?.rank }]);
  expect(total.after).toBeCloseTo(await totalWith(file, total.whatIf), 6);
  expect(total.sum).toBeCloseTo(
    counted.reduce((sum, { saves }) => sum + saves, 0),
    6,
  );
}, 120_000);

it('is data of a stable form, with the words of the file before and after', async () => {
  const advised = await advisedEnvironment(input(), 'test.ts', { advisors: called('single-nat') });
  expect(Object.keys(advised)).toEqual([
    ...['currency', 'pricesAsOf', 'monthlyTotal', 'advice', 'total', 'rejected', 'unpriced'],
  ]);
  expect(advised.advice).toEqual([
    {
      rank: 1,
      id: 'single-nat',
      title: expect.any(String),
      saves: expect.any(Number),
      confidence: { level: 'high', because: expect.any(String) },
      effort: { level: 'minutes', toDo: expect.any(String) },
      givesUp: expect.stringMatching(/^[A-Z].*\.$/),
      edits: [{ path: 'natGateways', before: 'per-zone', after: 'single', whatIf: 'natGateways=single' }],
    },
  ]);
  const { saves } = advised.advice[0] ?? {};
  expect(advised.total).toMatchObject({ ranks: [1], sum: saves, whatIf: ['natGateways=single'], leftOut: [] });
}, 120_000);

it('proposes nothing that loses safety where something is protected or promised', async () => {
  const asked = called('single-nat', 'single-databases');
  const safe = await advisedEnvironment(input({ deletionProtection: true }), 'test.ts', { advisors: asked });
  expect([safe.advice, safe.rejected, safe.total.change]).toEqual([[], [], 0]);
}, 120_000);

it('tells why what was tried is no advice: wrong words, broken limits, pods without room, no money', async () => {
  const services = { tracking: { replicas: 10, size: 'large' as const } };
  const file = input({ services, budget: { monthlyUsd: 1e6, spotShare: 0.4 } });
  const { advice, rejected } = await advisedEnvironment(file, 'test.ts', {
    advisors: [
      proposing('wrong', [{ path: 'pools.general.machine', value: 'general-999' }]),
      proposing('limit', [{ path: 'pools.spot.maxNodes', value: 1 }]),
      proposing('room', [
        { path: 'pools.general.maxNodes', value: 1 },
        { path: 'pools.general.minNodes', value: 1 },
        { path: 'pools.system.maxNodes', value: 3 },
      ]),
      proposing('nothing', [{ path: 'contact', value: 'somebody@example.com' }]),
      proposing('dearer', [{ path: 'pools.system.diskGiB', value: 500 }]),
    ],
  });
  expect(advice).toEqual([]);
  expect(Object.fromEntries(rejected.map(({ id, because }) => [id, because]))).toEqual({
    wrong: expect.stringContaining('UNKNOWN_MACHINE pools.general.machine'),
    limit: expect.stringContaining('COST_SPOT_SHARE'),
    room: expect.stringMatching(/^pods would find no room: \d+ of \S+ at test-aws-eu-west-1/),
    nothing: 'it changes the bill by 0.00 USD a month',
    dearer: expect.stringMatching(/^it changes the bill by [1-9]/),
  });
}, 120_000);

it('takes of several edits only those that may stand there and that pay', async () => {
  const edits = [
    { path: 'natGateways', value: 'single' },
    { path: 'services.tracking.nothing', value: 1 },
    { path: 'contact', value: 'somebody@example.com' },
  ];
  const { advice } = await advisedEnvironment(input(), 'test.ts', {
    advisors: [proposing('several', edits, { eachAlone: true })],
  });
  expect(advice.map((one) => one.edits.map(({ path }) => path))).toEqual([['natGateways']]);
}, 120_000);

it('leaves out of the total what does not hold together with the rest', async () => {
  const file = input({ budget: { monthlyUsd: 1e6, spotShare: 0.3 } });
  const { advice, total } = await advisedEnvironment(file, 'test.ts', {
    advisors: [
      proposing('fewer', [{ path: 'pools.spot.maxNodes', value: 9 }]),
      proposing('smaller', [{ path: 'pools.spot.machine', value: 'general-2' }]),
      proposing('one gateway', [{ path: 'natGateways', value: 'single' }]),
    ],
    leastSaved: 1,
  });
  const rankOf = (id: string) => advice.find((one) => one.id === id)?.rank;
  expect(advice).toHaveLength(3);
  expect(total.leftOut).toEqual([
    { rank: rankOf('fewer'), because: expect.stringMatching(/^with the others: COST_SPOT_SHARE/) },
  ]);
  expect(total.ranks.toSorted()).toEqual([rankOf('smaller'), rankOf('one gateway')].toSorted());
  expect(total.after).toBeCloseTo(await totalWith(file, total.whatIf), 6);
}, 120_000);
