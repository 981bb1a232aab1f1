import type { CopyPlace, Site, StoreCopy } from '../site';

/** A database inside a cluster follows the backups and logs of another one, as copies of buckets carry them over. */
export const archiveReplica = 'postgres.archive-replica';

/**
 * Where backups and logs of a database lie, in the words of copies: a bucket of their own, of a tenant that is named like
 * the database. The same names on every site.
 */
export const archiveStore = ({ service, need }: Pick<StoreCopy, 'service' | 'need'>) => ({
  service: `${service}-${need}`,
  need: 'archive',
});

/** The part of an archive that one site writes while it serves: it begins anew whenever the primary changes. */
export const archiveFolder = ({ name }: Pick<CopyPlace, 'name'>, lineage: number): string => `${name}-${lineage}`;

/** How a database takes part in such copies. */
export interface FollowedDatabase {
  /** `sends`: others follow it; `follows`: it has no writes of its own. */
  readonly role: 'sends' | 'follows';
  /** What it archives to: at once, or once it is promoted. */
  readonly own: string;
  /** The archive that it follows. Only of `follows`. */
  readonly source?: string;
}

/** `undefined`: no other site follows the database, and it follows none. */
export function followedDatabase(
  { name, recovery }: Pick<Site, 'name' | 'recovery'>,
  { service, need }: Pick<StoreCopy, 'service' | 'need'>,
): FollowedDatabase | undefined {
  const copy = recovery?.copies.find(
    (one) => one.mechanism === archiveReplica && one.service === service && one.need === need,
  );
  if (!recovery || !copy) return undefined;
  if (copy.from.name === name) return { role: 'sends', own: archiveFolder(copy.from, recovery.lineage) };
  return {
    role: 'follows',
    own: archiveFolder(copy.to, recovery.lineage + 1),
    source: archiveFolder(copy.from, recovery.lineage),
  };
}
