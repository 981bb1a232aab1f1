/** Prices change a few times a year; a bill from older ones says so. */
export const staleAfterDays = 180;

const dayMilliseconds = 24 * 3600 * 1000;

/** Days that prices are old on a day (ISO dates), when that is more than they may be; otherwise `undefined`. */
export function staleDays(pricesAsOf: string | null, on: string): number | undefined {
  if (pricesAsOf === null) return undefined;
  const days = Math.floor((Date.parse(on) - Date.parse(pricesAsOf)) / dayMilliseconds);
  return days > staleAfterDays ? days : undefined;
}
