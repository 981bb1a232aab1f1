/**
 * What a service may need from its site. A need says what must hold, never how a cloud does it;
 * `constructs/` holds one provider of each kind for every cloud.
 */

/** Relational database, PostgreSQL. Highly available, encrypted, TLS only, point-in-time recovery. */
export interface PostgresNeed {
  readonly kind: 'postgres';
  /** Name of the database and of its owning user: lower case letters, digits, underscores; at most 31. */
  readonly database: string;
  /** PostgreSQL major version. */
  readonly majorVersion: 16 | 17;
  /** Machine class of the database server. */
  readonly size: PostgresSize;
  /** Initial volume; grows by itself on clouds that can. */
  readonly storageGiB: number;
  /** How far back point-in-time recovery reaches. */
  readonly backupRetentionDays: number;
  /** A synchronous copy in a second zone that takes over by itself. */
  readonly highlyAvailable: boolean;
}

/** `small` 2 vCPU / 4 GiB class, `standard` 2 vCPU / 8 GiB class, `large` 4 vCPU / 16 GiB class or the cloud's nearest above. */
export type PostgresSize = 'small' | 'standard' | 'large';

/** Object storage: private, versioned, encrypted with the service's key, reachable over TLS only. */
export interface BucketNeed {
  readonly kind: 'bucket';
  /** Superseded and deleted objects stay restorable this long. */
  readonly versionRetentionDays: number;
  /** Objects move to a colder tier after this many days; `undefined`: never. */
  readonly coldAfterDays?: number;
}

/** A generated secret that the service's own replicas share. Nobody ever types or sees it. */
export interface SecretNeed {
  readonly kind: 'secret';
  /** Letters and digits. */
  readonly length: number;
}

/** The workload identity of the service's pods: least privilege, exactly what its other needs grant. */
export interface IdentityNeed {
  readonly kind: 'identity';
  readonly serviceAccount: string;
  /** `needs`: what the service's own needs grant; `site-secrets`: read the secrets of every service on the site. */
  readonly grants: 'needs' | 'site-secrets';
}

/** An encryption key of the service's own, rotated, protected against deletion. Without it the site's data key serves. */
export interface KeyNeed {
  readonly kind: 'key';
}

export interface NeedByKind {
  readonly postgres: PostgresNeed;
  readonly bucket: BucketNeed;
  readonly secret: SecretNeed;
  readonly identity: IdentityNeed;
  readonly key: KeyNeed;
}

export type NeedKind = keyof NeedByKind;

/** A record, so that a list with a kind missing does not compile. */
const kinds: Readonly<Record<NeedKind, true>> = {
  postgres: true,
  bucket: true,
  secret: true,
  identity: true,
  key: true,
};
/** Every kind of need. */
export const needKinds = Object.keys(kinds) as readonly NeedKind[];

export type Need = NeedByKind[NeedKind];
/** The needs of one service by the name the service gives them. */
export type NeedMap = Readonly<Record<string, Need>>;
