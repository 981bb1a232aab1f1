import { z } from 'zod';
import { bucketComplaints, bucketTiers } from './bucket-words';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import { externalWarehouse, warehouseName, warehouseNeeds } from './warehouses';

const config = z
  .strictObject({
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Of the SQL engine and its memory.'),
    workers: z.int().min(2).max(100).default(3).describe('Workers of the SQL engine; two at least.'),
    warehouses: z
      .record(warehouseName, externalWarehouse)
      .default({})
      .describe('Warehouses outside the site; their reachability is measured.'),
    queryMaxMinutes: z.int().min(1).max(1440).default(60).describe('A query that takes longer is ended.'),
    fileRetentionDays: z.int().min(7).max(365).default(30).describe('Deleted files of tables stay restorable.'),
    tiers: bucketTiers.optional(),
    storageGiB: z.int().min(20).max(16_000).default(20).describe("Initial volume of the catalogue's database."),
    highlyAvailable: z.boolean().default(true).describe('Synchronous database copy in a second zone.'),
    backupRetentionDays: z.int().min(7).max(35).default(14).describe('Reach of point-in-time recovery.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('Iceberg tables, their catalogue (Lakekeeper) and a SQL engine (Trino).');

type Config = z.output<typeof config>;

/** Restored together, or tables point at files that are gone: the catalogue must not reach further back than the files. */
const backupsBeyondFiles = ({ backupRetentionDays, fileRetentionDays }: Config): Complaint[] =>
  backupRetentionDays <= fileRetentionDays
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT',
          path: 'fileRetentionDays',
          message: `the catalogue can be set back ${backupRetentionDays} days, but deleted files are kept ${fileRetentionDays}: its tables would name files that are gone`,
          value: fileRetentionDays,
          allowed: [`at least ${backupRetentionDays}`],
          fix: `set fileRetentionDays to ${backupRetentionDays} or more`,
        },
      ];

export const lakehouse = defineService({
  name: 'lakehouse',
  title: 'Iceberg with Trino',
  summary: "Iceberg tables on the site's bucket: a REST catalogue and SQL over it; outside warehouses, watched.",
  namespace: 'lakehouse',
  config,
  needs: (c, enabled) => ({
    tables: {
      kind: 'bucket',
      versionRetentionDays: c.fileRetentionDays,
      fileSystem: true,
      ...(c.tiers ? { tiers: c.tiers } : {}),
      // Programs of Flink and Spark read and write the files of tables themselves.
      ...(enabled.has('processing') ? { shared: true } : {}),
    },
    catalog: {
      kind: 'postgres',
      database: 'catalog',
      majorVersion: 17,
      size: 'small',
      storageGiB: c.storageGiB,
      backupRetentionDays: c.backupRetentionDays,
      highlyAvailable: c.highlyAvailable,
    },
    identity: { kind: 'identity', serviceAccount: 'lakehouse', grants: 'needs' },
    // Encrypts what the catalogue keeps of stores that are not reached by identity.
    encryptionKey: { kind: 'secret', length: 48, boundTo: 'data' },
    // By which coordinator and workers know each other.
    clusterSecret: { kind: 'secret', length: 64, boundTo: 'pods' },
    web: { kind: 'route', host: 'trino', backend: 'trino', port: 8080, access: 'people', timeoutSeconds: 3600 },
    ...warehouseNeeds(c.warehouses),
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
  }),
  operators: () => [],
  endpoints: {
    sql: { name: 'trino', port: 8080, scheme: 'http' },
    catalog: { name: 'lakekeeper', port: 8181, scheme: 'http' },
  },
  objectives: () => ({ availabilityPercent: 99 }),
  // One coordinator: while its pod is replaced nobody can ask anything, for one to three minutes a few times a month.
  best: () => ({ availabilityPercent: 99.5 }),
  complaints: (c) => [...backupsBeyondFiles(c), ...bucketComplaints('', { tiers: c.tiers })],
  stopsOffHours: 'when-named',
  recoveryClass: 'business',
});
