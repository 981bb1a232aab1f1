import type { ServiceTenant } from '../../constructs/contracts';
import { inClusterNeeds } from '../../constructs/in-cluster';
import type { CloudSite } from '../../environments/model';
import { conflictingNeeds, orphanTopics, unmetNeeds } from '../../policies/needs';
import { type Need, streaming } from '../../services';
import { awsSite, azureSite, googleSite, localSite } from '../fixtures/sites';

const tenant = (needs: Readonly<Record<string, Need>>): ServiceTenant => ({
  service: 'tracking',
  name: 'tracking',
  namespace: 'tracking',
  needs,
});

const route = (host: string, path?: string): Need => ({
  kind: 'route',
  host,
  path,
  backend: 'web',
  port: 80,
  access: 'people',
  timeoutSeconds: 30,
});

const topic = (name: string, access: 'owner' | 'consume'): Need => ({
  kind: 'topic',
  topic: name,
  access,
  partitions: 3,
});

describe('two services', () => {
  const conflicts = (...needs: Need[]) =>
    conflictingNeeds(
      awsSite(),
      needs.map((need) => tenant({ own: need })),
    ).map(({ code, value }) => `${code} ${value}`);

  it('may not claim one host and path', () => {
    expect(conflicts(route('shop'), route('shop'))).toEqual(['DUPLICATE_HOST shop.ml.example.com/']);
    expect(conflicts(route('shop', '/api'), route('shop', '/api'))).toEqual(['DUPLICATE_HOST shop.ml.example.com/api']);
  });

  it('may share a host under different paths', () => {
    expect(conflicts(route('shop'), route('shop', '/api'), route('other'))).toEqual([]);
  });

  it('may not own one topic, but may share it', () => {
    expect(conflicts(topic('orders', 'owner'), topic('orders', 'owner'))).toEqual(['DUPLICATE_TOPIC orders']);
    expect(conflicts(topic('orders', 'owner'), topic('orders', 'consume'))).toEqual([]);
  });
});

it('a topic that is used is made by somebody', () => {
  const used = tenant({ orders: topic('orders', 'consume') });
  expect(orphanTopics(awsSite(), [used])).toMatchObject([
    { code: 'TOPIC_WITHOUT_OWNER', place: 'services.tracking', value: 'orders', allowed: [] },
  ]);
  expect(orphanTopics(awsSite(), [used, tenant({ own: topic('orders', 'owner') })])).toEqual([]);
});

describe('a need that nothing meets', () => {
  const unmet = (site: Parameters<typeof unmetNeeds>[0], need: Need) =>
    unmetNeeds(site, 0, inClusterNeeds, [tenant({ own: need })]).map(({ code, place }) => `${code} ${place}`);
  const gpus = (count: number): Need => ({ kind: 'pool', purpose: 'gpu', gpus: count });

  it('is found where a cluster cannot give it', () => {
    expect(unmet(localSite(), { kind: 'key' })).toEqual(['NEED_UNMET services.tracking']);
    expect(unmet(awsSite(), { kind: 'key' })).toEqual([]);
  });

  it('is found where the service to call is not there', () => {
    const calls: Need = { kind: 'endpoint', service: 'tracking', endpoint: 'http' };
    expect(unmet(awsSite({ services: {} }), calls)).toEqual(['SERVICE_MISSING services.tracking']);
    expect(unmet(awsSite(), calls)).toEqual([]);
  });

  it('is found where the service to call does not offer what is called', () => {
    const calls: Need = { kind: 'endpoint', service: 'streaming', endpoint: 'schemas' };
    const running = (enabled: boolean) =>
      awsSite({ services: { streaming: streaming.config.parse({ schemaRegistry: { enabled } }) } });
    expect(unmet(running(false), calls)).toEqual(['SERVICE_MISSING services.tracking']);
    expect(unmet(running(true), calls)).toEqual([]);
  });

  it('is found where no machine has the GPUs', () => {
    expect(unmet(awsSite(), gpus(1))).toEqual([]);
    expect(unmet(awsSite(), gpus(8))).toEqual(['GPU_POOL_MISSING services.tracking']);
    expect(unmet(awsSite({ pools: [] }), gpus(1))).toEqual(['GPU_POOL_MISSING services.tracking']);
  });

  it('is found where the GPUs have less memory than is asked for', () => {
    const large = (gpuMemoryGiB: number): Need => ({ kind: 'pool', purpose: 'gpu', gpus: 1, gpuMemoryGiB });
    // The pool has L4: 24 GiB each.
    expect(unmet(awsSite(), large(24))).toEqual([]);
    expect(unmet(awsSite(), large(80))).toEqual(['GPU_POOL_MISSING services.tracking']);
  });

  it('is nothing where work may be interrupted, but need not be', () => {
    expect(unmet(awsSite({ pools: [] }), { kind: 'pool', purpose: 'spot', gpus: 0 })).toEqual([]);
  });
});

describe('a cache that the cloud is to manage', () => {
  const providers = { ...awsSite().providers, cache: 'managed' } as const;
  const store = (memoryGiB: number): ServiceTenant =>
    tenant({ online: { kind: 'cache', memoryGiB, highlyAvailable: true, eviction: 'noeviction', persistent: true } });
  const unmet = (site: CloudSite, memoryGiB: number) => unmetNeeds(site, 2, inClusterNeeds, [store(memoryGiB)]);

  it('is refused where Terraform would keep its key, with what to choose instead', () => {
    expect(unmet(azureSite({ providers }), 4)).toEqual([
      {
        code: 'NEED_UNMET',
        place: 'sites[2].providers.cache',
        value: 'managed',
        message: expect.stringContaining('which Terraform reads into its state'),
        allowed: ['in-cluster'],
        fix: expect.stringContaining("'in-cluster'"),
      },
    ]);
    expect(unmet(azureSite(), 4)).toEqual([]);
  });

  it('is refused where no node has the room', () => {
    expect(unmet(googleSite({ providers }), 43)).toEqual([]);
    expect(unmet(googleSite({ providers }), 44)).toMatchObject([
      { code: 'NEED_UNMET', message: expect.stringMatching(/room for 43 GiB; tracking \("online"\) asks for 44/) },
    ]);
    expect(unmet(awsSite({ providers }), 300)).toEqual([]);
    expect(unmet(awsSite({ providers }), 400)).toHaveLength(1);
  });
});
