import type { Cloud } from '../../environments/facts';
import type { Manifest } from '../site-output';
import { awsPools } from './aws/compute';
import { azurePools } from './azure/compute';
import { clusterTypes } from './cluster-home';
import { googlePools } from './google/compute';
import { clusterPools } from './kubernetes/machines';
import { restOf } from './kubernetes/off-hours';
import { packed } from './kubernetes/pack';
import { type SteadyPods, steadyPods } from './kubernetes/pods';
import type { PoolLoad } from './pool-loads';
import type { MachineCount, MachinePool, PoolReaders, PricingContext } from './pricing';
import { cloudByProvider, providerOf, type Resource } from './resource';
import { Unpriceable } from './unpriceable';

/** What of a pool runs: its fewest always; others for steady pods, or where there are none, by an assumption. */
export const machineCount =
  (load: PoolLoad, share: number, steady: ReadonlyMap<string, number>) =>
  ({ id, fewest, most }: MachinePool): MachineCount => {
    const room = Math.max(0, most - fewest);
    const needed = steady.get(id);
    const expected = needed === undefined ? room * share : Math.max(0, needed - fewest);
    return { fixed: fewest, usage: { min: 0, expected, max: room }[load] };
  };

const poolReaders: Readonly<Record<Cloud, PoolReaders>> = { aws: awsPools, google: googlePools, azure: azurePools };

/** A pool that cannot be read has no machines to pack onto; its own line says why. */
function readable<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unpriceable)) throw error;
    return [];
  }
}

/** Pools that a resource makes, whatever its cloud; none where they cannot be read. */
export function poolsIn(resource: Resource): readonly MachinePool[] {
  const cloud = cloudByProvider[providerOf(resource.type)];
  const read = cloud && poolReaders[cloud][resource.type];
  return read ? readable(() => read(resource)) : [];
}

/** The pools of a site, and the pods that run there all month. */
export interface SiteLoad {
  readonly cloud: Cloud;
  readonly pools: readonly MachinePool[];
  readonly pods: readonly SteadyPods[];
}

/** `undefined` where nothing says on which cloud the cluster of a site is made. */
export function siteLoad(atSite: PricingContext['atSite'], objects: readonly Manifest[]): SiteLoad | undefined {
  const cloud = (Object.keys(clusterTypes) as Cloud[]).find((one) => atSite(clusterTypes[one]).length > 0);
  if (!cloud) return undefined;
  const made = Object.entries(poolReaders[cloud]).flatMap(([type, read]) =>
    atSite(type).flatMap((one) => readable(() => read(one))),
  );
  const automatic = objects.flatMap((object) =>
    readable(() => {
      const found = clusterPools[object.kind]?.(object, { cloud, atSite, objects });
      return found ? [found.pool] : [];
    }),
  );
  return { cloud, pools: [...made, ...automatic], pods: steadyPods(objects) };
}

/**
 * Machines that the steady pods of a site need, by pool; none where nothing says on which cloud its cluster is made. Where
 * servers rest, the mean over the week.
 */
export function steadyMachines(
  atSite: PricingContext['atSite'],
  objects: readonly Manifest[],
): ReadonlyMap<string, number> {
  const load = siteLoad(atSite, objects);
  if (!load) return new Map();
  const { cloud, pools } = load;
  const working = packed(cloud, pools, load.pods).machines;
  const [rest] = readable(() => [restOf(objects)]);
  if (!rest) return working;
  const resting = packed(cloud, pools, steadyPods(objects, rest.stopped)).machines;
  const fewest = new Map(pools.map((pool) => [pool.id, pool.fewest]));
  return new Map(
    [...working].map(([id, most]) => {
      // Fewer pods may lie less well: nobody fetches a machine because others left.
      const least = Math.min(most, resting.get(id) ?? fewest.get(id) ?? 0);
      return [id, rest.workingShare * most + (1 - rest.workingShare) * least];
    }),
  );
}
