import { z } from 'zod';
import type { Complaint } from './complaint';
import { defineService } from './define-service';

/**
 * What one entity takes in the online store: its key, the hash around it and the time of every feature view, and for
 * each feature a hash field of four bytes with its length and the tag of the value.
 */
const bytesPerEntity = 200;
const bytesAroundFeature = 12;
/** A fifth stays free for writes under way and for entities that come. */
const usableShare = 0.8;
const gib = 1024 ** 3;

const onlineStore = z
  .strictObject({
    memoryGiB: z.number().min(0.25).max(500).default(4).describe('Room for data in the online store.'),
    entities: z.int().min(1).default(1_000_000).describe('Entities with features, e.g. customers.'),
    features: z.int().min(1).max(10_000).default(50).describe('Features of one entity, over all feature views.'),
    bytesPerFeature: z
      .number()
      .min(1)
      .default(12)
      .describe('Mean size of a value; numbers 4 to 9, texts their length.'),
    highlyAvailable: z.boolean().default(true).describe('Copies that take over by themselves.'),
  })
  .prefault({})
  .describe('Newest value of every feature, for reading within milliseconds.');

const definitions = z
  .strictObject({
    repository: z.url().describe('Git repository with the feature definitions, over HTTPS.'),
    revision: z.string().min(1).describe('Tag or commit; another one applies the definitions anew.'),
    folder: z
      .string()
      .regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/)
      .default('.')
      .describe('Folder of the repository that holds the Python files.'),
  })
  .describe('Where the feature definitions are kept.');

const config = z
  .strictObject({
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Pod and registry sizing profile.'),
    replicas: z.int().min(2).max(50).default(3).describe('Feature servers; two at least, so that a node can leave.'),
    onlineStore,
    offlineStore: z
      .enum(['postgres', 'duckdb', 'warehouse'])
      .default('postgres')
      .describe(
        "History of features: a PostgreSQL database, Parquet files in the site's bucket read by DuckDB, or tables of the cloud's own query engine, where the cloud has one.",
      ),
    scanLimitGiB: z
      .int()
      .min(1)
      .max(102_400)
      .default(1024)
      .describe('Most that one query of the warehouse may read, where the cloud has such a limit.'),
    historyStorageGiB: z.int().min(20).max(16000).default(200).describe('Initial volume of the history database.'),
    highlyAvailable: z.boolean().default(true).describe('Synchronous database copies in a second zone.'),
    backupRetentionDays: z.int().min(7).max(35).default(14).describe('Reach of point-in-time recovery.'),
    materializeEveryMinutes: z
      .union([z.literal(5), z.literal(10), z.literal(15), z.literal(20), z.literal(30), z.literal(60)])
      .default(15)
      .describe('How often new values go from the history to the online store.'),
    pushes: z
      .array(z.string().regex(/^[A-Za-z_]\w{0,62}$/, 'the name of a push source in the definitions'))
      .default([])
      .describe('Push sources that streams write to: their features are seconds old, and watched.'),
    definitions: definitions.optional(),
    ui: z.boolean().default(true).describe('Web page of entities, features and their lineage.'),
  })
  .describe('Feast feature store.');

type Config = z.output<typeof config>;

/** Memory that the stated features take, in GiB. */
export const onlineStoreGiB = ({ entities, features, bytesPerFeature }: Config['onlineStore']): number =>
  (entities * (bytesPerEntity + features * (bytesPerFeature + bytesAroundFeature))) / gib;

function storeTooSmall({ onlineStore: store }: Config): Complaint[] {
  const data = onlineStoreGiB(store);
  const needed = Math.ceil((data / usableShare) * 10) / 10;
  if (store.memoryGiB >= needed) return [];
  const { entities, features, bytesPerFeature } = store;
  return [
    {
      code: 'STORE_TOO_SMALL',
      path: 'onlineStore.memoryGiB',
      message: `${entities} entities x (${bytesPerEntity} + ${features} features x (${bytesPerFeature} + ${bytesAroundFeature}) bytes) = ${data.toFixed(1)} GiB, and a fifth must stay free: ${needed} GiB`,
      value: store.memoryGiB,
      allowed: [`at least ${needed}`],
      fix: `set onlineStore.memoryGiB to ${needed}, or keep fewer entities or features online`,
    },
  ];
}

