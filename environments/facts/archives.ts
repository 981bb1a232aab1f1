import type { ObjectStorage } from './cloud-facts';

/** Kinds of databases inside a cluster that send their backups and logs to a bucket outside of it. */
export type ArchivedKind = 'postgres' | 'documents';

/** Object storage that their backup programs write to by the identity of their pods, without a key that somebody keeps. */
export const archiveStorage: Readonly<Record<ArchivedKind, readonly ObjectStorage[]>> = {
  postgres: ['s3', 'gs', 'wasbs'],
  // Percona's backup agent wants the key of an Azure storage account, and accounts here have none.
  documents: ['s3', 'gs'],
};
