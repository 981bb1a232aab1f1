import { z } from 'zod';
import { bucketComplaints, bucketLock, bucketTiers } from './bucket-words';
import type { Complaint } from './complaint';
import { defineService, type EnabledServices } from './define-service';
import type { NeedByKind } from './needs';
import type { OperatorName } from './operators';
import { servedModelComplaints } from './serving-complaints';
import {
  imageReference,
  isScaled,
  type ModelRouteNeed,
  mayRest,
  modelRouteNeed,
  type ServedModel,
  type ServingGpuNeed,
  servedModel,
  servedName,
  servingGpuNeed,
  sourcesOf,
  workloadsOf,
} from './serving-models';

const dataFile = (endings: readonly string[]) =>
  z
    .string()
    .regex(
      new RegExp(`^(?!.*\\.\\.)[\\w.@=-]+(/[\\w.@=-]+)*\\.(${endings.join('|')})$`),
      `a file inside the bucket of the service that ends in .${endings.join(' or .')}`,
    );

const batchJob = z
  .strictObject({
    model: servedName.describe('Model of this service; its own source is loaded, never a variant.'),
    input: dataFile(['csv', 'json']).describe('What is predicted.'),
    output: dataFile(['json']).describe('Where the predictions go, as MLflow writes them; replaced by each run.'),
    schedule: z
      .string()
      .regex(/^\S+( \S+){4}$/, 'five fields of cron')
      .default('13 2 * * *')
      .describe('When it runs, in UTC.'),
    memoryMiB: z.int().min(1024).max(262_144).default(4096).describe('Memory: model, input and predictions at once.'),
    deadlineMinutes: z.int().min(5).max(2880).default(120).describe('Longest run.'),
    spot: z.boolean().default(true).describe('Runs on machines that may be taken away, where the site has such.'),
  })
  .describe('Predictions for a whole file, on a schedule.');

const trail = z
  .strictObject({
    retentionDays: z
      .int()
      .min(30)
      .max(3650)
      .default(365)
      .describe('Records are deleted this long after they were made.'),
    inputs: z
      .boolean()
      .default(true)
      .describe('Whether what was asked is written down too; without it nobody can predict again what was predicted.'),
    tiers: bucketTiers.optional(),
    lock: bucketLock
      .optional()
      .describe(
        'Records can be neither changed nor deleted for a time, which an auditor may ask for; an erasure that a person asks for waits as long. Default: no lock.',
      ),
  })
  .describe(
    'A record of each prediction in a bucket of its own: when, who asked, which version, what was answered and why.',
  );