/** Processes of one server pod; `charts/feature-store/sizing.ts` gives each its core and memory. */
export const feastWorkers: Readonly<Record<Config['size'], number>> = { small: 1, standard: 2, large: 4 };
/** 5 ms of a core a request (parsing, a round trip to the online store, JSON) at 60 % of the core. */
export const requestsPerFeastWorker = 120;

const minutesToMaterialize = 2;

/** Age of features that a materialisation keeps, in minutes: its interval, and the time it takes itself. */
export const materializedMinutes = ({ materializeEveryMinutes }: Config): number =>
  materializeEveryMinutes + minutesToMaterialize;

const database = (c: Config, name: string, storageGiB: number) =>
  ({
    kind: 'postgres',
    database: name,
    majorVersion: 17,
    size: c.size,
    storageGiB,
    backupRetentionDays: c.backupRetentionDays,
    highlyAvailable: c.highlyAvailable,
  }) as const;

/** A push is in the online store before it is answered; the stream before it may lag by the rest of the minute. */
const pushedMinutes = 1;

const freshnessOf = (c: Config): number => (c.pushes.length > 0 ? pushedMinutes : materializedMinutes(c));

export const featureStore = defineService({
  name: 'featureStore',
  title: 'Feast',
  summary: 'Features for training and, within milliseconds, for serving.',
  namespace: 'feature-store',
  config,
  needs: (c, enabled) => ({
    online: {
      kind: 'cache',
      memoryGiB: c.onlineStore.memoryGiB,
      highlyAvailable: c.onlineStore.highlyAvailable,
      // A feature that was thrown out would be read as missing: better that a write fails and somebody is told.
      eviction: 'noeviction',
      persistent: true,
    },
    registry: database(c, 'feast', 20),
    ...(c.offlineStore === 'postgres' ? { history: database(c, 'features', c.historyStorageGiB) } : {}),
    ...(c.offlineStore === 'warehouse'
      ? {
          warehouse: {
            kind: 'warehouse',
            scanLimitGiB: c.scanLimitGiB,
            versionRetentionDays: c.backupRetentionDays,
            choice: { path: 'offlineStore', others: ['postgres', 'duckdb'] },
          } as const,
        }
      : {}),
    files: { kind: 'bucket', versionRetentionDays: c.backupRetentionDays },
    identity: { kind: 'identity', serviceAccount: 'feast', grants: 'needs' },
    // A copy of the registry goes to the catalogue.
    ...(enabled.has('catalog')
      ? { artifacts: { kind: 'endpoint', service: 'catalog', endpoint: 'artifacts' } as const }
      : {}),
    ...(c.ui
      ? {
          web: {
            kind: 'route',
            host: 'feast',
            backend: 'feast-ui',
            port: 8888,
            access: 'people',
            timeoutSeconds: 60,
          } as const,
        }
      : {}),
  }),
  operators: () => [],
  endpoints: { http: { name: 'feast', port: 6566, scheme: 'http' } },
  objectives: (c) => ({ availabilityPercent: 99.9, p95Ms: 10, freshnessMinutes: materializedMinutes(c) }),
  // Replicas in several zones, and an online store that changes its primary in about fifteen seconds. A read crosses the
  // network to the store once, often to another zone and back: 2 ms, and as much in the server. A p99 must also
  // stand a collection of Python's memory. Features are as old as the last
  // materialisation, unless they are pushed.
  best: (c) => ({
    availabilityPercent: c.onlineStore.highlyAvailable ? 99.95 : 99.5,
    p95Ms: 5,
    p99Ms: 10,
    throughputPerSecond: c.replicas * feastWorkers[c.size] * requestsPerFeastWorker,
    freshnessMinutes: freshnessOf(c),
  }),
  complaints: storeTooSmall,
  stopsOffHours: 'by-default',
  recoveryClass: 'business',
});
