import { z } from 'zod';
import type { Complaint } from './complaint';

const source = z
  .discriminatedUnion('from', [
    z
      .strictObject({
        from: z.literal('hugging-face'),
        id: z
          .string()
          .regex(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/, 'owner/name')
          .describe('Model on the hub.'),
        revision: z
          .string()
          .regex(/^[0-9a-f]{40}$/, 'a whole commit: 40 hex digits')
          .describe('Commit; a branch could change under the same name.'),
        gated: z.boolean().default(false).describe('Whether the hub asks for a token; it becomes a credential.'),
      })
      .describe('Copied into the bucket of the service once.'),
    z
      .strictObject({
        from: z.literal('bucket'),
        path: z
          .string()
          .regex(/^(?!.*\.\.)[\w.-]+(\/[\w.-]+)*$/, 'a path without leading or closing slash')
          .describe('Folder in the bucket of the service, with what Transformers saves.'),
      })
      .describe('Put into the bucket of the service by a pipeline.'),
  ])
  .describe('Where the weights come from.');

/** Bytes that one parameter takes, by how the weights are stored. AWQ and GPTQ: four bits and their scales. */
const bytesPerParameter = { none: 2, fp8: 1, awq: 0.56, gptq: 0.56 } as const;

export const llmModel = z
  .strictObject({
    source,
    task: z.enum(['generate', 'embed']).default('generate').describe('Writes text, or turns text into vectors.'),
    parametersBillion: z.number().positive().max(2000).describe('Size of the model; its memory is checked by it.'),
    dtype: z
      .enum(['bfloat16', 'float16'])
      .default('bfloat16')
      .describe('Numbers it computes with; T4 has no bfloat16.'),
    quantization: z
      .enum(['none', 'fp8', 'awq', 'gptq'])
      .default('none')
      .describe('How the weights are stored; awq and gptq weights must come that way.'),
    gpus: z.int().min(1).max(8).default(1).describe('GPUs of one replica, all in one machine.'),
    gpuMemoryGiB: z
      .int()
      .min(8)
      .max(288)
      .default(24)
      .describe('Of one GPU of the pool: T4 16, L4 and A10 24, A100 40 or 80, H100 80.'),
    tensorParallel: z
      .union([z.literal(1), z.literal(2), z.literal(4), z.literal(8)])
      .optional()
      .describe('GPUs that share each layer. Default: all of `gpus`.'),
    maxModelLen: z.int().min(128).max(2_000_000).default(8192).describe('Tokens of a request and its answer together.'),
    replicas: z
      .strictObject({
        min: z.int().min(0).max(32).default(1).describe('At rest; 0: its GPUs are given back when nobody asks.'),
        max: z.int().min(1).max(32).default(1).describe('Under load.'),
      })
      .prefault({})
      .describe('How many run.'),
    waitingRequests: z.int().min(1).max(1000).default(5).describe('Waiting requests a replica that call for one more.'),
    idleMinutes: z.int().min(5).max(1440).default(15).describe('Quiet minutes before the last replica goes.'),
    cpuMillis: z.int().min(500).max(128_000).default(2000).describe('Processor of one replica.'),
    memoryGiB: z.int().min(4).max(2000).default(12).describe('Main memory of one replica, shared memory included.'),
  })
  .describe('A model that is served by vLLM.');

export type LlmModel = z.output<typeof llmModel>;

export const tensorParallelOf = ({ gpus, tensorParallel }: LlmModel): number => tensorParallel ?? gpus;

/** Memory of the weights in all GPUs of a replica. GiB. */
export const weightsGiB = ({ parametersBillion, quantization }: LlmModel): number =>
  (parametersBillion * 1e9 * bytesPerParameter[quantization]) / 1024 ** 3;

/** Share of a GPU's memory that vLLM takes. */
export const gpuMemoryShare = 0.9;
/** What each GPU needs besides weights and cached tokens: activations, CUDA graphs, buffers. */
const overheadGiB = 2;
/** Cached tokens must have this share of the weights at least, or requests would only wait for each other. */
const cacheShare = 0.1;

/** GPU memory that a replica needs at least. GiB. */
export const neededGpuGiB = (model: LlmModel): number =>
  weightsGiB(model) * (1 + cacheShare) + overheadGiB * model.gpus;

export type GpuNeedName = `gpus${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

/** The need of every model whose replicas take so many GPUs. */
export const gpuNeedName = (gpus: number) => `gpus${gpus}` as GpuNeedName;

/** Whether something else than Git decides how many replicas run. */
export const isScaled = ({ replicas }: LlmModel): boolean => replicas.min < replicas.max;

/** Names by which the usual embedding models go. */
const embedder = /(^|[-_/])(e5|bge|gte|minilm|embed|embedding|embeddings)([-_.]|$)/i;

const tooLarge = (path: string, model: LlmModel): Complaint[] => {
  const { parametersBillion, quantization, gpus, gpuMemoryGiB } = model;
  const needed = Math.ceil(neededGpuGiB(model) * 10) / 10;
  const usable = Math.round(gpus * gpuMemoryGiB * gpuMemoryShare * 10) / 10;
  if (usable >= needed) return [];
  const atLeast = Math.ceil(neededGpuGiB(model) / (gpuMemoryGiB * gpuMemoryShare));
  return [
    {
      code: 'GPU_TOO_SMALL',
      path: `${path}.gpus`,
      message: `${parametersBillion} billion parameters x ${bytesPerParameter[quantization]} bytes, a tenth for cached tokens and ${overheadGiB} GiB a GPU: ${needed} GiB; ${gpus} x ${gpuMemoryGiB} GiB x ${gpuMemoryShare} are ${usable}`,
      value: gpus,
      allowed: atLeast <= 8 ? [`at least ${atLeast} of ${gpuMemoryGiB} GiB`] : [],
      fix: 'give it more or larger GPUs, or quantise it',
    },
  ];
};

const wrongParallel = (path: string, model: LlmModel): Complaint[] => {
  const parallel = tensorParallelOf(model);
  if (parallel === model.gpus) return [];
  return [
    {
      code: 'SERVICE_CONFLICT',
      path: `${path}.tensorParallel`,
      message:
        parallel > model.gpus
          ? `a replica has ${model.gpus} GPUs and would need ${parallel}`
          : `a replica has ${model.gpus} GPUs, of which ${model.gpus - parallel} would lie idle`,
      value: parallel,
      allowed: [`${model.gpus}`],
      fix: [1, 2, 4, 8].includes(model.gpus) ? 'leave tensorParallel out' : 'give it 1, 2, 4 or 8 GPUs',
    },
  ];
};

/** What is wrong with one model by itself. */
export const modelComplaints = (path: string, model: LlmModel): Complaint[] => [
  ...wrongParallel(path, model),
  ...tooLarge(path, model),
  ...(model.replicas.max < model.replicas.min
    ? [
        {
          code: 'SERVICE_CONFLICT' as const,
          path: `${path}.replicas.max`,
          message: `at most ${model.replicas.max} replicas are fewer than the ${model.replicas.min} at rest`,
          value: model.replicas.max,
          fix: 'raise replicas.max, or lower replicas.min',
        },
      ]
    : []),
  ...(model.task === 'generate' && model.source.from === 'hugging-face' && embedder.test(model.source.id)
    ? [
        {
          code: 'SERVICE_CONFLICT' as const,
          path: `${path}.task`,
          message: `${model.source.id} turns text into vectors and cannot write any`,
          value: model.task,
          allowed: ['embed'],
          fix: 'set task to embed, or name a model that generates text',
        },
      ]
    : []),
];
