import { z } from 'zod';
import { bucketComplaints, bucketLock, bucketTiers } from './bucket-words';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import type { BucketNeed, CacheNeed, DocumentsNeed, IdentityNeed, PostgresNeed } from './needs';
import { postgresComplaints, postgresParametersSchema, readReplicas } from './postgres-words';
import { type ChosenVolume, storageClass } from './volume-words';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(20)
  .describe('Lower case letters, digits, hyphens; names its objects and, with underscores, the database.');

const usedFrom = z
  .array(z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/))
  .default([])
  .describe('Namespaces of the applications that may read its Secret and reach it.');

const size = z.enum(['small', 'standard', 'large']).default('small').describe('Sizing profile.');
const storageGiB = z.int().min(20).max(16000).default(20).describe('Initial volume.');
const backupRetentionDays = z.int().min(7).max(35).default(14).describe('Reach of point-in-time recovery.');

const capture = z
  .boolean()
  .default(false)
  .describe('Its changes may be captured by `streaming`: a second user that reads and follows them.');

const postgres = z
  .strictObject({
    size,
    storageGiB,
    storageClass,
    majorVersion: z
      .union([z.literal(16), z.literal(17)])
      .default(17)
      .describe('Of PostgreSQL.'),
    backupRetentionDays,
    highlyAvailable: z.boolean().default(true).describe('A synchronous copy in a second zone.'),
    vector: z.boolean().default(false).describe('The owner may create the extension `vector`.'),
    capture,
    readReplicas,
    parameters: postgresParametersSchema.optional(),
    usedFrom,
  })
  .describe('A PostgreSQL database.');

const documents = z
  .strictObject({
    size,
    storageGiB,
    storageClass,
    backupRetentionDays,
    highlyAvailable: z.boolean().default(true).describe('Three members in three zones.'),
    capture,
    usedFrom,
  })
  .describe('A MongoDB database.');

const cache = z
  .strictObject({
    memoryGiB: z.number().min(0.25).max(64).default(1).describe('Room for data.'),
    highlyAvailable: z.boolean().default(true).describe('A copy in a second zone that takes over by itself.'),
    eviction: z
      .enum(['noeviction', 'allkeys-lru', 'volatile-lru'])
      .default('allkeys-lru')
      .describe('What happens when memory is full.'),
    persistent: z.boolean().default(false).describe('Data outlives a restart of every server.'),
    usedFrom,
  })
  .describe('A cache, Valkey.');

const bucket = z
  .strictObject({
    versionRetentionDays: z
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe('Superseded and deleted objects stay restorable this long.'),
    deleteAfterDays: z
      .int()
      .min(1)
      .max(3650)
      .optional()
      .describe('Objects are deleted this long after they were written; default: never.'),
    tiers: bucketTiers.optional(),
    lock: bucketLock.optional(),
  })
  .describe('A bucket.');

const config = z
  .strictObject({
    postgres: z.record(name, postgres).default({}).describe('PostgreSQL databases by name.'),
    documents: z.record(name, documents).default({}).describe('MongoDB databases by name.'),
    caches: z.record(name, cache).default({}).describe('Caches by name.'),
    buckets: z.record(name, bucket).default({}).describe('Buckets by name.'),
  })
  .describe('Databases, caches and buckets of applications that are no services of the catalogue.');

type Config = z.output<typeof config>;

/** Names that servers keep for themselves. */
const reserved = {
  postgres: ['postgres', 'template0', 'template1'],
  documents: ['admin', 'config', 'local'],
} as const;

const reservedNames = (c: Config): Complaint[] =>
  (['postgres', 'documents'] as const).flatMap((kind) =>
    Object.keys(c[kind])
      .filter((one) => (reserved[kind] as readonly string[]).includes(one))
      .map((one) => ({
        code: 'SERVICE_CONFLICT' as const,
        path: `${kind}.${one}`,
        message: 'the server keeps a database of this name for itself',
        value: one,
        fix: 'give the database another name',
      })),
  );

/** The user that follows changes of `orders` has what is its own under the name that a database `orders-capture` would have. */
const captureNames = (c: Config): Complaint[] =>
  (['postgres', 'documents'] as const).flatMap((kind) =>
    Object.entries(c[kind])
      .filter(([one, { capture: captured }]) => captured && Object.hasOwn(c[kind], `${one}-capture`))
      .map(([one]) => ({
        code: 'SERVICE_CONFLICT' as const,
        path: `${kind}.${one}-capture`,
        message: `the user that follows changes of ${one} goes by this name`,
        value: `${one}-capture`,
        fix: 'give the database another name',
      })),
  );

