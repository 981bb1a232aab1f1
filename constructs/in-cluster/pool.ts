import { type GpuParts, gpuMemoryGiB, partMemoryGiB } from '../../environments/facts';
import { isSitePublicCloud, machinesOf, type NodePool, poolLabel, type Site } from '../../environments/model';
import type { PoolNeed } from '../../services';
import type { NeedBinder, PoolBinding } from '../contracts';

type Gpu = NonNullable<NodePool['machine']['gpu']>;

/** What one pod has to itself of a GPU; of one whose memory it shares with others, nothing that it could count on. */
function ownMemoryGiB(gpu: Gpu, { sharing }: Pick<NodePool, 'sharing'>): number {
  if (!sharing) return gpuMemoryGiB(gpu);
  return sharing.by === 'mig' ? partMemoryGiB(gpu, sharing.podsPerGpu as GpuParts) : 0;
}

/** Several shares are no larger GPU: a pod has one of them. */
const hasGpus = (gpu: Gpu | undefined, pool: NodePool, { gpus, gpuMemoryGiB: asked = 0 }: PoolNeed): boolean =>
  gpus === 0 || (gpu !== undefined && (pool.sharing ? 1 : gpu.count) >= gpus && ownMemoryGiB(gpu, pool) >= asked);

const shown = (gpu: Gpu, pool: NodePool): string => {
  const { sharing, name } = pool;
  const whole = `${gpu.count} x ${gpu.class}`;
  if (!sharing) return `${name}: ${whole} of ${gpuMemoryGiB(gpu)} GiB`;
  return sharing.by === 'mig'
    ? `${name}: ${whole}, each in ${sharing.podsPerGpu} parts of ${ownMemoryGiB(gpu, pool)} GiB`
    : `${name}: ${whole}, each of them shared by ${sharing.podsPerGpu} pods that have no memory to themselves`;
};

const isFor =
  (need: PoolNeed) =>
  (pool: NodePool): boolean =>
    pool.purpose === need.purpose && pool.maxNodes > 0 && machinesOf(pool).some(({ gpu }) => hasGpus(gpu, pool, need));

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
            ...(need.purpose === 'spot' || (found.automatic?.spotPercent ?? 0) > 0 ? [ownSpotTaint] : []),
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
            ...site.pools.flatMap((pool) => machinesOf(pool).flatMap(({ gpu }) => (gpu ? [shown(gpu, pool)] : []))),
          ],
          fix: site.pools.some(({ sharing }) => sharing)
            ? 'leave pools.gpu.sharing out, or ask for less'
            : 'set pools.gpu.maxNodes and its machine, or ask for fewer GPUs',
        },
};
