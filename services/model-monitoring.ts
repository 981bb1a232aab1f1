import { z } from 'zod';
import type { Complaint } from './complaint';
import { defineService } from './define-service';

/** Artifacts of MLflow's runs and models, which its server hands out. */
const fromMlflow = /^(runs|models):\//;

const dataset = z
  .string()
  .regex(
    /^(?:(?:runs|models):\/)?(?!\/)(?!.*\.\.)[\w./@=-]+\.(?:parquet|csv)$/,
    'a .parquet or .csv file: a path inside the bucket of the service, runs:/… or models:/…',
  );

const model = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/, 'lower case letters, digits and dashes, at most 30')
      .describe('Of the model; part of the names of objects and metrics.'),
    reference: dataset.describe('What the model was trained on, with its predictions.'),
    current: dataset.describe('What it saw lately, with its predictions; written anew before each run.'),
    predictionColumn: z.string().min(1).default('prediction').describe('Column of the predictions.'),
    schedule: z
      .string()
      .regex(/^\S+( \S+){4}$/, 'five fields of cron')
      .default('43 * * * *')
      .describe('When it is measured, in UTC.'),
    psiThreshold: z
      .number()
      .positive()
      .max(10)
      .default(0.2)
      .describe('Population stability index of a column from which it counts as drifted.'),
    ksPValue: z
      .number()
      .positive()
      .max(0.5)
      .default(0.001)
      .describe('Kolmogorov-Smirnov p-value of a numeric column below which it counts as drifted.'),
    memoryMiB: z
      .int()
      .min(1024)
      .max(65_536)
      .default(2048)
      .describe('Memory of the job: four times both files at least.'),
  })
  .describe('A model that is watched.');

const config = z
  .strictObject({
    models: z.array(model).max(200).default([]).describe('Models that are watched for drift.'),
    storageGiB: z.int().min(5).max(1000).default(20).describe('Volume of the reports.'),
    datasetRetentionDays: z
      .int()
      .min(7)
      .max(365)
      .default(30)
      .describe('Superseded data sets stay restorable this long.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('Evidently: drift of data and predictions, as metrics and reports.');

type Config = z.output<typeof config>;

const duplicates = ({ models }: Config): Complaint[] =>
  models.flatMap(({ name }, index) =>
    models.findIndex((other) => other.name === name) < index
      ? [
          {
            code: 'SERVICE_CONFLICT' as const,
            path: `models.${index}.name`,
            message: `two models are called ${name}; their metrics could not be told apart`,
            value: name,
            fix: 'give each model a name of its own',
          },
        ]
      : [],
  );

const withoutMlflow = ({ models }: Config, enabled: ReadonlySet<string>): Complaint[] =>
  enabled.has('tracking')
    ? []
    : models.flatMap((each, index) =>
        (['reference', 'current'] as const)
          .filter((which) => fromMlflow.test(each[which]))
          .map((which) => ({
            code: 'SERVICE_MISSING' as const,
            path: `models.${index}.${which}`,
            message: `${each[which]} is an artifact of MLflow, which the environment does not run`,
            value: each[which],
            fix: 'add services.tracking, or put the file into the bucket of the service',
          })),
      );

export const modelMonitoring = defineService({
  name: 'modelMonitoring',
  title: 'Evidently',
  summary: 'Drift of data and predictions: scheduled measurements, metrics, reports.',
  namespace: 'model-monitoring',
  config,
  needs: (c, enabled) => ({
    datasets: { kind: 'bucket', versionRetentionDays: c.datasetRetentionDays },
    identity: { kind: 'identity', serviceAccount: 'drift', grants: 'needs' },
    writeSecret: { kind: 'secret', length: 48 },
    web: { kind: 'route', host: 'evidently', backend: 'evidently', port: 8000, access: 'people', timeoutSeconds: 60 },
    ...(enabled.has('tracking')
      ? { tracking: { kind: 'endpoint', service: 'tracking', endpoint: 'http' } as const }
      : {}),
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
  }),
  operators: () => [],
  objectives: () => ({ availabilityPercent: 99 }),
  // One server on one volume: while its machine is replaced, nobody sees the reports. Metrics and alerts go on.
  best: () => ({ availabilityPercent: 99.5 }),
  complaints: (c, enabled) => [...duplicates(c), ...withoutMlflow(c, enabled)],
  recoveryClass: 'rebuildable',
});
