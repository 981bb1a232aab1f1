import type { GpuClass } from '../../environments/facts';
import { isSitePublicCloud, machinesOf, type NodePool, poolLabel, type Site } from '../../environments/model';
import type { PoolNeed } from '../../services';
import type { NeedBinder, PoolBinding } from '../contracts';

/** The most that a GPU of the class has; an A100 has half of it on some machines. GiB. */
const gpuMemoryGiB: Readonly<Record<GpuClass, number>> = { t4: 16, l4: 24, a10: 24, a100: 80, h100: 80 };

type Gpu = NonNullable<NodePool['machine']['gpu']>;

const hasGpus = (gpu: Gpu | undefined, { gpus, gpuMemoryGiB: asked = 0 }: PoolNeed): boolean =>
  gpus === 0 || (gpu !== undefined && gpu.count >= gpus && gpuMemoryGiB[gpu.class] >= asked);

const isFor =
  (need: PoolNeed) =>
  (pool: NodePool): boolean =>
    pool.purpose === need.purpose && pool.maxNodes > 0 && machinesOf(pool).some(({ gpu }) => hasGpus(gpu, need));

const poolFor = (site: Site, need: PoolNeed): NodePool | undefined =>
  isSitePublicCloud(site) ? site.pools.find(isFor(need)) : undefined;

/** AKS taints interruptible nodes by itself; on other clouds nobody has the taint. */
const ownSpotTaint = {
  key: 'kubernetes.azure.com/scalesetpriority',
  operator: 'Equal',
  value: 'spot',
  effect: 'NoSchedule',
} as const;

const limitsOf = ({ gpus }: PoolNeed): PoolBinding['limits'] => (gpus > 0 ? { 'nvidia.com/gpu': gpus } : {});

/**
 * Nodes of a special pool: where to go, and what to tolerate. Work that may be interrupted runs anywhere on a site
 * without a spot pool; a GPU has no substitute.
 */
export const pool: NeedBinder<'pool'> = {
  bind: ({ site, need }): PoolBinding => {
    const found = poolFor(site, need);
    return found
      ? {
          nodeSelector: { [poolLabel]: need.purpose, ...found.automatic?.selector },
          tolerations: [
            { key: poolLabel, operator: 'Equal', value: need.purpose, effect: 'NoSchedule' },
            ...(need.purpose === 'spot' ? [ownSpotTaint] : []),
          ],
          limits: limitsOf(need),
        }
      : { nodeSelector: {}, tolerations: [], limits: limitsOf(need) };
  },
  manifests: () => {},
  unmet: ({ site, need }) =>
    need.purpose !== 'gpu' || !isSitePublicCloud(site) || poolFor(site, need)
      ? undefined
      : {
          code: 'GPU_POOL_MISSING',
          message: `asks for ${need.gpus} GPU(s)${need.gpuMemoryGiB ? ` of ${need.gpuMemoryGiB} GiB` : ''} in one pod, and no pool of ${site.name} has such machines`,
          allowed: [
            'pools of purpose gpu with at least as many GPUs a machine',
            ...site.pools.flatMap((pool) =>
              machinesOf(pool).flatMap(({ gpu }) =>
                gpu ? [`${pool.name}: ${gpu.count} x ${gpu.class} of ${gpuMemoryGiB[gpu.class]} GiB`] : [],
              ),
            ),
          ],
          fix: 'set pools.gpu.maxNodes and its machine, or ask for fewer GPUs',
        },
};
