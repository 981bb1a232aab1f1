import { array, assert, double, property, record, string } from 'fast-check';
import { waterfallOf } from '../../../../delivery/report/cost/waterfall';

const money = double({ min: 0, max: 100_000, noNaN: true });
const rows = array(record({ name: string(), before: money, after: money }), { maxLength: 30 }).map((all) =>
  all.map((row) => ({ ...row, change: row.after - row.before })),
);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const whole = (all: readonly { readonly before: number; readonly after: number }[]) => {
  const [before, after] = [sum(all.map((row) => row.before)), sum(all.map((row) => row.after))];
  return { before, after, change: after - before };
};

it('begins at the sum before and ends at the sum after, each bar where the last one ended, what is added first', () => {
  assert(
    property(rows, (all) => {
      const { before, after, change } = whole(all);
      const { steps, origin, end } = waterfallOf({ before, after, change }, { by: 'service', rows: all });
      expect(steps[0]).toEqual({ name: 'before', kind: 'total', from: 0, to: before });
      expect(steps.at(-1)).toEqual({ name: 'after', kind: 'total', from: 0, to: after });
      const between = steps.slice(1, -1);
      expect(between.length).toBeLessThanOrEqual(8);
      let level = before;
      for (const { from, to, kind } of between) {
        expect(from).toBe(level);
        expect(kind).toBe(to > from ? 'more' : 'less');
        level = to;
      }
      // Changes below a cent are not drawn.
      expect(Math.abs(level - after)).toBeLessThanOrEqual(0.005 * all.length + 1e-6);
      const kinds = between.map(({ kind }) => kind);
      expect(kinds).toEqual([...kinds].sort((a, b) => (a === b ? 0 : a === 'more' ? -1 : 1)));
      for (const { to } of steps) {
        expect(to).toBeGreaterThanOrEqual(origin - 1e-6);
        expect(to).toBeLessThanOrEqual(end + 1e-6);
      }
    }),
  );
});

it('begins its scale at zero, unless changes would not be seen then', () => {
  const one = (before: number, after: number) => {
    const row = { before, after, change: after - before };
    return waterfallOf(row, { by: 'site', rows: [{ name: 'a', ...row }] }).origin;
  };
  expect(one(100, 200)).toBe(0);
  expect(one(0, 100)).toBe(0);
  expect(one(100, 100)).toBe(0);
  const origin = one(60_000, 61_000);
  expect(origin).toBe(59_000);
});

it('tells small changes together, those up and those down apart', () => {
  const changes = [100, -90, 80, -70, 60, -50, 4, 3, -2, -1];
  const all = changes.map((change, index) => ({ name: `row ${index}`, before: 200, after: 200 + change, change }));
  const { steps } = waterfallOf(whole(all), { by: 'service', rows: all });
  expect(steps.slice(1, -1).map(({ name, from, to }) => `${name} ${to - from}`)).toEqual([
    'row 0 100',
    'row 2 80',
    'row 4 60',
    '2 others 7',
    'row 1 -90',
    'row 3 -70',
    'row 5 -50',
    '2 others -3',
  ]);
});
