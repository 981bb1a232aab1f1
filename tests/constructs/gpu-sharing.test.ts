import { chartContext } from '../../charts';
import { nvidiaDevicePlugin } from '../../charts/operators/nvidia-device-plugin';
import { nodeObjects as awsNodes } from '../../constructs/aws/cluster/node-classes';
import { nodeSettings } from '../../constructs/aws/cluster/node-settings';
import { nodeObjects as googleClasses } from '../../constructs/google/cluster/compute-classes';
import { pool as poolBinder } from '../../constructs/in-cluster/pool';
import { cloudFacts, gpuParts, partName } from '../../environments/facts';
import {
  automaticPools,
  type CloudSite,
  type GpuSharing,
  isSitePublicCloud,
  type SiteByCloud,
} from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import { tooLargePods } from '../../policies/pool-sizes';
import type { PoolNeed } from '../../services';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { synthesizeSite } from '../fixtures/synthesize';

type CloudName = 'aws' | 'google' | 'azure';
const mig: GpuSharing = { by: 'mig', podsPerGpu: 7 };
const turns: GpuSharing = { by: 'time-slicing', podsPerGpu: 4 };

/** One site of a cloud in a region that has both kinds of GPU. */
function siteWith<C extends CloudName>(cloud: C, gpu: object, more: object = {}): SiteByCloud[C] {
  const regions: Readonly<Record<CloudName, string>> = {
    aws: 'us-east-1',
    google: 'us-central1',
    azure: 'swedencentral',
  };
  const input = environmentInput({
    jurisdiction: cloud === 'azure' ? 'eu' : 'us',
    pools: { gpu: { maxNodes: 2, ...gpu }, ...more },
    sites: [{ ...siteInputs[cloud], role: 'primary', region: regions[cloud] }],
  } as never);
  const [site] = resolveEnvironment(input).sites;
  if (!site || !isSitePublicCloud(site)) throw new Error('no site');
  return site as SiteByCloud[C];
}

const gpuPool = (site: CloudSite) => {
  const found = site.pools.find(({ name }) => name === 'gpu');
  if (!found) throw new Error('no GPU pool');
  return found;
};

const poolIn = async (site: CloudSite, type: string): Promise<Record<string, unknown>> => {
  const { stacks } = await synthesizeSite(site);
  const pools = Object.values(stacks.cluster?.resource?.[type] ?? {}) as Record<string, unknown>[];
  const found = pools.find(({ name }) => name === 'gpu');
  if (!found) throw new Error('no GPU pool');
  return found;
};

const unmet = (site: CloudSite, need: Partial<PoolNeed>) =>
  poolBinder.unmet?.({
    site,
    service: 'llm',
    namespace: 'llm',
    name: 'gpu',
    need: { kind: 'pool', purpose: 'gpu', gpus: 1, ...need },
  });

