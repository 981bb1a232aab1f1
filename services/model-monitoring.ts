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

const schedule = z.string().regex(/^\S+( \S+){4}$/, 'five fields of cron');

const explanations = z
  .strictObject({
    schedule: schedule.default('13 4 * * *').describe('When it is explained, in UTC.'),
    rows: z
      .int()
      .min(200)
      .max(1_000_000)
      .default(20_000)
      .describe('Newest rows that are looked at; more say little more and take longer.'),
    without: z
      .array(z.string().min(1))
      .max(200)
      .default([])
      .describe('Columns that are no inputs of the model, e.g. identifiers and labels.'),
    fidelity: z
      .number()
      .min(0)
      .max(1)
      .default(0.8)
      .describe('Share of the predictions that the explanation must account for; below it an alert says so.'),
  })
  .describe('What the predictions depend on: importance of each column, by a stand-in that learns the predictions.');

const fairness = z
  .strictObject({
    column: z.string().min(1).describe('Column of the groups that are compared.'),
    labelColumn: z
      .string()
      .min(1)
      .optional()
      .describe('Column of what really happened, 0 or 1; left out: only shares of selection are compared.'),
    threshold: z.number().default(0.5).describe('A prediction from which a row counts as selected.'),
    minimumRatio: z
      .number()
      .positive()
      .max(1)
      .default(0.8)
      .describe('Smallest selection rate divided by the largest; 0.8 is the four-fifths rule.'),
    minimumRows: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(50)
      .describe('Smaller groups are shown and not compared: chance would decide.'),
    schedule: schedule.default('23 4 * * *').describe('When it is measured, in UTC.'),
  })
  .describe('Whether groups are treated alike.');

const versions = z
  .strictObject({
    column: z
      .string()
      .min(1)
      .default('version')
      .describe('Column of the version that predicted a row, as records of the trail and metrics write it: `v12`.'),
    minimumRows: z
      .int()
      .min(30)
      .max(10_000_000)
      .default(500)
      .describe('Rows of a version below which nothing is said about it: chance would decide.'),
    labels: z
      .strictObject({
        column: z.string().min(1).describe('Column of what really happened; empty where nobody knows yet.'),
        error: z
          .enum(['absolute', 'squared', 'unequal'])
          .default('absolute')
          .describe(
            'Mean of |prediction - label|, of its square (of probabilities: the Brier score), or share of rows where both differ.',
          ),
      })
      .optional()
      .describe('Labels that come later; left out: no errors are measured.'),
  })
  .describe('Measures each version apart, so that a canary and alerts can judge it.');

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
    versions: versions.optional(),
    retrain: z
      .strictObject({
        dag: z
          .string()
          .regex(/^[\w.-]{1,200}$/, 'letters, digits, dots, dashes and underscores')
          .describe('DAG of the orchestration service; its run gets the alert as `conf`.'),
      })
      .optional()
      .describe('Trains the model again when its predictions drifted; left out: a person decides.'),
    explanations: explanations.optional(),
    fairness: fairness.optional(),
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

/** A drift becomes a training by way of an alert. */
const withoutTrainer = ({ models }: Config, enabled: ReadonlySet<string>): Complaint[] =>
  models.flatMap(({ retrain }, index) =>
    retrain
      ? (['orchestration', 'monitoring'] as const)
          .filter((service) => !enabled.has(service))
          .map((service) => ({
            code: 'SERVICE_MISSING' as const,
            path: `models.${index}.retrain`,
            message: `an alert of monitoring starts the DAG ${retrain.dag} of orchestration; the environment does not run ${service}`,
            value: retrain.dag,
            fix: `add services.${service}, or leave retrain out`,
          }))
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
    writeSecret: { kind: 'secret', length: 48, boundTo: 'pods' },
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
  complaints: (c, enabled) => [...duplicates(c), ...withoutMlflow(c, enabled), ...withoutTrainer(c, enabled)],
  // The server's workspace: reports are files, and what they were made from may be gone.
  copiedVolumes: () => [{ 'app.kubernetes.io/instance': 'model-monitoring', 'app.kubernetes.io/component': 'server' }],
  recoveryClass: 'rebuildable',
});
