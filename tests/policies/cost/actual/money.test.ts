import fc from 'fast-check';
import { apportion, centsOf, centsTogether, moneyOf, sumOf, usdOf } from '../../../../policies/cost/actual/money';

it.each([
  ['12.5', 12.5],
  ['-3', -3],
  ['.25', 0.25],
  ['1.2E2', 120],
  ['5e-1', 0.5],
  ['0', 0],
])('reads %s', (text, usd) => {
  expect(usdOf(moneyOf(text) ?? 0n)).toBe(usd);
});

it.each(['', 'free', '1,5', '1.2.3', '--1', 'e5', '1e999'])('does not read "%s"', (text) => {
  expect(moneyOf(text)).toBeUndefined();
});

it('adds a million small charges without losing any', () => {
  const one = moneyOf('0.0000001') ?? 0n;
  expect(usdOf(sumOf(Array.from({ length: 1_000_000 }, () => one)))).toBe(0.1);
});

const moneys = fc.array(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), { minLength: 1, maxLength: 20 });

it('cents of parts are the cents of their sum, and none is a cent off', () => {
  fc.assert(
    fc.property(moneys, (parts) => {
      const cents = centsTogether(parts);
      expect(cents.reduce((sum, one) => sum + one, 0)).toBe(centsOf(sumOf(parts)));
      parts.forEach((part, index) => {
        expect(Math.abs((cents[index] ?? 0) - Number(part) / 1e10)).toBeLessThan(1.001);
      });
    }),
  );
});

it('shares a sum out by weights, and loses nothing of it', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 }),
      (sum, weights) => {
        fc.pre(weights.some((weight) => weight > 0n));
        expect(sumOf(apportion(sum, weights))).toBe(sum);
      },
    ),
  );
  expect(apportion(100n, [3n, 1n])).toEqual([75n, 25n]);
  expect(apportion(100n, [0n, 0n])).toEqual([0n, 0n]);
});
