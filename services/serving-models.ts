import { z } from 'zod';
import { predictionQuality } from './prediction-quality';

const label = (length: number) =>
  z
    .string()
    .regex(
      new RegExp(`^[a-z]([a-z0-9-]{0,${length - 2}}[a-z0-9])?$`),
      `lower case letters, digits and dashes, at most ${length}`,
    );

/** Of a model or job: part of the names of objects, metrics and addresses. */
export const servedName = label(30);
const variantName = label(20);

const bucketPath = z.string().regex(/^(?!.*\.\.)[\w.@=-]+(\/[\w.@=-]+)*$/, 'a path without leading or closing slash');

/** How MLServer loads it, by what saved it. */
const format = z
  .enum(['mlflow', 'sklearn', 'xgboost', 'lightgbm'])
  .default('mlflow')
  .describe('What saved it: MLflow in any flavour, or the library itself.');

const registrySource = z
  .strictObject({
    from: z.literal('registry'),
    model: z
      .string()
      .regex(/^[\w. -]{1,100}$/, 'a name in the registry')
      .describe('Name in the model registry of MLflow.'),
    version: z.int().min(1).optional().describe('Version; it never changes. Either this or an alias.'),
    alias: z
      .string()
      .regex(/^(?!v\d)[\w-]{1,60}$/, 'an alias of the registry')
      .optional()
      .describe('Alias such as champion; each new pod loads what it points to by then.'),
  })
  .describe('A model of the registry.');

const bucketSource = z
  .strictObject({
    from: z.literal('bucket'),
    path: bucketPath.describe('Folder in the bucket of the service; one of its own for each version.'),
    format,
  })
  .describe('Files that a pipeline put into the bucket of the service.');

/** With tag or digest: without, nobody knows what runs. */
export const imageReference = z
  .string()
  .regex(
    /^[\w.-]+(:\d+)?(\/[\w.-]+)+(:[\w.-]+|@sha256:[0-9a-f]{64}|:[\w.-]+@sha256:[0-9a-f]{64})$/,
    'registry/name with a tag or digest',
  );

const imageSource = z
  .strictObject({
    from: z.literal('image'),
    image: imageReference.describe('Server with the model in it.'),
    port: z.int().min(1024).max(65_535).default(8080).describe('Where it listens for HTTP.'),
    healthPath: z.string().startsWith('/').default('/v2/health/ready').describe('Answers 200 when it can predict.'),
    metricsPort: z.int().min(1024).max(65_535).default(8082).describe('Where its metrics are.'),
    metricsPath: z.string().startsWith('/').default('/metrics').describe('Path of its metrics.'),
  })
  .describe('An own server; it exports the request metrics of MLServer, or canary, scaling and levels see nothing.');

/** What MLServer can load. */
const fileSource = z.discriminatedUnion('from', [registrySource, bucketSource]);
const source = z.discriminatedUnion('from', [registrySource, bucketSource, imageSource]);

export type ModelSource = z.output<typeof source>;
export type FileSource = z.output<typeof fileSource>;

const delivery = z
  .discriminatedUnion('by', [
    z.strictObject({ by: z.literal('plain') }).describe('Pods are replaced one by one.'),
    z
      .strictObject({
        by: z.literal('canary'),
        weights: z
          .array(z.int().min(1).max(99))
          .min(1)
          .max(10)
          .default([10, 25, 50])
          .describe('Percent of requests that the new version gets, step by step; then it gets all.'),
        minutesPerStep: z.int().min(4).max(1440).default(10).describe('How long each step is measured.'),
        minRequests: z
          .int()
          .min(1)
          .max(1_000_000)
          .default(50)
          .describe('Requests to the new version within two minutes below which a measurement says nothing.'),
      })
      .describe('A new version gets requests in steps and is taken back by itself when it breaks an objective.'),
    z
      .strictObject({
        by: z.literal('ab'),
        header: z
          .string()
          .regex(/^[a-z][a-z0-9-]{0,62}$/, 'a header in lower case')
          .optional()
          .describe('Requests say by this header which variant they want; left out: by the percentages.'),
        percents: z
          .record(z.string(), z.int().min(0).max(100))
          .describe('Share of each variant, `control` for the model itself; 100 together. Of requests without header.'),
        variants: z.record(variantName, source).describe('What competes with the model.'),
      })
      .describe('Variants side by side, each with its own pods and metrics.'),
  ])
  .default({ by: 'plain' })
  .describe('How a version comes to its callers.');

const explainer = z
  .strictObject({
    background: z
      .string()
      .regex(/^(?!.*\.\.)[\w.@=-]+(\/[\w.@=-]+)*\.csv$/, 'a .csv file inside the bucket of the service')
      .describe('Typical inputs with a header, without labels; a value is explained against what is usual there.'),
    rows: z.int().min(1).max(200).default(20).describe('Rows of it that are used, spread over the file.'),
    orders: z
      .int()
      .min(1)
      .max(50)
      .default(2)
      .describe('Orders, each also backwards, in which the inputs are put in; more are more exact and slower.'),
    where: z
      .enum(['answer', 'trail'])
      .default('answer')
      .describe('In the answer, which waits for it; or in the trail alone, after the answer has left.'),
  })
  .describe('What every input added to each prediction: Shapley values of any model.');

export type Explainer = z.output<typeof explainer>;

