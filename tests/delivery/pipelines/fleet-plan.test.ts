import { type FleetUnit, fleetPlan, fleetWaves } from '../../../delivery/pipelines/fleet-plan';
import type { GraphStack, StackGraph } from '../../../delivery/stack-graph';
import { hundredsOfSites } from './hundreds-of-sites';

const stack = (name: string, site: string | undefined, after: string[] = []): GraphStack => ({
  name,
  ...(site === undefined ? {} : { site }),
  kind: 'network',
  after,
  folder: name,
});

const graph = (...stacks: GraphStack[]): StackGraph => ({ environment: 'prod', stacks });

/** Names of everything that a unit waits for, however far; throws where that never ends. */
function before(units: readonly FleetUnit[], name: string, seen: readonly string[] = []): Set<string> {
  if (seen.includes(name)) throw new Error(`cycle: ${[...seen, name].join(' -> ')}`);
  const unit = units.find((one) => one.name === name);
  return new Set((unit?.after ?? []).flatMap((one) => [one, ...before(units, one, [...seen, name])]));
}

it('makes one unit of a site', () => {
  const units = fleetPlan(graph(stack('a-n', 'a'), stack('a-d', 'a', ['a-n']), stack('b-n', 'b')), [['a'], ['b']]);
  expect(units).toEqual([
    {
      name: 'a',
      site: 'a',
      wave: 0,
      after: [],
      stacks: [
        { name: 'a-n', after: [] },
        { name: 'a-d', after: ['a-n'] },
      ],
    },
    { name: 'b', site: 'b', wave: 1, after: [], stacks: [{ name: 'b-n', after: [] }] },
  ]);
});

it('lets two sites wait for each other in their middle, without a cycle', () => {
  const units = fleetPlan(
    graph(stack('a-n', 'a'), stack('b-n', 'b'), stack('a-d', 'a', ['a-n', 'b-n']), stack('b-d', 'b', ['a-n', 'b-n'])),
    [['a'], ['b']],
  );
  expect(units.map(({ name, after, wave }) => [name, after, wave])).toEqual([
    ['a', [], 0],
    ['b', [], 1],
    ['a-1', ['a', 'b'], 1],
    ['b-1', ['a', 'b'], 1],
  ]);
});

it('lets what belongs to all go with the last of those it waits for', () => {
  const units = fleetPlan(graph(stack('a-n', 'a'), stack('b-n', 'b'), stack('prod-edge', undefined, ['a-n', 'b-n'])), [
    ['a'],
    ['b'],
  ]);
  expect(units.at(-1)).toMatchObject({ name: 'prod-edge', wave: 1, after: ['a', 'b'] });
});

it('leaves the trust that it signs in by to people', () => {
  const units = fleetPlan(graph({ ...stack('a-state', 'a'), kind: 'state' }, stack('a-n', 'a', ['a-state'])), [['a']]);
  expect(units.flatMap(({ stacks }) => stacks)).toEqual([{ name: 'a-n', after: [] }]);
});

it('begins with one site, goes on with a tenth, and ends with the rest', () => {
  const sites = Array.from({ length: 300 }, (_, index) => `s${index}`);
  expect(fleetWaves(sites).map(({ length }) => length)).toEqual([1, 30, 269]);
  expect(fleetWaves(['a'])).toEqual([['a']]);
});

describe('300 sites', () => {
  const { graph: fleet, sites } = hundredsOfSites(300);
  const units = fleetPlan(fleet, fleetWaves(sites.map(({ name }) => name)));

  it('keep every order of the graph', () => {
    const unitOf = new Map(units.flatMap(({ name, stacks }) => stacks.map((one) => [one.name, name] as const)));
    const reach = new Map(units.map(({ name }) => [name, before(units, name)]));
    const applied = fleet.stacks.filter(({ kind }) => kind !== 'state');
    expect(unitOf.size).toBe(applied.length);
    for (const { name, after } of applied) {
      for (const one of after.filter((other) => unitOf.has(other))) {
        const [mine, theirs] = [unitOf.get(name) ?? '', unitOf.get(one) ?? ''];
        const inside = units.find((unit) => unit.name === mine)?.stacks.find((other) => other.name === name)?.after;
        expect(mine === theirs ? inside?.includes(one) : reach.get(mine)?.has(theirs)).toBe(true);
      }
    }
  });

  it('never wait for a later wave', () => {
    const waveOf = new Map(units.map(({ name, wave }) => [name, wave]));
    for (const { wave, after } of units) for (const one of after) expect(waveOf.get(one)).toBeLessThanOrEqual(wave);
  });
});
