import { z } from 'zod';
import { identifyingHeader, routeKey } from './gateway-routes';
import type { RouteNeed } from './needs';

export const route = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(\/[\w.-]+)*$/, 'a host label, with its path where it has one, such as models/churn');

const requestsPerMinute = z.int().min(1).max(10_000_000);

export const userLimit = z
  .strictObject({
    requestsPerMinute: requestsPerMinute.default(600).describe('Of each user on each route.'),
    users: z
      .record(z.string().min(1).max(200), requestsPerMinute)
      .default({})
      .describe('Other limits for single users: the `sub` of a token, or the client of an API key.'),
    routes: z
      .record(
        route,
        z.strictObject({
          requestsPerMinute: requestsPerMinute.describe('Of each user on this route.'),
          header: z
            .string()
            .regex(/^[a-z][a-z0-9-]{0,62}$/, 'a header in lower case')
            .optional()
            .describe(
              'Users are told apart by this header, which anybody can write: only where something in front of the gateway sets it.',
            ),
        }),
      )
      .default({})
      .describe('Other limits for single routes, by host label and path, such as `models/churn`.'),
    whenUncounted: z
      .enum(['pass', 'refuse'])
      .default('pass')
      .describe('What happens to requests while nobody can count them.'),
  })
  .describe('Requests of each user, counted over all proxies; more are answered with 429.');

export type UserLimit = z.output<typeof userLimit>;

export interface RouteLimit {
  /** By which users are told apart. */
  readonly header: string;
  readonly requestsPerMinute: number;
  readonly users: Readonly<Record<string, number>>;
}

/** What a user may do on a route; `undefined`: nobody is told apart there. */
export function limitOf(limit: UserLimit, need: RouteNeed): RouteLimit | undefined {
  const own = limit.routes[routeKey(need)];
  const header = own?.header ?? identifyingHeader(need);
  return header === undefined
    ? undefined
    : { header, requestsPerMinute: own?.requestsPerMinute ?? limit.requestsPerMinute, users: limit.users };
}