const bucketWords = (c: Config): Complaint[] =>
  Object.entries(c.buckets).flatMap(([one, words]) => bucketComplaints(`buckets.${one}`, words, 'deleteAfterDays'));

const parameterComplaints = (c: Config): Complaint[] =>
  Object.entries(c.postgres).flatMap(([one, words]) => postgresComplaints(`postgres.${one}`, words));

/** Kinds of databases that applications reach by an address and a Secret. */
export type DatabaseKind = 'postgres' | 'documents' | 'caches';

/** `shop-orders` of `postgres` becomes `postgresShopOrders`: the name of its need. */
export const databaseNeed = <K extends DatabaseKind | 'buckets'>(kind: K, one: string): `${K}${string}` =>
  `${kind}${one
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')}`;

/** `shop-orders` is the database `shop_orders`. */
export const databaseName = (one: string): string => one.replaceAll('-', '_');

const needsOf = <K extends DatabaseKind | 'buckets', C, N>(
  kind: K,
  all: Readonly<Record<string, C>>,
  need: (one: C, name: string) => N,
): Readonly<Record<`${K}${string}`, N>> =>
  Object.fromEntries(Object.entries(all).map(([one, asked]) => [databaseNeed(kind, one), need(asked, one)])) as Record<
    `${K}${string}`,
    N
  >;

const highlyAvailable = ({ postgres: relational, documents: document, caches }: Config): boolean =>
  [...Object.values(relational), ...Object.values(document), ...Object.values(caches)].every(
    (one) => one.highlyAvailable,
  );

type DatabasesNeeds = {
  readonly identity?: IdentityNeed;
  readonly [postgres: `postgres${string}`]: PostgresNeed;
  readonly [documents: `documents${string}`]: DocumentsNeed;
  readonly [caches: `caches${string}`]: CacheNeed;
  readonly [buckets: `buckets${string}`]: BucketNeed;
};

type WithVolume = Readonly<Record<string, Pick<ChosenVolume, 'storageClass' | 'storageGiB'>>>;

const chosen = (databases: WithVolume, key: string, of?: ChosenVolume['of']): ChosenVolume[] =>
  Object.entries(databases).map(([name, { storageClass: word, storageGiB: size }]) => ({
    path: `${key}.${name}.storageClass`,
    storageClass: word,
    storageGiB: size,
    ...(of ? { of } : {}),
  }));

export const databases = defineService({
  name: 'databases',
  title: 'Databases',
  summary: 'PostgreSQL, MongoDB, caches and buckets for applications of your own.',
  namespace: 'databases',
  config,
  needs: (c): DatabasesNeeds => ({
    ...needsOf(
      'postgres',
      c.postgres,
      ({ vector, readReplicas: copies, usedFrom: _namespaces, ...asked }, one): PostgresNeed => ({
        kind: 'postgres',
        database: databaseName(one),
        ...asked,
        ...(vector ? { extensions: ['vector'] } : {}),
        ...(copies > 0 ? { readReplicas: copies } : {}),
      }),
    ),
    ...needsOf(
      'documents',
      c.documents,
      ({ usedFrom: _namespaces, ...asked }, one): DocumentsNeed => ({
        kind: 'documents',
        database: databaseName(one),
        ...asked,
      }),
    ),
    ...needsOf('caches', c.caches, ({ usedFrom: _namespaces, ...asked }): CacheNeed => ({ kind: 'cache', ...asked })),
    ...needsOf('buckets', c.buckets, (asked): BucketNeed => ({ kind: 'bucket', ...asked })),
    // What pods that use the buckets run as; the others sign in by password.
    ...(Object.keys(c.buckets).length > 0
      ? { identity: { kind: 'identity', serviceAccount: 'databases', grants: 'needs' } as const }
      : {}),
  }),
  chosenVolumes: (c) => [...chosen(c.postgres, 'postgres', 'postgres'), ...chosen(c.documents, 'documents')],
  operators: () => [],
  objectives: (c) => ({ availabilityPercent: highlyAvailable(c) ? 99.9 : 99 }),
  // A copy takes over within two minutes, a few times a year: nodes are replaced, versions change. A database with one
  // server is away for as long as its pod takes to start elsewhere, its volume included.
  best: (c) => ({ availabilityPercent: highlyAvailable(c) ? 99.95 : 99.5 }),
  complaints: (c) => [...reservedNames(c), ...captureNames(c), ...parameterComplaints(c), ...bucketWords(c)],
  recoveryClass: 'business',
});