const quality = z
  .strictObject({
    metric: z
      .string()
      .regex(/^[\w./ -]{1,250}$/, 'the name of a metric of MLflow')
      .describe('Metric of the run that trained the version, or of its evaluation.'),
    better: z.enum(['higher', 'lower']).default('higher').describe('Which way is better.'),
    atLeast: z.number().optional().describe('The version must reach it.'),
    atMost: z.number().optional().describe('The version must not exceed it.'),
    notWorseThanChampionBy: z
      .number()
      .min(0)
      .optional()
      .describe('By so much it may be worse than the version that callers have; 0: not at all.'),
  })
  .refine(
    ({ atLeast, atMost, notWorseThanChampionBy }) => (atLeast ?? atMost ?? notWorseThanChampionBy) !== undefined,
    { error: 'needs a bound: atLeast, atMost or notWorseThanChampionBy' },
  );

export type QualityBound = z.output<typeof quality>;

export const servedModel = z
  .strictObject({
    source,
    quality: z
      .array(quality)
      .max(20)
      .default([])
      .describe('What a version of the registry must reach before `evenkeel model promote` brings it here.'),
    runtime: z
      .enum(['mlserver', 'kserve'])
      .default('mlserver')
      .describe('Who keeps the pods: a Deployment of this service, or an InferenceService of KServe in Standard mode.'),
    alongside: z
      .record(servedName, fileSource)
      .default({})
      .describe('Further models that the same pods load, under their own names.'),
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Resources of one pod.'),
    gpus: z.int().min(0).max(8).default(0).describe('GPUs of one pod.'),
    replicas: z
      .strictObject({
        min: z
          .int()
          .min(0)
          .max(100)
          .default(2)
          .describe('Pods at rest; 0: none while nobody asks, and who wakes it is asked to come again.'),
        max: z.int().min(1).max(100).default(2).describe('Pods under load; more than at rest: KEDA decides.'),
      })
      .prefault({})
      .describe('How many pods run, of each variant.'),
    requestsInProgress: z
      .int()
      .min(1)
      .max(1000)
      .default(8)
      .describe('Requests waiting or under way a pod that call for one more.'),
    idleMinutes: z
      .int()
      .min(5)
      .max(1440)
      .default(15)
      .describe('Quiet minutes before the last pod of a model goes that may rest.'),
    promised: z
      .boolean()
      .default(true)
      .describe('Whether the objectives of the service hold for it; a model that rests can keep none.'),
    explainer: explainer.optional(),
    recorded: z
      .boolean()
      .default(true)
      .describe('Whether its predictions are written down where the service keeps a trail.'),
    access: z
      .enum(['programs', 'api-key', 'both', 'people', 'service'])
      .default('programs')
      .describe('Who may come in by the gateway.'),
    timeoutSeconds: z.int().min(1).max(3600).default(30).describe('Longest request.'),
    delivery,
    predictions: predictionQuality.optional(),
    shadow: z
      .strictObject({
        source,
        percent: z.int().min(1).max(100).default(100).describe('Share of requests it gets a copy of.'),
      })
      .optional()
      .describe('Gets copies of requests; nobody waits for its answers.'),
  })
  .describe('A model behind an address of its own.');

export type ServedModel = z.output<typeof servedModel>;

/** Cores of one pod that predict at a time; `charts/serving/sizing.ts` says what else a pod has. */
export const predictingCores: Readonly<Record<ServedModel['size'], number>> = { small: 0.5, standard: 1, large: 3 };
export type Delivery = ServedModel['delivery'];

/** The variant that is the model itself. */
export const control = 'control';

/** Whether it has no pod at all while nobody asks. */
export const mayRest = ({ replicas }: Pick<ServedModel, 'replicas'>): boolean => replicas.min === 0;

/** Whether something else than Git decides how many pods run. */
export const isScaled = ({ replicas }: Pick<ServedModel, 'replicas'>): boolean => replicas.max > replicas.min;

export type ServingGpuNeed = `gpus${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;
/** The need of every model whose pods take so many GPUs. */
export const servingGpuNeed = (gpus: number) => `gpus${gpus}` as ServingGpuNeed;

export type ModelRouteNeed = `${string}Route`;
/**
 * The need of the address of a model. That of a model that may rest says so: by the name of its route the gateway tells
 * apart whom it turns away because nobody is there yet.
 */
export const modelRouteNeed = (name: string, model: Pick<ServedModel, 'replicas'>) =>
  `${name.replaceAll(/-+([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())}${
    mayRest(model) ? 'Resting' : ''
  }Route` as ModelRouteNeed;

/** Every source of a model, with its place in the configuration of the model. */
export const sourcesOf = ({ source, alongside, delivery, shadow }: ServedModel): [string, ModelSource][] => [
  ['source', source],
  ...Object.entries(alongside).map(([name, each]): [string, ModelSource] => [`alongside.${name}`, each]),
  ...(delivery.by === 'ab'
    ? Object.entries(delivery.variants).map(([name, each]): [string, ModelSource] => [
        `delivery.variants.${name}`,
        each,
      ])
    : []),
  ...(shadow ? [['shadow.source', shadow.source] as [string, ModelSource]] : []),
];

/** Names of its Deployments or Rollouts; the Services of a canary come on top. */
export const workloadsOf = (name: string, { delivery, shadow }: ServedModel): string[] => [
  name,
  ...(delivery.by === 'canary' ? [`${name}-stable`, `${name}-canary`] : []),
  ...(delivery.by === 'ab' ? Object.keys(delivery.variants).map((variant) => `${name}-${variant}`) : []),
  ...(shadow ? [`${name}-shadow`] : []),
];
