import { z } from 'zod';
import type { Complaint } from './complaint';
import { defineService, type EnabledServices } from './define-service';
import { type GpuNeedName, gpuNeedName, isScaled, type LlmModel, llmModel, modelComplaints } from './llm-models';
import { externalProvider } from './llm-providers';
import { aboveCeiling } from './namespace-ceiling';
import type { NeedByKind } from './needs';

const name = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/, 'lower case letters, digits and hyphens, at most 40');

const config = z
  .strictObject({
    models: z.record(name, llmModel).default({}).describe('Models that run here, by the name that callers use.'),
    external: z.record(name, externalProvider).default({}).describe('Models that run elsewhere.'),
    access: z
      .enum(['api-key', 'programs', 'both', 'people', 'service'])
      .default('api-key')
      .describe('Who may come in by the gateway; tokens are counted for each of them.'),
    host: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a label of a host name')
      .default('llm')
      .describe('First label of the host name.'),
    tokenLimit: z
      .strictObject({
        tokensPerMinute: z
          .int()
          .min(1)
          .max(1_000_000_000)
          .default(100_000)
          .describe('Of each client: prompts and answers together, over all models.'),
        clients: z
          .record(z.string().min(1), z.int().min(1).max(1_000_000_000))
          .default({})
          .describe('Other limits for single clients.'),
      })
      .prefault({})
      .describe('Tokens a client may use; who has used them up is answered with 429 until the minute is over.'),
    timeoutSeconds: z.int().min(10).max(3600).default(600).describe('Longest answer.'),
    maxBodyMiB: z.int().min(1).max(32).default(8).describe('Largest request; a router holds it in memory.'),
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Sizing profile of the routers.'),
    routers: z.int().min(2).max(20).default(2).describe('Routers; two at least, so that a node can leave.'),
    ownKey: z
      .boolean()
      .default(true)
      .describe("Encrypt with a key of the service's own; false: with the site's data key."),
  })
  .describe('Language models: vLLM on GPUs and providers outside, under one address.');

type Config = z.output<typeof config>;

const modelsOf = ({ models }: Config): [string, LlmModel][] => Object.entries(models);

const anyScaled = (c: Config): boolean => modelsOf(c).some(([, model]) => isScaled(model));

/** A name that two answer to would lead to one of them by chance. */
function duplicates({ models, external }: Config): Complaint[] {
  const taken = new Map(Object.keys(models).map((each) => [each, `models.${each}`]));
  return Object.entries(external).flatMap(([provider, { models: offered }]) =>
    offered.flatMap((each, index): Complaint[] => {
      const path = `external.${provider}.models.${index}`;
      const first = taken.get(each);
      taken.set(each, first ?? path);
      return first === undefined
        ? []
        : [
            {
              code: 'SERVICE_CONFLICT',
              path,
              message: `${each} is the name of ${first} too`,
              value: each,
              fix: 'give the model that runs here another name, or leave one of them out',
            },
          ];
    }),
  );
}

/** Replicas come and go by what Prometheus has measured. */
const unmeasured = (c: Config, enabled: EnabledServices): Complaint[] =>
  enabled.has('monitoring')
    ? []
    : modelsOf(c)
        .filter(([, model]) => isScaled(model))
        .map(([each, { replicas }]) => ({
          code: 'SERVICE_MISSING',
          path: `models.${each}.replicas`,
          message: `${replicas.min} to ${replicas.max} replicas follow the requests that Prometheus counts, which the environment does not run`,
          fix: 'add services.monitoring, or make replicas.min and replicas.max the same',
        }));

/** One need for each number of GPUs that a replica asks for, with the memory that the most demanding one states. */
const gpuNeeds = (c: Config): Partial<Record<GpuNeedName, NeedByKind['pool']>> =>
  Object.fromEntries(
    modelsOf(c).map(([, { gpus }]) => {
      const alike = modelsOf(c).filter(([, model]) => model.gpus === gpus);
      const gpuMemoryGiB = Math.max(...alike.map(([, model]) => model.gpuMemoryGiB));
      return [gpuNeedName(gpus), { kind: 'pool', purpose: 'gpu', gpus, gpuMemoryGiB }];
    }),
  );

const isGated = ({ source }: LlmModel): boolean => source.from === 'hugging-face' && source.gated;

/** Key of the hub's token in its Secret. */
export const hubTokenKey = 'token';

export const llm = defineService({
  name: 'llm',
  title: 'Language models',
  summary: 'Models that generate and embed, on own GPUs by vLLM or at a provider, with limits by token.',
  namespace: 'llm',
  config,
  needs: (c, enabled) => ({
    models: { kind: 'bucket', versionRetentionDays: 7 },
    identity: { kind: 'identity', serviceAccount: 'llm', grants: 'needs' },
    // What a client has used this minute: nothing is lost that matters a minute later.
    counters: { kind: 'cache', memoryGiB: 0.25, highlyAvailable: true, eviction: 'volatile-lru', persistent: false },
    api: {
      kind: 'route',
      host: c.host,
      backend: 'llm-router',
      port: 8080,
      access: c.access,
      timeoutSeconds: c.timeoutSeconds,
      maxBodyMiB: c.maxBodyMiB,
    },
    ...(Object.keys(c.external).length > 0
      ? {
          externalKeys: {
            kind: 'credential',
            keys: Object.keys(c.external),
            description: `API key of each provider: ${Object.entries(c.external)
              .map(([each, { provider }]) => `${each} (${provider})`)
              .join(', ')}.`,
          } as const,
        }
      : {}),
    ...(modelsOf(c).some(([, model]) => isGated(model))
      ? {
          hubToken: {
            kind: 'credential',
            keys: [hubTokenKey],
            description: 'Read token of an account at huggingface.co that has accepted the terms of the gated models.',
          } as const,
        }
      : {}),
    ...(anyScaled(c) && enabled.has('monitoring')
      ? { prometheus: { kind: 'endpoint', service: 'monitoring', endpoint: 'metrics' } as const }
      : {}),
    ...(c.ownKey ? { key: { kind: 'key' } as const } : {}),
    ...gpuNeeds(c),
  }),
  operators: (c) => (anyScaled(c) ? ['keda'] : []),
  endpoints: { http: { name: 'llm-router', port: 8081, scheme: 'http' } },
  objectives: () => ({ availabilityPercent: 99, p95Ms: 2500 }),
  // Two replicas of every model survive a machine; a single one is away while its successor loads, for minutes. Time to
  // the first token: a prompt of a thousand tokens takes a small model about 100 ms on a current GPU.
  best: (c) => ({
    availabilityPercent: modelsOf(c).every(([, { replicas }]) => replicas.min > 1) ? 99.9 : 99,
    p95Ms: 100,
    p99Ms: 200,
  }),
  complaints: (c, enabled) => [
    ...modelsOf(c).flatMap(([each, model]) => modelComplaints(`models.${each}`, model)),
    ...duplicates(c),
    ...unmeasured(c, enabled),
    ...aboveCeiling(
      'models',
      modelsOf(c).flatMap(([, model]) => Array<LlmModel>(model.replicas.max).fill(model)),
    ),
  ],
  stopsOffHours: 'by-default',
  recoveryClass: 'rebuildable',
});
