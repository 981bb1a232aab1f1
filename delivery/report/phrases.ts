const numbers = new Intl.NumberFormat('en');

/** A count with thousands separated: `1,204`. */
export const shown = (count: number): string => numbers.format(count);

/** A count with its noun: `1 site`, `3 sites`. */
export const counted = (count: number, noun: string): string => `${shown(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Facts on one line; empty ones are left out. */
export const line = (...facts: readonly string[]): string => facts.filter((fact) => fact !== '').join(' · ');
