import { z } from 'zod';
import { type BatchRun, cronSchedule, gitSource, packages, runName } from './batch-runs';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import { readReplicas } from './postgres-words';
import { externalWarehouse, unknownWarehouse, warehouseName, warehouseNeeds } from './warehouses';

const project = z
  .strictObject({
    source: gitSource.describe('Where `dbt_project.yml` lies.'),
    warehouse: z
      .string()
      .default('postgres')
      .describe("`postgres`: the service's own database; `lakehouse`: its SQL engine; or a name under `warehouses`."),
    schema: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower case letters, digits and underscores')
      .default('analytics')
      .describe('Schema that models are written to.'),
    schedule: cronSchedule.default('17 4 * * *').describe('When it runs, in UTC.'),
    select: z
      .array(z.string().regex(/^[^\s-][^\s]*$/, "one of dbt's selectors"))
      .default([])
      .describe('Models to run, in the words of dbt; empty: all.'),
    tests: z.boolean().default(true).describe('Run the tests too; what stands on a failed test is not built.'),
    sourceFreshness: z
      .boolean()
      .default(false)
      .describe('Measure the age of sources first; a stale one fails the run.'),
    freshnessMinutes: z
      .int()
      .min(15)
      .max(527_040)
      .default(1560)
      .describe('The last good run may be this old: one day and two hours for a daily run.'),
    threads: z.int().min(1).max(32).default(4).describe('Models that are built at the same time.'),
    deadlineMinutes: z.int().min(5).max(1440).default(120).describe('A run that takes longer is ended and has failed.'),
    memoryMiB: z
      .int()
      .min(512)
      .max(16_384)
      .default(1024)
      .describe('Memory of a run; the work is done by the warehouse.'),
  })
  .describe('A dbt project.');

const config = z
  .strictObject({
    projects: z.record(runName, project).default({}).describe('dbt projects by name.'),
    warehouses: z.record(warehouseName, externalWarehouse).default({}).describe('Warehouses outside the site by name.'),
    packages: packages.describe('Where dbt and its adapters come from.'),
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Of the database, if a project uses it.'),
    storageGiB: z.int().min(20).max(16_000).default(100).describe('Initial volume of the database.'),
    readReplicas: readReplicas.describe(
      'Copies of the warehouse in PostgreSQL that only answer reads, seconds behind: expectations of data look there.',
    ),
    highlyAvailable: z.boolean().default(true).describe('Synchronous database copy in a second zone.'),
    backupRetentionDays: z.int().min(7).max(35).default(14).describe('Reach of point-in-time recovery.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('dbt: models and tests in SQL.');

type Config = z.output<typeof config>;

/** The site's own warehouses. */
const ownWarehouses = ['postgres', 'lakehouse'] as const;

const uses = (c: Config, warehouse: (typeof ownWarehouses)[number]): boolean =>
  Object.values(c.projects).some((one) => one.warehouse === warehouse);

const unknownWarehouses = (c: Config): Complaint[] =>
  Object.entries(c.projects).flatMap(([name, { warehouse }]) =>
    unknownWarehouse(`projects.${name}.warehouse`, warehouse, [...ownWarehouses, ...Object.keys(c.warehouses)]),
  );

const takenNames = (c: Config): Complaint[] =>
  ownWarehouses
    .filter((name) => name in c.warehouses)
    .map((name) => ({
      code: 'SERVICE_CONFLICT',
      path: `warehouses.${name}`,
      message: `${name} is the name of a warehouse of the site itself`,
      value: name,
      fix: 'give the outside warehouse another name',
    }));

const namespace = 'transforms';

/** What Airflow starts, where the environment runs it. */
export const transformRuns = (c: Config): BatchRun[] =>
  Object.entries(c.projects).map(([name, { schedule, deadlineMinutes }]) => ({
    dag: `dbt_${name.replaceAll('-', '_')}`,
    namespace,
    cronJob: `dbt-${name}`,
    schedule,
    deadlineMinutes,
    description: `dbt project ${name}`,
  }));

/** Oldest age that any project allows its last good run. */
const freshness = (c: Config): number =>
  Math.max(...Object.values(c.projects).map(({ freshnessMinutes }) => freshnessMinutes), 15);

export const transforms = defineService({
  name: 'transforms',
  title: 'dbt',
  summary: 'Models and tests in SQL, run as jobs that Airflow starts, with the age of their results.',
  namespace,
  config,
  needs: (c, enabled) => ({
    ...(uses(c, 'postgres')
      ? {
          warehouse: {
            kind: 'postgres',
            database: 'warehouse',
            majorVersion: 17,
            size: c.size,
            storageGiB: c.storageGiB,
            backupRetentionDays: c.backupRetentionDays,
            highlyAvailable: c.highlyAvailable,
            // Suites of expectations look at what was built.
            ...(enabled.has('dataQuality') ? { reader: true } : {}),
            ...(c.readReplicas > 0 ? { readReplicas: c.readReplicas } : {}),
          } as const,
        }
      : {}),
    ...(uses(c, 'lakehouse')
      ? { lakehouse: { kind: 'endpoint', service: 'lakehouse', endpoint: 'sql' } as const }
      : {}),
    ...warehouseNeeds(c.warehouses),
    // Models, columns and results of every run are told to the catalogue.
    ...(enabled.has('catalog') && Object.keys(c.projects).length > 0
      ? { artifacts: { kind: 'endpoint', service: 'catalog', endpoint: 'artifacts' } as const }
      : {}),
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
  }),
  operators: () => [],
  objectives: (c) => ({ availabilityPercent: 95, freshnessMinutes: freshness(c) }),
  // A run that fails is repeated at its next time. Results are as old as the schedule and the longest run make them, which
  // each project states for itself.
  best: (c) => ({ availabilityPercent: 99, freshnessMinutes: freshness(c) }),
  complaints: (c) => [...unknownWarehouses(c), ...takenNames(c)],
  recoveryClass: 'rebuildable',
});
