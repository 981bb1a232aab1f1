import { cronOf, wholeInterval } from '../../../../environments/facts/recovery';

it.each([
  [4, 5],
  [15, 15],
  [29, 20],
  [31, 30],
  [59, 30],
  [719, 480],
  [5000, 1440],
])('at most %i min apart is every %i min in a schedule', (asked, interval) => {
  expect(wholeInterval(asked)).toBe(interval);
});

it.each([
  [15, 0, '0,15,30,45 * * * *'],
  [20, 7, '7,27,47 * * * *'],
  [60, 5, '5 * * * *'],
  [360, 0, '0 */6 * * *'],
  [1440, 0, '0 0 * * *'],
])('every %i min, %i min later, is %s', (interval, offset, schedule) => {
  expect(cronOf(interval, offset)).toBe(schedule);
});

it('no schedule says every 45 min', () => {
  expect(() => cronOf(45)).toThrow(RangeError);
});
