import type { EnvironmentRule } from './rule';

/** What ends on a day can be taken away on it. */
export const expiryRule: EnvironmentRule = ({ expires, deletionProtection }) =>
  expires === undefined || !deletionProtection
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT',
          place: 'expires',
          message: 'the environment ends on a day, and its clouds would refuse to delete it',
          value: expires,
          allowed: ['environments with deletionProtection: false'],
          fix: 'set deletionProtection: false, or leave expires out',
        },
      ];
