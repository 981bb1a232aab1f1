import { z } from 'zod';
import { type BatchRun, cronSchedule, gitSource, packages, runName } from './batch-runs';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import { externalWarehouse, unknownWarehouse, warehouseName, warehouseNeeds } from './warehouses';

const expectation = z
  .strictObject({
    type: z
      .string()
      .regex(/^expect_[a-z_]+$/, 'the name of an expectation in snake case')
      .describe('Expectation of Great Expectations.'),
    kwargs: z.record(z.string(), z.json()).default({}).describe('Its arguments.'),
  })
  .describe('What must hold.');

const data = z
  .discriminatedUnion('from', [
    z.strictObject({
      from: z.literal('files'),
      path: z
        .string()
        .regex(
          /^(?!\/)(?!.*\.\.)[\w./@=-]+\.(parquet|csv)$/,
          'a .parquet or .csv file inside the bucket of the service',
        ),
    }),
    z.strictObject({
      from: z.literal('lakehouse'),
      query: z.string().min(1).describe('SELECT whose rows are looked at; names are `catalog.schema.table`.'),
    }),
    z.strictObject({
      from: z.literal('transforms'),
      query: z.string().min(1).describe('SELECT on the database that dbt builds; names are `schema.table`.'),
    }),
    z.strictObject({
      from: z.literal('warehouse'),
      warehouse: warehouseName.describe('Name under `warehouses`.'),
      query: z.string().min(1).describe('SELECT whose rows are looked at.'),
    }),
  ])
  .describe('What is looked at.');

const suite = z
  .strictObject({
    data,
    expectations: z.array(expectation).default([]).describe('What must hold, stated here.'),
    definitions: gitSource
      .safeExtend({
        file: z
          .string()
          .regex(/^[A-Za-z0-9._-]+\.json$/)
          .default('expectations.json')
          .describe('An expectation suite as Great Expectations writes it.'),
      })
      .optional()
      .describe('What must hold besides, kept in Git.'),
    newestRow: z
      .strictObject({
        column: z.string().min(1).describe('Time of a row, in UTC.'),
        maxAgeMinutes: z.int().min(1).max(527_040).describe('The newest row may be this old.'),
      })
      .optional()
      .describe('Freshness of the data.'),
    failureAction: z
      .enum(['fail', 'report'])
      .default('fail')
      .describe('`fail`: the run fails, and what waits for it in Airflow does not start; `report`: metrics only.'),
    schedule: cronSchedule.default('47 4 * * *').describe('When it runs, in UTC.'),
    freshnessMinutes: z
      .int()
      .min(15)
      .max(527_040)
      .default(1560)
      .describe('The last run, good or bad, may be this old.'),
    deadlineMinutes: z.int().min(5).max(1440).default(60).describe('A run that takes longer is ended and has failed.'),
    memoryMiB: z.int().min(1024).max(65_536).default(2048).describe('Memory of a run: four times the data at least.'),
  })
  .describe('A suite of expectations.');

const config = z
  .strictObject({
    suites: z.record(runName, suite).default({}).describe('Suites by name.'),
    warehouses: z.record(warehouseName, externalWarehouse).default({}).describe('Warehouses outside the site by name.'),
    packages: packages.describe('Where Great Expectations comes from.'),
    fileRetentionDays: z.int().min(7).max(365).default(30).describe('Superseded files stay restorable this long.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('Great Expectations: what must hold of data.');

type Config = z.output<typeof config>;

const unknownWarehouses = (c: Config): Complaint[] =>
  Object.entries(c.suites).flatMap(([name, { data: looked }]) =>
    looked.from === 'warehouse'
      ? unknownWarehouse(`suites.${name}.data.warehouse`, looked.warehouse, Object.keys(c.warehouses))
      : [],
  );

const emptySuites = (c: Config): Complaint[] =>
  Object.entries(c.suites).flatMap(([name, { expectations, definitions, newestRow }]) =>
    expectations.length > 0 || definitions || newestRow
      ? []
      : [
          {
            code: 'SERVICE_CONFLICT' as const,
            path: `suites.${name}.expectations`,
            message: 'expects nothing: it would succeed whatever the data is',
            value: [],
            allowed: ['expectations', 'definitions', 'newestRow'],
            fix: 'state an expectation, or leave the suite out',
          },
        ],
  );

const namespace = 'data-quality';

/** What Airflow starts, where the environment runs it. */
export const qualityRuns = (c: Config): BatchRun[] =>
  Object.entries(c.suites).map(([name, { schedule, deadlineMinutes }]) => ({
    dag: `quality_${name.replaceAll('-', '_')}`,
    namespace,
    cronJob: `quality-${name}`,
    schedule,
    deadlineMinutes,
    description: `expectations of ${name}`,
  }));

const freshness = (c: Config): number =>
  Math.max(...Object.values(c.suites).map(({ freshnessMinutes }) => freshnessMinutes), 15);

const looksAt = (c: Config, from: z.output<typeof data>['from']): boolean =>
  Object.values(c.suites).some((one) => one.data.from === from);

export const dataQuality = defineService({
  name: 'dataQuality',
  title: 'Great Expectations',
  summary: 'Expectations of data, run as jobs that Airflow starts, with results and age of the data as metrics.',
  namespace,
  config,
  needs: (c) => ({
    files: { kind: 'bucket', versionRetentionDays: c.fileRetentionDays },
    identity: { kind: 'identity', serviceAccount: 'quality', grants: 'needs' },
    ...(looksAt(c, 'lakehouse')
      ? { lakehouse: { kind: 'endpoint', service: 'lakehouse', endpoint: 'sql' } as const }
      : {}),
    ...(looksAt(c, 'transforms')
      ? {
          transforms: {
            kind: 'databaseUser',
            service: 'transforms',
            need: 'warehouse',
            of: 'postgres',
            as: 'reader',
          } as const,
        }
      : {}),
    ...warehouseNeeds(c.warehouses),
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
  }),
  operators: () => [],
  objectives: (c) => ({ availabilityPercent: 95, freshnessMinutes: freshness(c) }),
  // A run that fails for want of a node is repeated twice; results are as old as each suite's schedule makes them.
  best: (c) => ({ availabilityPercent: 99, freshnessMinutes: freshness(c) }),
  complaints: (c) => [...unknownWarehouses(c), ...emptySuites(c)],
  recoveryClass: 'rebuildable',
});