const config = z
  .strictObject({
    models: z.record(servedName, servedModel).default({}).describe('Models that answer requests, by name.'),
    batch: z.record(servedName, batchJob).default({}).describe('Models that predict whole files, by name of the job.'),
    serverImage: imageReference
      .optional()
      .describe(
        "MLServer with the libraries that saved your models. Default: MLServer's own, with those of its release.",
      ),
    trail: trail.optional(),
    host: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a label of a host name')
      .default('models')
      .describe('First label of the host name; each model has its path below it.'),
    dataRetentionDays: z.int().min(7).max(365).default(30).describe('Superseded files stay restorable this long.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('Models that predict: MLServer, KServe or own images, with canaries, comparisons, shadows and batch jobs.');

type Config = z.output<typeof config>;

const modelsOf = ({ models }: Config): [string, ServedModel][] => Object.entries(models);

const usesRegistry = (c: Config): boolean =>
  modelsOf(c).some(([, model]) => sourcesOf(model).some(([, { from }]) => from === 'registry'));

const isMeasured = (model: ServedModel): boolean => model.delivery.by === 'canary' || isScaled(model);

const routeNeeds = (c: Config): Readonly<Record<ModelRouteNeed, NeedByKind['route']>> =>
  Object.fromEntries(
    modelsOf(c).map(([name, { access, timeoutSeconds, source, replicas }]) => [
      modelRouteNeed(name, { replicas }),
      {
        kind: 'route',
        host: c.host,
        path: `/${name}`,
        backend: name,
        port: source.from === 'image' ? source.port : 8080,
        access,
        timeoutSeconds,
        ownRoute: true,
        ...(mayRest({ replicas }) ? { resting: true } : {}),
      },
    ]),
  );

const gpuNeeds = (c: Config): Partial<Record<ServingGpuNeed, NeedByKind['pool']>> =>
  Object.fromEntries(
    modelsOf(c)
      .filter(([, { gpus }]) => gpus > 0)
      .map(([, { gpus }]) => [servingGpuNeed(gpus), { kind: 'pool', purpose: 'gpu', gpus }]),
  );

/** Objects and needs of two models, or of a model and a job, under one name would be one. */
function collisions(c: Config): Complaint[] {
  const named = [
    ...modelsOf(c).map(([name, model]) => ({
      path: `models.${name}`,
      names: [...workloadsOf(name, model), modelRouteNeed(name, model)],
    })),
    ...Object.keys(c.batch).map((name) => ({ path: `batch.${name}`, names: [`batch-${name}`] })),
  ];
  const taken = new Map<string, string>();
  return named.flatMap(({ path, names }) => {
    const shared = names.find((name) => taken.has(name));
    const first = shared === undefined ? undefined : taken.get(shared);
    for (const name of names) taken.set(name, path);
    return shared === undefined
      ? []
      : [
          {
            code: 'SERVICE_CONFLICT' as const,
            path,
            message: `needs the name ${shared}, which ${first} has`,
            fix: 'give one of them another name',
          },
        ];
  });
}

const nothingToRun = (c: Config): Complaint[] =>
  Object.entries(c.batch).flatMap(([name, { model }]): Complaint[] => {
    const served = c.models[model];
    const path = `batch.${name}.model`;
    if (!served)
      return [
        {
          code: 'SERVICE_CONFLICT',
          path,
          message: `there is no model ${model}`,
          value: model,
          allowed: Object.keys(c.models),
          fix: 'name a model of this service',
        },
      ];
    if (served.source.from !== 'image') return [];
    return [
      {
        code: 'SERVICE_CONFLICT',
        path,
        message: `${model} is an own server, whose model nothing else can load`,
        value: model,
        fix: 'take the model from registry or bucket, or schedule the image in orchestration',
      },
    ];
  });

/** With one pod, its machine's leaving is an outage of minutes; and no other objective changes that. */
const singlePods = (c: Config): boolean =>
  modelsOf(c).some(([, { replicas, promised }]) => promised && replicas.min < 2);

/** What the pods of the trail's uploads may not lose when a version is deleted by mistake. */
const trailNeed = ({ trail, dataRetentionDays }: Config): { readonly trail?: NeedByKind['bucket'] } =>
  trail
    ? {
        trail: {
          kind: 'bucket',
          versionRetentionDays: dataRetentionDays,
          deleteAfterDays: trail.retentionDays,
          recoveryClass: trail.lock?.mode === 'compliance' ? 'regulated' : 'business',
          ...(trail.tiers ? { tiers: trail.tiers } : {}),
          ...(trail.lock ? { lock: trail.lock } : {}),
        },
      }
    : {};

const trailWords = ({ trail }: Config): Complaint[] =>
  trail ? bucketComplaints('trail', { ...trail, deleteAfterDays: trail.retentionDays }, 'retentionDays') : [];

export const serving = defineService({
  name: 'serving',
  title: 'Model serving',
  summary: 'Models behind an address: scaled by load, released by canary, compared, shadowed, run over files.',
  namespace: 'serving',
  config,
  needs: (c) => ({
    files: { kind: 'bucket', versionRetentionDays: c.dataRetentionDays },
    ...trailNeed(c),
    identity: { kind: 'identity', serviceAccount: 'serving', grants: 'needs' },
    ...(usesRegistry(c) ? { tracking: { kind: 'endpoint', service: 'tracking', endpoint: 'http' } as const } : {}),
    ...(modelsOf(c).some(([, model]) => isMeasured(model))
      ? { prometheus: { kind: 'endpoint', service: 'monitoring', endpoint: 'metrics' } as const }
      : {}),
    ...(Object.values(c.batch).some(({ spot }) => spot)
      ? { spot: { kind: 'pool', purpose: 'spot', gpus: 0 } as const }
      : {}),
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
    ...gpuNeeds(c),
    ...routeNeeds(c),
  }),
  operators: (c): OperatorName[] => {
    const models = modelsOf(c).map(([, model]) => model);
    return [
      ...(models.some(({ delivery }) => delivery.by === 'canary') ? ['argo-rollouts' as const] : []),
      ...(models.some(({ runtime }) => runtime === 'kserve') ? ['kserve-crd' as const, 'kserve' as const] : []),
      ...(models.some(isScaled) ? ['keda' as const] : []),
    ];
  },
  objectives: () => ({ availabilityPercent: 99.5, p95Ms: 250 }),
  // Two pods in two zones behind proxies whose own best is 99.95. A gateway, a hop to another node and MLServer's own
  // handling take about 5 ms before the model does anything; the smallest bound of its histogram is 5 ms.
  best: (c) => ({ availabilityPercent: singlePods(c) ? 99.5 : 99.95, p95Ms: 10, p99Ms: 10 }),
  complaints: (c, enabled: EnabledServices) => [
    ...modelsOf(c).flatMap(([name, model]) => servedModelComplaints(`models.${name}`, model, c, enabled)),
    ...collisions(c),
    ...nothingToRun(c),
    ...trailWords(c),
  ],
  stopsOffHours: 'by-default',
  recoveryClass: 'rebuildable',
});
