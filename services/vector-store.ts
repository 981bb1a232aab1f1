import { z } from 'zod';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import { aboveCeiling } from './namespace-ceiling';
import type { PostgresSize } from './needs';
import { storageClass } from './volume-words';

const bytesPerNumber = 4;
/** Full vectors and the graph of their neighbours: half as much again. Source: qdrant.tech, capacity planning. */
const graphFactor = 1.5;
const gib = 1024 ** 3;
/** What a node gives to vectors; the rest is for queries, segments that are built anew and the program. */
const usableShare = 0.75;
/** On disk: the vectors, the same again while segments are merged, and once more for a snapshot under way. */
const diskCopies = 3;
/** What pgvector can index: longer vectors are read one by one. Source: pgvector, HNSW on type `vector`. */
const indexableDimensions = 2000;
/** Memory of each size of database; see `PostgresNeed.size`. */
const databaseGiB: Readonly<Record<PostgresSize, number>> = { small: 4, standard: 8, large: 16 };

const qdrant = z
  .strictObject({
    engine: z.literal('qdrant'),
    nodes: z
      .union([z.literal(1), z.int().min(3).max(30)])
      .default(3)
      .describe('Members of the cluster: one, or three and more, because a majority must agree.'),
    cpuMillis: z.int().min(250).max(64_000).default(1000).describe('Reserved for each node.'),
    memoryGiB: z.number().min(1).max(512).default(8).describe('Of each node.'),
    storageGiB: z.int().min(10).max(16_000).default(50).describe('Volume of each node.'),
    storageClass,
    replicationFactor: z
      .int()
      .min(1)
      .max(5)
      .default(2)
      .describe('Copies of a collection that does not ask for others; at most one a node.'),
    snapshotSchedule: z
      .string()
      .regex(/^\S+( \S+){4}$/, 'five fields of cron')
      .default('23 2 * * *')
      .describe('When snapshots are made, in UTC.'),
    snapshotRetentionDays: z.int().min(1).max(90).default(7).describe('Snapshots stay this long.'),
  })
  .describe('A cluster of Qdrant inside the site.');

const pgvector = z
  .strictObject({
    engine: z.literal('pgvector'),
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Database sizing profile.'),
    storageGiB: z.int().min(20).max(16_000).default(100).describe('Initial database volume.'),
    highlyAvailable: z.boolean().default(true).describe('Synchronous database copy in a second zone.'),
    backupRetentionDays: z.int().min(7).max(35).default(14).describe('Reach of point-in-time recovery.'),
  })
  .describe('A PostgreSQL database with the extension pgvector.');

