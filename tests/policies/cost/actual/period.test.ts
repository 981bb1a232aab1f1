import { holds, hoursIn, periodOf } from '../../../../policies/cost/actual/period';

it.each([
  ['2026-10', '2026-10-01', '2026-11-01', 744],
  ['2026-12', '2026-12-01', '2027-01-01', 744],
  ['2026-10-14', '2026-10-14', '2026-10-15', 24],
  ['2026-10-01..2026-10-07', '2026-10-01', '2026-10-08', 168],
])('reads %s', (typed, from, until, hours) => {
  expect(periodOf(typed)).toEqual({ from, until });
  expect(hoursIn(periodOf(typed))).toBe(hours);
});

it.each(['2026', '2026-13', '2026-02-30', '2026-10-07..2026-10-01', '2026-10-01..', 'october'])(
  'refuses %s',
  (typed) => {
    expect(() => periodOf(typed)).toThrow(/COST_INPUT.*--period/);
  },
);

it('has its first day and not the one after its last', () => {
  const month = periodOf('2026-10');
  expect(['2026-09-30', '2026-10-01', '2026-10-31', '2026-11-01'].map((day) => holds(month, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
