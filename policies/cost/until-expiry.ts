import { daysBetween } from './limits/expiry';
import { hoursPerMonth } from './pricing';

/** What is still paid until the last day of an environment. */
export interface UntilExpiry {
  /** ISO date. */
  readonly expires: string;
  /** Both the day that asks and the last one count. 0: it is over. */
  readonly days: number;
  readonly total: number;
}

/** The bill from one day to the last one, at the pace of a month. */
export function untilExpiry(monthly: number, expires: string, today: string): UntilExpiry {
  const days = Math.max(0, daysBetween(today, expires) + 1);
  return { expires, days, total: (monthly * 24 * days) / hoursPerMonth };
}
