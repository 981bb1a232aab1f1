import type { RouteNeed } from './needs';

/** Headers by which services learn who a program is. Whoever sends one from outside is not believed. */
export const identityHeaders = { subject: 'x-auth-subject', email: 'x-auth-email', client: 'x-auth-client' } as const;

/** How people name a route: its host's first label, and its path where it has one, e.g. `models/churn`. */
export const routeKey = ({ host, path = '/' }: Pick<RouteNeed, 'host' | 'path'>): string =>
  path === '/' ? host : `${host}${path}`;

const identifies: Readonly<Record<RouteNeed['access'], string | undefined>> = {
  programs: identityHeaders.subject,
  'api-key': identityHeaders.client,
  // Who signed in is known by an encrypted cookie alone, and a limit that one of two kinds passes by is none.
  both: undefined,
  people: undefined,
  service: undefined,
};

/** The header by which the gateway itself knows who calls a route; `undefined`: it does not know. */
export const identifyingHeader = ({ access }: Pick<RouteNeed, 'access'>): string | undefined => identifies[access];

/** Kinds of access of routes whose callers the gateway can tell apart. */
export const identifiedAccess = Object.entries(identifies).flatMap(([access, header]) => (header ? [access] : []));
