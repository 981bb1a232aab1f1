const numbers = new Intl.NumberFormat('en');

/** A count with thousands separated: `1,204`. */
export const shown = (count: number): string => numbers.format(count);

/** A count with its noun: `1 site`, `3 sites`. */
export const counted = (count: number, noun: string): string => `${shown(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Facts on one line; empty ones are left out. */
export const line = (...facts: readonly string[]): string => facts.filter((fact) => fact !== '').join(' · ');

const signedCents = new Intl.NumberFormat('en', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'exceptZero',
});
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** A change of money with its sign: `+1,204.00`. */
export const change = (usd: number): string => signedCents.format(usd);

/** A part of a whole: `43%`. */
export const share = (part: number, whole: number): string => (whole === 0 ? '' : percents.format(part / whole));
