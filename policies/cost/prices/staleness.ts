import type { BillLine } from '../bill';

/** Prices change a few times a year; a bill from older ones says so. */
export const staleAfterDays = 180;

const dayMilliseconds = 24 * 3600 * 1000;

/** What of a bill stands on old prices. */
export interface Staleness {
  /** Of all the money that was priced, from 0 to 1. */
  readonly share: number;
  /** ISO date of the oldest price. */
  readonly oldest: string;
}

const isStale = (asOf: string, on: string): boolean =>
  (Date.parse(on) - Date.parse(asOf)) / dayMilliseconds > staleAfterDays;

/** What of some lines is stale on a day (ISO date); `undefined`: nothing. */
export function stalenessOf(lines: readonly Pick<BillLine, 'asOf' | 'monthly'>[], on: string): Staleness | undefined {
  const stale = lines.flatMap(({ asOf, monthly }) =>
    asOf !== undefined && isStale(asOf, on) ? [{ asOf, monthly }] : [],
  );
  const [oldest] = stale.map(({ asOf }) => asOf).sort();
  if (oldest === undefined) return undefined;
  const sum = (some: readonly { readonly monthly: number }[]): number =>
    some.reduce((total, { monthly }) => total + Math.abs(monthly), 0);
  return { share: sum(stale) / Math.max(sum(lines), Number.EPSILON), oldest };
}
