import { llm } from '../../services';
import { neededGpuGiB, weightsGiB } from '../../services/llm-models';

const parse = (config: unknown) => llm.config.parse(config);
const complaintsOf = (config: unknown, ...enabled: string[]) =>
  llm.complaints?.(parse(config), new Set(['llm', ...enabled])) ?? [];
const needsOf = (config: unknown) => llm.needs(parse(config), new Set());

const revision = '0123456789abcdef0123456789abcdef01234567';
const hub = { from: 'hugging-face', id: 'mistralai/Mistral-7B-Instruct-v0.3', revision };
const seven = { source: hub, parametersBillion: 7.2 };
const one = (model: object) => ({ models: { mistral: { ...seven, ...model } } });

describe('llm', () => {
  it('needs nothing to be said, and then runs no model', () => {
    expect(parse({})).toMatchObject({ models: {}, external: {}, access: 'api-key', host: 'llm' });
    expect(complaintsOf({})).toEqual([]);
    expect(llm.operators(parse({}))).toEqual([]);
  });

  it('asks for a whole commit of a model, and a path that stays in the bucket', () => {
    const valid = (source: object) => llm.config.safeParse(one({ source })).success;
    expect(valid({ ...hub, revision: 'main' })).toBe(false);
    expect(valid({ from: 'bucket', path: '../elsewhere' })).toBe(false);
    expect(valid({ from: 'bucket', path: 'models/v3' })).toBe(true);
  });

  it('has a way in, a bucket for weights and a store for what clients have used', () => {
    expect(needsOf({})).toMatchObject({
      api: { kind: 'route', host: 'llm', backend: 'llm-router', port: 8080, access: 'api-key' },
      models: { kind: 'bucket' },
      counters: { kind: 'cache', persistent: false },
    });
  });

  it('needs GPUs once for each number that a replica asks for', () => {
    const needs = needsOf({
      models: { a: seven, b: { ...seven, gpuMemoryGiB: 80 }, c: { ...seven, gpus: 4 } },
    });
    expect(Object.keys(needs).filter((name) => name.startsWith('gpus'))).toEqual(['gpus1', 'gpus4']);
    expect(needs.gpus4).toEqual({ kind: 'pool', purpose: 'gpu', gpus: 4, gpuMemoryGiB: 24 });
    expect(needs.gpus1).toMatchObject({ gpus: 1, gpuMemoryGiB: 80 });
  });

  it('has a person enter the keys of providers and the token of a gated model, and nothing else', () => {
    const external = {
      openai: { provider: 'openai', models: ['gpt-5'] },
      'azure-eu': { provider: 'azure-openai', host: 'acme.openai.azure.com', models: ['chat'] },
    };
    expect(needsOf({ external }).externalKeys).toMatchObject({ kind: 'credential', keys: ['openai', 'azure-eu'] });
    expect(Object.keys(needsOf(one({})))).not.toContain('hubToken');
    expect(needsOf(one({ source: { ...hub, gated: true } })).hubToken).toMatchObject({ keys: ['token'] });
  });

  it('states what weights take', () => {
    const model = (more: object) => {
      const { mistral } = parse(one(more)).models;
      if (!mistral) throw new Error('no model');
      return mistral;
    };
    expect(weightsGiB(model({}))).toBeCloseTo(13.4, 1);
    expect(weightsGiB(model({ quantization: 'awq' }))).toBeCloseTo(3.8, 1);
    expect(neededGpuGiB(model({}))).toBeCloseTo(16.8, 1);
  });

  it('refuses a model that does not fit its GPUs, with the arithmetic and what would do', () => {
    const [complaint] = complaintsOf(one({ parametersBillion: 70 }));
    expect(complaint).toMatchObject({
      code: 'GPU_TOO_SMALL',
      path: 'models.mistral.gpus',
      value: 1,
      allowed: ['at least 7 of 24 GiB'],
    });
    expect(complaint?.message).toContain('70 billion parameters x 2 bytes');
    expect(complaintsOf(one({ parametersBillion: 70, gpus: 4, gpuMemoryGiB: 80 }))).toEqual([]);
    expect(complaintsOf(one({ gpuMemoryGiB: 16 }))).toMatchObject([{ code: 'GPU_TOO_SMALL' }]);
  });

  it('refuses more parallel parts than GPUs, and GPUs that would lie idle', () => {
    expect(complaintsOf(one({ tensorParallel: 2 }))[0]).toMatchObject({
      code: 'SERVICE_CONFLICT',
      path: 'models.mistral.tensorParallel',
      message: 'a replica has 1 GPUs and would need 2',
    });
    expect(complaintsOf(one({ gpus: 4, tensorParallel: 2 }))[0]?.message).toBe(
      'a replica has 4 GPUs, of which 2 would lie idle',
    );
  });

  it('refuses an embedding model that is to write text', () => {
    const source = { ...hub, id: 'BAAI/bge-m3' };
    expect(complaintsOf(one({ source, parametersBillion: 0.6 }))).toMatchObject([
      { code: 'SERVICE_CONFLICT', path: 'models.mistral.task', allowed: ['embed'] },
    ]);
    expect(complaintsOf(one({ source, parametersBillion: 0.6, task: 'embed' }))).toEqual([]);
  });

  it('refuses a name that two models answer to', () => {
    const external = { openai: { provider: 'openai', models: ['gpt-5', 'mistral'] } };
    expect(complaintsOf({ ...one({}), external })).toMatchObject([
      { code: 'SERVICE_CONFLICT', path: 'external.openai.models.1', value: 'mistral' },
    ]);
  });

  it('refuses replicas that follow measurements where nothing measures', () => {
    const scaled = one({ replicas: { min: 0, max: 2 } });
    expect(complaintsOf(scaled)).toMatchObject([{ code: 'SERVICE_MISSING', path: 'models.mistral.replicas' }]);
    expect(complaintsOf(scaled, 'monitoring')).toEqual([]);
    expect(llm.operators(parse(scaled))).toEqual(['keda']);
    expect(llm.operators(parse(one({})))).toEqual([]);
    const { prometheus } = llm.needs(parse(scaled), new Set(['llm', 'monitoring']));
    expect(prometheus).toEqual({ kind: 'endpoint', service: 'monitoring', endpoint: 'metrics' });
    expect(complaintsOf(one({ replicas: { min: 2, max: 1 } }))).toMatchObject([
      { path: 'models.mistral.replicas.max' },
    ]);
  });

  it('refuses replicas that the namespace would not take', () => {
    const many = one({ memoryGiB: 32, replicas: { min: 20, max: 20 } });
    expect(complaintsOf(many)).toMatchObject([{ code: 'SERVICE_CONFLICT', path: 'models' }]);
    expect(complaintsOf(many)[0]?.message).toContain('20 pods at most ask for 40 cores and 640 GiB together');
  });

  it('promises more where every model has a second replica', () => {
    expect(llm.best(parse(one({}))).availabilityPercent).toBe(99);
    expect(llm.best(parse(one({ replicas: { min: 2, max: 2 } }))).availabilityPercent).toBe(99.9);
  });
});
