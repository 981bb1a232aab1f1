import { createHash } from 'node:crypto';
import type { Site } from '../../environments/model';
import type { SecondUser } from '../../services';
import type { NeedRequest } from './need-provider';

/** Eight lower-case hex digits that depend on the text alone: 1 in 4 billion for a clash of two names. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/**
 * A name that is unique in the world, no longer than `maxLength`, from letters, digits and `separator`.
 * The readable part is cut where it must be; the hash of the whole keeps it unique and stable.
 */
export function globalName(
  site: Pick<Site, 'organisation' | 'name'>,
  parts: readonly string[],
  limit: { readonly maxLength: number; readonly separator: '-' | '' },
): string {
  const whole = [site.organisation, site.name, ...parts].join('-');
  const readable = whole.replaceAll('-', limit.separator);
  const hash = shortHash(whole);
  const room = limit.maxLength - hash.length - limit.separator.length;
  return `${readable.slice(0, room).replace(/-$/, '')}${limit.separator}${hash}`;
}

/** A user of a database besides its owner; at most 39 characters of PostgreSQL's 63. */
export const secondUser = ({ database }: { readonly database: string }, as: SecondUser): string => `${database}_${as}`;

/** The request as a second user of the database has it: everything of that user is named after this. */
export const userRequest = <R extends { readonly name: string }>(request: R, as: SecondUser): R => ({
  ...request,
  name: `${request.name}-${as}`,
});

/** The users that a need asks for besides the owner. */
export const secondUsers = (need: { readonly [U in SecondUser]?: boolean }): SecondUser[] =>
  (['capture', 'reader'] as const).filter((as) => need[as]);

/** `evenkeel/<site>/<service>/<need>`: where a need's secret lies in the site's secret store. */
export const secretPath = (request: Pick<NeedRequest, 'site' | 'service' | 'name'>): string =>
  `evenkeel/${request.site.name}/${request.service}/${request.name}`;

/**
 * Version that a generated secret is written with: what only pods know changes with every rotation of the site, what
 * data or others depend on never does.
 */
export const valueVersion = ({ site, need }: Pick<NeedRequest<'secret'>, 'site' | 'need'>): number =>
  need.boundTo === 'pods' ? site.rotation.passwordVersion : 1;

/** `<service>-<need>`: the Kubernetes Secret of a need, in the service's namespace. */
export const secretName = (request: Pick<NeedRequest, 'service' | 'name'>): string =>
  `${request.service}-${request.name}`;

/** Copies of a server that answer reads, by the part of their names that tells them apart: `read-1`, `read-2`. */
export const readReplicaParts = ({ readReplicas = 0 }: { readonly readReplicas?: number }): string[] =>
  Array.from({ length: readReplicas }, (_, index) => `read-${index + 1}`);
