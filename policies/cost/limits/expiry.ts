import type { Finding } from '../../../environments/model';
import type { EnvironmentConfig } from '../../../environments/schema/environment-schema';

/** Until when an environment is there, and how far ahead that may be. */
export interface Expiry {
  /** ISO date: its last day. */
  readonly expires: string;
  readonly withinDays: number;
}

/** Without a budget, as with one that does not say. */
const withinDays = 30;

/** Default: the environment stays. */
export const expiryOf = ({ expires, budget }: Pick<EnvironmentConfig, 'expires' | 'budget'>): Expiry | undefined =>
  expires === undefined ? undefined : { expires, withinDays: budget?.expiresWithinDays ?? withinDays };

const msPerDay = 86_400_000;

/** Days from one day to another; both ISO dates. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / msPerDay;

/**
 * Whether an environment is over on a day, or would be there for too long. A build has no clock: whoever has one asks, also of a
 * build that was made before.
 */
export function expiryFindings(expiry: Expiry | undefined, file: string, today: string): Finding[] {
  if (!expiry) return [];
  const { expires } = expiry;
  const days = daysBetween(today, expires);
  const finding = { code: 'ENVIRONMENT_EXPIRED' as const, file, place: 'expires', value: expires };
  if (days < 0) {
    return [
      {
        ...finding,
        message: `its last day was ${-days} days ago`,
        fix: 'destroy it (docs/guides/leaving.md), or have whoever pays agree to a later day',
      },
    ];
  }
  return days > expiry.withinDays
    ? [
        {
          ...finding,
          message: `its last day is ${days} days ahead`,
          allowed: [`at most ${expiry.withinDays} days ahead`],
          fix: 'state a sooner day, or raise budget.expiresWithinDays',
        },
      ]
    : [];
}
