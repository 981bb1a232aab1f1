/** Money as a whole number, so that sums are exact: exports state charges with up to twelve decimals. */
export type Money = bigint;

const decimals = 12;
const unit = 10n ** BigInt(decimals);
const perCent = unit / 100n;

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/;

/** `12.5`, `-0.0000001`, `1.2E-7`; digits beyond the twelfth are cut off. `undefined`: it is no number. */
export function moneyOf(text: string): Money | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = shape.exec(text.trim()) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const places = decimals + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const scaled = places >= 0 ? digits * 10n ** BigInt(places) : digits / 10n ** BigInt(-places);
  return sign === '-' ? -scaled : scaled;
}

/** Of an estimate, which is no exact sum itself. */
export const moneyFrom = (usd: number): Money => BigInt(Math.round(usd * 1e6)) * 10n ** BigInt(decimals - 6);

/** To the nearest cent; a half goes away from zero. */
export function centsOf(money: Money): number {
  const half = perCent / 2n;
  return Number((money >= 0n ? money + half : money - half) / perCent);
}

export const usdOf = (money: Money): number => centsOf(money) / 100;

export const sumOf = (moneys: Iterable<Money>): Money => {
  let sum = 0n;
  for (const money of moneys) sum += money;
  return sum;
};

/** Cents of each, so that together they are the cents of the sum: those that were cut off most get one more. */
export function centsTogether(moneys: readonly Money[]): number[] {
  const floor = (money: Money): Money => (money >= 0n ? money / perCent : -((-money + perCent - 1n) / perCent));
  const cents = moneys.map((money, index) => ({ index, whole: floor(money), rest: money - floor(money) * perCent }));
  const missing = centsOf(sumOf(moneys)) - Number(sumOf(cents.map(({ whole }) => whole)));
  const raised = new Set(
    [...cents]
      .sort((a, b) => Number(b.rest - a.rest) || a.index - b.index)
      .slice(0, missing)
      .map(({ index }) => index),
  );
  return cents.map(({ index, whole }) => Number(whole) + (raised.has(index) ? 1 : 0));
}

/** A sum by weights, exactly: what does not divide goes to the heaviest. No weight: nothing of it. */
export function apportion(sum: Money, weights: readonly bigint[]): Money[] {
  const all = sumOf(weights);
  if (all === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (sum * weight) / all);
  const heaviest = weights.reduce((best, weight, index) => (weight > (weights[best] ?? 0n) ? index : best), 0);
  parts[heaviest] = (parts[heaviest] ?? 0n) + sum - sumOf(parts);
  return parts;
}