describe('GPUs that pods share', () => {
  it('on AWS: by the device plugin of the machines, under the name of a whole GPU', () => {
    const settings = (machine: string, sharing: GpuSharing) =>
      nodeSettings(gpuPool(siteWith('aws', { machine, sharing })));
    expect(settings('gpu-l4', turns)).toContain('device-sharing-strategy = "time-slicing"');
    expect(settings('gpu-l4', turns)).toMatch(
      /replicas = 4\nrename-by-default = false\nfail-requests-greater-than-one = true/,
    );
    expect(settings('gpu-a100', mig)).toContain('"a100.40gb" = "7"');
    expect(settings('gpu-h100', { by: 'mig', podsPerGpu: 2 })).toContain('"h100.80gb" = "2"');
    expect(nodeSettings(gpuPool(siteWith('aws', { machine: 'gpu-l4' })))).not.toContain('nvidia');
  });

  it('on Google Cloud: by the accelerator of the pool, and by that of a class', async () => {
    const type = 'google_container_node_pool';
    expect(await poolIn(siteWith('google', { machine: 'gpu-a100', sharing: mig }), type)).toMatchObject({
      node_config: { guest_accelerator: [{ count: 1, gpu_partition_size: '1g.5gb' }] },
    });
    expect(await poolIn(siteWith('google', { machine: 'gpu-l4', sharing: turns }), type)).toMatchObject({
      node_config: {
        guest_accelerator: [
          { gpu_sharing_config: { gpu_sharing_strategy: 'TIME_SHARING', max_shared_clients_per_gpu: 4 } },
        ],
      },
    });
    const made = siteWith(
      'google',
      { machine: 'gpu-l4', sharing: turns, automatic: { maxGpus: 2 } },
      { provisioning: 'automatic' },
    );
    const gpuClass = googleClasses(made).find(({ metadata }) => metadata.name === 'gpu');
    const shared = { sharingStrategy: 'TIME_SHARING', maxSharedClientsPerGPU: 4 };
    const priorities = (gpuClass?.spec.priorities ?? []) as { gpu: object }[];
    expect(priorities.map(({ gpu }) => gpu)).toMatchObject(priorities.map(() => ({ gpuSharing: shared })));
    expect(priorities.length).toBeGreaterThan(0);
  });

  it('on Azure: parts by the pool, turns by the device plugin', async () => {
    const cut = siteWith('azure', { machine: 'gpu-a100', sharing: { by: 'mig', podsPerGpu: 3 } });
    expect(await poolIn(cut, 'azurerm_kubernetes_cluster_node_pool')).toMatchObject({ gpu_instance: 'MIG2g' });
    const values = (site: CloudSite) =>
      nvidiaDevicePlugin.values({
        context: chartContext(site, {
          privateLoadBalancerAnnotations: {},
          apiServerCidrs: [],
          nodeCidrs: [],
          people: { viewer: [], operator: [], 'break-glass': [] },
        }),
        bindings: {},
      } as never);
    expect(values(cut)).toMatchObject({ migStrategy: 'single' });
    const { config } = values(siteWith('azure', { machine: 'gpu-a10', sharing: turns })) as {
      config: { default: string; map: Record<string, string> };
    };
    expect(config.map[config.default]).toMatch(/renameByDefault: false\n[\s\S]*name: nvidia\.com\/gpu\n\s+replicas: 4/);
    expect(values(siteWith('azure', { machine: 'gpu-a10' }))).not.toHaveProperty('config');
  });

  it('have no memory to themselves by turns, and a part of it by MIG', () => {
    const byTurns = siteWith('aws', { machine: 'gpu-l4', sharing: turns });
    expect(unmet(byTurns, {})).toBeUndefined();
    expect(unmet(byTurns, { gpuMemoryGiB: 16 })).toMatchObject({
      code: 'GPU_POOL_MISSING',
      allowed: expect.arrayContaining([expect.stringContaining('no memory to themselves')]),
      fix: expect.stringContaining('pools.gpu.sharing'),
    });
    const cut = siteWith('azure', { machine: 'gpu-a100', sharing: { by: 'mig', podsPerGpu: 2 } });
    expect(unmet(cut, { gpuMemoryGiB: 40 })).toBeUndefined();
    expect(unmet(cut, { gpuMemoryGiB: 80 })).toMatchObject({ code: 'GPU_POOL_MISSING' });
    expect(unmet(cut, { gpus: 2 })).toMatchObject({ code: 'GPU_POOL_MISSING' });
    // Half the memory of the class.
    expect(unmet(siteWith('aws', { machine: 'gpu-a100' }), { gpuMemoryGiB: 80 })).toMatchObject({
      code: 'GPU_POOL_MISSING',
    });
  });

  it('make room for as many pods as share them', () => {
    const asks = (gpus: number) => [
      {
        apiVersion: 'v1',
        kind: 'Deployment',
        metadata: { name: 'many' },
        spec: {
          nodeSelector: { 'evenkeel.dev/pool': 'gpu' },
          containers: [{ resources: { limits: { 'nvidia.com/gpu': gpus }, requests: { cpu: '1', memory: '1Gi' } } }],
        },
      },
    ];
    expect(tooLargePods(siteWith('google', { machine: 'gpu-a100', sharing: mig }), asks(7) as never)).toEqual([]);
    expect(tooLargePods(siteWith('google', { machine: 'gpu-a100' }), asks(7) as never)).toHaveLength(1);
  });

  it('are cut into parts that their maker knows', () => {
    const gpuOf = (cloud: CloudName, type: string) => {
      const gpu = cloudFacts[cloud].machines[type]?.gpu;
      if (!gpu) throw new Error(`no GPU in ${type}`);
      return gpu;
    };
    const names = (cloud: CloudName, type: string) =>
      ([7, 3, 2] as const satisfies readonly (keyof typeof gpuParts)[]).map((parts) =>
        partName(gpuOf(cloud, type), parts),
      );
    expect(names('google', 'a2-highgpu-1g')).toEqual(['1g.5gb', '2g.10gb', '3g.20gb']);
    expect(names('azure', 'Standard_NC24ads_A100_v4')).toEqual(['1g.10gb', '2g.20gb', '3g.40gb']);
    expect(Object.keys(gpuParts)).toEqual(['2', '3', '7']);
  });
});

describe('the order of prices of an automatic GPU pool', () => {
  const words = (markets?: readonly string[]) => ({
    machine: 'gpu-l4',
    automatic: { maxGpus: 2, ...(markets ? { markets } : {}) },
  });
  const both = ['spot', 'on-demand'];

  it('is interruptible machines first, and full-price ones where none is left', () => {
    const aws = siteWith('aws', words(both), { provisioning: 'automatic' });
    const nodePool = awsNodes(aws).find(({ kind, metadata }) => kind === 'NodePool' && metadata.name === 'gpu');
    expect(JSON.stringify(nodePool)).toContain(
      '"key":"karpenter.sh/capacity-type","operator":"In","values":["spot","on-demand"]',
    );
    const google = siteWith('google', words(both), { provisioning: 'automatic' });
    const gpuClass = googleClasses(google).find(({ metadata }) => metadata.name === 'gpu');
    const prices = ((gpuClass?.spec.priorities ?? []) as { spot: boolean }[]).map(({ spot }) => spot);
    expect([...new Set(prices)]).toEqual([true, false]);
    expect(prices).toEqual([...prices].sort((a, b) => Number(b) - Number(a)));
  });

  it('is full price alone where nothing is said, and spot alone where that is', () => {
    const share = (markets?: readonly string[]) => {
      const site = siteWith('aws', words(markets), { provisioning: 'automatic' });
      const { spotPercent, onDemandFallback } =
        automaticPools(site).find(({ name }) => name === 'gpu')?.automatic ?? {};
      return [spotPercent, onDemandFallback];
    };
    expect(share()).toEqual([0, false]);
    expect(share(['spot'])).toEqual([100, false]);
    expect(share(both)).toEqual([100, true]);
  });
});
