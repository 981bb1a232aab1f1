import { cloudFacts, type GpuClass, type MachineClass } from '../facts';
import type { PoolConfig, PoolsConfig } from '../schema/pool-schema';
import type { CloudSiteConfig } from '../schema/site-schema';
import { type NodePool, poolLabel } from './site';

export interface SizedPool {
  readonly pool: PoolConfig & { readonly name: NodePool['purpose'] };
  /** What the site itself says about the pool. */
  readonly origin?: object;
  /** The cloud's own machine type; `undefined`: the cloud has none of that name or class. */
  readonly machineType?: string;
}

/** The class that means "the smallest current GPU the region offers". */
export const anyGpu = 'gpu';

/** Smallest current GPU first: what the class `gpu` tries. */
const gpuPreference: readonly GpuClass[] = ['l4', 'a10', 't4', 'a100', 'h100'];

const poolNames = ['system', 'general', 'spot', 'gpu'] as const satisfies readonly NodePool['purpose'][];

function machineTypeOf(machine: string, site: CloudSiteConfig): string | undefined {
  const facts = cloudFacts[site.cloud];
  const offered = facts.regions[site.region]?.gpus ?? [];
  const smallest = gpuPreference.find((gpu) => offered.includes(gpu) && facts.machineByClass[`gpu-${gpu}`]);
  const name = machine === anyGpu && smallest ? `gpu-${smallest}` : machine;
  return facts.machineByClass[name as MachineClass] ?? (name in facts.machines ? name : undefined);
}

/** The pools of a site: those of the environment with the site's own differences. */
export function poolsOf(pools: PoolsConfig, site: CloudSiteConfig): SizedPool[] {
  return poolNames.flatMap((name) => {
    const origin = site.pools[name];
    const { enabled, ...pool } = { enabled: true, ...pools[name], ...origin };
    return enabled ? [{ pool: { ...pool, name }, origin, machineType: machineTypeOf(pool.machine, site) }] : [];
  });
}

/** Pools whose machines are special take only what asks for them. */
const tainted: Readonly<Record<NodePool['purpose'], boolean>> = {
  system: false,
  general: false,
  spot: true,
  gpu: true,
};

/** The node pools as clouds build them. Call it on checked environments only. */
export function nodePools(pools: PoolsConfig, site: CloudSiteConfig): NodePool[] {
  return poolsOf(pools, site).flatMap(({ pool, machineType }) => {
    const machine = machineType === undefined ? undefined : cloudFacts[site.cloud].machines[machineType];
    if (machineType === undefined || machine === undefined) return [];
    return [
      {
        name: pool.name,
        purpose: pool.name,
        machineType,
        machine,
        minNodes: pool.minNodes,
        maxNodes: pool.maxNodes,
        diskGiB: pool.diskGiB,
        spot: pool.name === 'spot',
        labels: { [poolLabel]: pool.name },
        taints: tainted[pool.name] ? [{ key: poolLabel, value: pool.name, effect: 'NoSchedule' as const }] : [],
      },
    ];
  });
}
