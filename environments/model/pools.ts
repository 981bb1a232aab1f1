import { cloudFacts, type GpuClass, type MachineClass } from '../facts';
import type { RecoveryTier } from '../facts/recovery';
import type { PoolConfig, PoolsConfig, ProvisioningMode } from '../schema/pool-schema';
import type { CloudSiteConfig } from '../schema/site-schema';
import { automaticPool } from './automatic-pool';
import { reservationOf, zonesOfSite } from './reservations';
import { type NodePool, poolLabel } from './site';

export interface SizedPool {
  readonly pool: PoolConfig & { readonly name: NodePool['purpose'] };
  /** What the site itself says about the pool. */
  readonly origin?: object;
  /** The cloud's own machine type; `undefined`: the cloud has none of that name or class. */
  readonly machineType?: string;
  /** How its machines come. The system pool is there before anything could make machines. */
  readonly mode: ProvisioningMode;
}

/** The class that means "the smallest current GPU the region offers". */
export const anyGpu = 'gpu';

/** Smallest current GPU first: what the class `gpu` tries. */
const gpuPreference: readonly GpuClass[] = ['l4', 'a10', 't4', 'a100', 'h100'];

const poolNames = ['system', 'general', 'spot', 'gpu'] as const satisfies readonly NodePool['purpose'][];

function machineTypeOf({ machine, scratch }: PoolConfig, site: CloudSiteConfig): string | undefined {
  const facts = cloudFacts[site.cloud];
  const offered = facts.regions[site.region]?.gpus ?? [];
  const smallest = gpuPreference.find((gpu) => offered.includes(gpu) && facts.machineByClass[`gpu-${gpu}`]);
  const name = machine === anyGpu && smallest ? `gpu-${smallest}` : machine;
  const portable = facts.machineByClass[name as MachineClass];
  if (portable) return scratch ? (facts.withLocalDisks[portable] ?? portable) : portable;
  return name in facts.machines ? name : undefined;
}

/** What says how the machines of a pool come: the pool on the site, the site, the pool, the environment. */
const modeOf = (
  name: NodePool['purpose'],
  pools: PoolsConfig,
  site: CloudSiteConfig,
  own: Pick<PoolConfig, 'provisioning'>,
  origin: Pick<PoolConfig, 'provisioning'> = {},
): ProvisioningMode =>
  name === 'system'
    ? 'autoscaled'
    : (origin.provisioning ?? site.pools.provisioning ?? own.provisioning ?? pools.provisioning);

/** The pools of a site: those of the environment with the site's own differences. */
export function poolsOf(pools: PoolsConfig, site: CloudSiteConfig): SizedPool[] {
  return poolNames.flatMap((name): SizedPool[] => {
    const own: PoolConfig = pools[name];
    const origin: Partial<PoolConfig> | undefined = site.pools[name];
    const { enabled, ...pool } = {
      enabled: true,
      ...own,
      ...origin,
      automatic: { ...own.automatic, ...origin?.automatic },
    };
    const mode = modeOf(name, pools, site, own, origin);
    return enabled ? [{ pool: { ...pool, name }, origin, machineType: machineTypeOf(pool, site), mode }] : [];
  });
}

/** Pools whose machines are special take only what asks for them. */
const tainted: Readonly<Record<NodePool['purpose'], boolean>> = {
  system: false,
  general: false,
  spot: true,
  gpu: true,
};

/**
 * How many machines of a pool a standby keeps before a loss: with `pilot-light` none but those of the system, from
 * `warm-standby` on one a zone; never more than the environment says. `backup` has no cluster then, and `active-active`
 * serves. The upper bound stays, so that it grows to full size by itself.
 */
const leastOnStandby: Readonly<Record<RecoveryTier, (minNodes: number, zones: number) => number>> = {
  backup: (minNodes) => minNodes,
  'pilot-light': () => 0,
  'warm-standby': (minNodes, zones) => Math.min(minNodes, zones),
  'active-active': (minNodes) => minNodes,
};

function leastNodes({ pool, origin = {} }: SizedPool, site: CloudSiteConfig, tier: RecoveryTier | undefined): number {
  const isScaledDown =
    tier !== undefined && site.role === 'standby' && pool.name !== 'system' && !('minNodes' in origin);
  return isScaledDown ? leastOnStandby[tier](pool.minNodes, zonesOfSite(site).length) : pool.minNodes;
}

/**
 * The node pools as clouds build them. Call it on checked environments only.
 * @param standbyTier what a standby has before a loss. Default: as much as a primary
 */
export function nodePools(pools: PoolsConfig, site: CloudSiteConfig, standbyTier?: RecoveryTier): NodePool[] {
  const facts = cloudFacts[site.cloud];
  const sized = poolsOf(pools, site);
  // Two that both answer to pods without a wish would each bring a machine for the same one.
  const fixedSystem = sized.some(({ pool, mode }) => pool.name === 'general' && mode === 'automatic');
  return sized.flatMap((one): NodePool[] => {
    const { pool, machineType, mode } = one;
    const machine = machineType === undefined ? undefined : facts.machines[machineType];
    if (machineType === undefined || machine === undefined) return [];
    const labels = { [poolLabel]: pool.name };
    const { poolSelector } = facts.provisioning;
    const reservation = reservationOf(pool, site, machine);
    const selector = { ...labels, ...(tainted[pool.name] && poolSelector ? { [poolSelector]: pool.name } : {}) };
    return [
      {
        name: pool.name,
        purpose: pool.name,
        machineType,
        machine,
        minNodes: leastNodes(one, site, standbyTier),
        maxNodes: pool.name === 'system' && fixedSystem ? pool.minNodes : pool.maxNodes,
        diskGiB: pool.diskGiB,
        spot: pool.name === 'spot',
        ...(pool.scratch ? { scratch: true } : {}),
        ...(pool.sharing && machine.gpu ? { sharing: pool.sharing } : {}),
        ...(reservation ? { reservation } : {}),
        labels,
        taints: tainted[pool.name] ? [{ key: poolLabel, value: pool.name, effect: 'NoSchedule' as const }] : [],
        ...(mode === 'automatic'
          ? { automatic: automaticPool(pool, { type: machineType, machine }, facts, selector) }
          : {}),
      },
    ];
  });
}
