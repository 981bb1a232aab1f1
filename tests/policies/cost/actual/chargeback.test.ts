import fc from 'fast-check';
import { chargebackOf, type Payment } from '../../../../policies/cost/actual/chargeback';
import { centsOf, moneyFrom, sumOf } from '../../../../policies/cost/actual/money';

const paid = (usd: number, payer?: string, site?: string): Payment => ({ cost: moneyFrom(usd), payer, site });
const rowsOf = (payments: readonly Payment[]) =>
  chargebackOf(payments, 'service').rows.map(({ payer, direct, shared }) => [payer, direct, shared]);

it('shares what is of nobody alone by what each pays at the same site', () => {
  expect(
    rowsOf([paid(30, 'tracking', 'a'), paid(10, 'serving', 'a'), paid(40, undefined, 'a'), paid(100, 'serving', 'b')]),
  ).toEqual([
    ['serving', 110, 10],
    ['tracking', 30, 30],
  ]);
});

it('shares what is of no site, and of sites where nobody pays directly, by what each pays in all', () => {
  expect(rowsOf([paid(75, 'x', 'a'), paid(25, 'y', 'b'), paid(8), paid(4, undefined, 'c')])).toEqual([
    ['x', 75, 9],
    ['y', 25, 3],
  ]);
});

it('says what nobody pays, where nobody pays anything directly', () => {
  expect(rowsOf([paid(5, undefined, 'a')])).toEqual([['nobody', 0, 5]]);
});

it('shares nothing to who was paid back', () => {
  expect(rowsOf([paid(10, 'x', 'a'), paid(-2, 'y', 'a'), paid(6, undefined, 'a')])).toEqual([
    ['x', 10, 6],
    ['y', -2, 0],
  ]);
});

it('is the bill, to the cent, whoever pays', () => {
  const payment = fc.record({
    site: fc.constantFrom(undefined, 'a', 'b', 'c'),
    payer: fc.constantFrom(undefined, 'x', 'y', 'z'),
    cost: fc.bigInt({ min: -(10n ** 14n), max: 10n ** 16n }),
  });
  fc.assert(
    fc.property(fc.array(payment, { maxLength: 40 }), (payments) => {
      const { rows, total } = chargebackOf(payments, 'owner');
      const cents = rows.reduce((sum, row) => sum + Math.round(row.total * 100), 0);
      expect(cents).toBe(centsOf(sumOf(payments.map(({ cost }) => cost))));
      expect(Math.round(total * 100)).toBe(cents);
    }),
  );
});