const config = z
  .strictObject({
    store: z
      .discriminatedUnion('engine', [qdrant, pgvector])
      .prefault({ engine: 'qdrant' })
      .describe('What keeps the vectors.'),
    vectors: z.int().min(1).default(1_000_000).describe('Vectors of all collections; sizes are checked by it.'),
    dimensions: z.int().min(1).max(65_536).default(768).describe('Numbers of one vector.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('Vector store: Qdrant, or PostgreSQL with pgvector.');

type Config = z.output<typeof config>;
type Qdrant = z.output<typeof qdrant>;

/** What one copy of the stated vectors takes with its graph, in GiB. */
export const vectorsGiB = ({ vectors, dimensions }: Config): number =>
  (vectors * dimensions * bytesPerNumber * graphFactor) / gib;

const ceil = (value: number): number => Math.ceil(value * 10) / 10;

const sum = ({ vectors, dimensions }: Config): string =>
  `${vectors} vectors x ${dimensions} x ${bytesPerNumber} bytes x ${graphFactor} for the graph`;

const tooSmall = (
  path: string,
  { value, needed, arithmetic, fix }: { value: number; needed: number; arithmetic: string; fix: string },
): Complaint[] =>
  value >= needed
    ? []
    : [
        {
          code: 'STORE_TOO_SMALL',
          path,
          message: `${arithmetic}: ${needed} GiB`,
          value,
          allowed: [`at least ${needed}`],
          fix,
        },
      ];

function qdrantComplaints(c: Config, store: Qdrant): Complaint[] {
  const perNode = (vectorsGiB(c) * store.replicationFactor) / store.nodes;
  const shared = `${sum(c)} x ${store.replicationFactor} copies / ${store.nodes} nodes`;
  const memory = ceil(perNode / usableShare);
  const disk = Math.ceil(perNode * diskCopies);
  return [
    ...tooSmall('store.memoryGiB', {
      value: store.memoryGiB,
      needed: memory,
      arithmetic: `${shared}, and a quarter must stay free`,
      fix: `set store.memoryGiB to ${memory}, or add nodes`,
    }),
    ...tooSmall('store.storageGiB', {
      value: store.storageGiB,
      needed: disk,
      arithmetic: `${shared} x ${diskCopies} for merges and a snapshot`,
      fix: `set store.storageGiB to ${disk}, or add nodes`,
    }),
    ...aboveCeiling('store.nodes', Array<Qdrant>(store.nodes).fill(store)),
    ...(store.replicationFactor > store.nodes
      ? [
          {
            code: 'SERVICE_CONFLICT' as const,
            path: 'store.replicationFactor',
            message: `${store.nodes} nodes cannot hold ${store.replicationFactor} copies of a collection`,
            value: store.replicationFactor,
            allowed: [`1 to ${store.nodes}`],
            fix: 'lower store.replicationFactor, or add nodes',
          },
        ]
      : []),
  ];
}

function pgvectorComplaints(c: Config, size: PostgresSize): Complaint[] {
  const needed = ceil(vectorsGiB(c) / usableShare);
  const enough = (Object.keys(databaseGiB) as PostgresSize[]).filter((each) => databaseGiB[each] >= needed);
  return [
    ...(enough.includes(size)
      ? []
      : [
          {
            code: 'STORE_TOO_SMALL' as const,
            path: 'store.size',
            message: `${sum(c)}, and a quarter must stay free: ${needed} GiB; a ${size} database has ${databaseGiB[size]}`,
            value: size,
            allowed: enough,
            fix: enough[0]
              ? `set store.size to ${enough[0]}`
              : 'use the engine qdrant, which spreads vectors over nodes',
          },
        ]),
    ...(c.dimensions > indexableDimensions
      ? [
          {
            code: 'SERVICE_CONFLICT' as const,
            path: 'dimensions',
            message: `pgvector indexes vectors of at most ${indexableDimensions} numbers; longer ones are compared one by one`,
            value: c.dimensions,
            allowed: [`1 to ${indexableDimensions}`],
            fix: 'use a model with fewer dimensions, or the engine qdrant',
          },
        ]
      : []),
  ];
}

const qdrantNeeds = ({ snapshotRetentionDays }: Qdrant) =>
  ({
    apiKey: { kind: 'secret', length: 48, boundTo: 'callers' },
    readOnlyKey: { kind: 'secret', length: 48, boundTo: 'callers' },
    snapshots: { kind: 'bucket', versionRetentionDays: snapshotRetentionDays },
    identity: { kind: 'identity', serviceAccount: 'qdrant', grants: 'needs' },
  }) as const;

const pgvectorNeeds = ({ size, storageGiB, backupRetentionDays, highlyAvailable }: z.output<typeof pgvector>) =>
  ({
    database: {
      kind: 'postgres',
      database: 'vectors',
      majorVersion: 17,
      size,
      storageGiB,
      backupRetentionDays,
      highlyAvailable,
      extensions: ['vector'],
    },
  }) as const;

export const vectorStore = defineService({
  name: 'vectorStore',
  title: 'Vector store',
  summary: 'Vectors and their nearest neighbours, for retrieval and recommendations: Qdrant or pgvector.',
  namespace: 'vector-store',
  config,
  needs: ({ store, ownKey }) => ({
    ...(store.engine === 'qdrant' ? qdrantNeeds(store) : {}),
    ...(store.engine === 'pgvector' ? pgvectorNeeds(store) : {}),
    ...(ownKey ? { key: { kind: 'key' } as const } : {}),
  }),
  chosenVolumes: ({ store }) =>
    store.engine === 'qdrant'
      ? [{ path: 'store.storageClass', storageClass: store.storageClass, storageGiB: store.storageGiB }]
      : [],
  operators: () => [],
  // Of Qdrant; a pgvector database is reached by the address in its Secret.
  endpoints: {
    http: { name: 'qdrant', port: 6333, scheme: 'http' },
    grpc: { name: 'qdrant', port: 6334, scheme: 'grpc' },
  },
  objectives: ({ store }) =>
    store.engine === 'qdrant' ? { availabilityPercent: 99.9, p95Ms: 50 } : { availabilityPercent: 99.9 },
  // Copies of a collection answer for a node that leaves; a single node or copy is away for minutes at every update.
  // A search in memory takes a few milliseconds, and a query to several nodes waits for the slowest. What a query to
  // PostgreSQL takes depends on the query; nothing measures it.
  best: ({ store }) =>
    store.engine === 'qdrant'
      ? {
          availabilityPercent: store.nodes > 1 && store.replicationFactor > 1 ? 99.95 : 99.5,
          p95Ms: 10,
          p99Ms: 20,
        }
      : { availabilityPercent: store.highlyAvailable ? 99.95 : 99.5 },
  complaints: (c) => (c.store.engine === 'qdrant' ? qdrantComplaints(c, c.store) : pgvectorComplaints(c, c.store.size)),
  recoveryClass: 'rebuildable',
});
