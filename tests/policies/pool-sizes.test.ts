import type { Site } from '../../environments/model';
import { tooLargePods } from '../../policies/pool-sizes';
import type { Manifest } from '../../policies/site-output';
import { automaticSites, automaticWords } from '../fixtures/automatic-sites';
import { awsSite, localSite } from '../fixtures/sites';

const { aws } = automaticSites();

const container = (cpu: string, memory: string, gpus = 0) => ({
  name: 'main',
  resources: { requests: { cpu, memory }, ...(gpus > 0 ? { limits: { 'nvidia.com/gpu': gpus } } : {}) },
});

const deployment = (containers: readonly object[], pool?: string): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'model', namespace: 'serving' },
  spec: { template: { spec: { containers, ...(pool ? { nodeSelector: { 'evenkeel.dev/pool': pool } } : {}) } } },
});

const brief = (manifest: Manifest, site: Site = aws) =>
  tooLargePods(site, [manifest]).map(({ code, place, value }) => `${code} ${place} ${value}`);

it.each<[string, Manifest]>([
  ['asks for nothing', deployment([{ name: 'main' }])],
  ['fits on the largest machine', deployment([container('15', '40Gi')])],
  ['fits on the largest machine of its pool', deployment([container('3', '12000Mi', 1)], 'gpu')],
  ['asks for a volume only', { ...deployment([]), spec: { resources: { requests: { storage: '900Gi' } } } }],
  ['names a pool of its own making', deployment([container('64', '1Ti')], 'elsewhere')],
])('is silent about a pod that %s', (_what, manifest) => expect(brief(manifest)).toEqual([]));

it.each<[string, Manifest, string]>([
  ['has more vCPUs than any machine', deployment([container('16', '1Gi')]), 'general'],
  ['has more in all its containers', deployment([container('8', '1Gi'), container('7800m', '1Gi')]), 'general'],
  ['has more memory than any machine', deployment([container('1', '60Gi')]), 'general'],
  ['wants more GPUs than a machine has', deployment([container('1', '4Gi', 2)], 'gpu'), 'gpu'],
  ['wants a GPU of the general pool', deployment([container('1', '4Gi', 1)]), 'general'],
])('finds a pod that %s', (_what, manifest, pool) =>
  expect(brief(manifest)).toEqual([`POOL_TOO_SMALL Deployment serving/model ${pool}`]),
);

it('looks into custom kinds that state resources as containers do', () => {
  const kafka: Manifest = {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaNodePool',
    metadata: { name: 'brokers', namespace: 'streaming' },
    spec: { replicas: 3, resources: { requests: { cpu: '20', memory: '8Gi' } } },
  };
  expect(brief(kafka)).toEqual(['POOL_TOO_SMALL KafkaNodePool streaming/brokers general']);
});

it('knows that a bound can be smaller than a machine', () => {
  const tight = automaticSites({ ...automaticWords, general: { automatic: { maxVcpus: 8 } } });
  const manifest = deployment([container('10', '1Gi')]);
  expect(brief(manifest)).toEqual([]);
  expect(brief(manifest, tight.aws)).toHaveLength(1);
});

it('says where to go from there', () => {
  const [finding] = tooLargePods(aws, [deployment([container('20', '8Gi')])]);
  expect(finding).toMatchObject({
    message: expect.stringContaining('20 vCPUs, 8 GiB in one pod'),
    allowed: ['up to 15.4 vCPUs, 51.2 GiB'],
    fix: expect.stringContaining('maxMachineVcpus'),
  });
});

it('looks at machines of one type as well, unless their pool can have none', () => {
  const site = awsSite();
  const manifest = deployment([container('5', '1Gi')]);
  expect(brief(manifest, site)).toEqual(['POOL_TOO_SMALL Deployment serving/model system']);
  const [finding] = tooLargePods(site, [manifest]);
  expect(finding).toMatchObject({
    message: expect.stringContaining('no machine of the pools system, general has room for it'),
    allowed: ['up to 3.4 vCPUs, 12.8 GiB'],
    fix: 'take a larger machine for pools.system or pools.general, or ask for less',
  });
  const grown = site.pools.map((pool) =>
    pool.name === 'general' ? { ...pool, machine: { ...pool.machine, vcpus: 8, memoryGiB: 32 } } : pool,
  );
  expect(brief(manifest, awsSite({ pools: grown }))).toEqual([]);
  const closed = grown.map((pool) => (pool.name === 'general' ? { ...pool, minNodes: 0, maxNodes: 0 } : pool));
  expect(brief(manifest, awsSite({ pools: closed }))).toHaveLength(1);
});

it('leaves a cluster of its own alone', () =>
  expect(brief(deployment([container('999', '1Gi')]), localSite())).toEqual([]));
