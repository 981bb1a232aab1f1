import { type Cloud, cloudFacts } from '../../../environments/facts';
import { poolLabel } from '../../../environments/model';
import { fitsIn, machineRoom, type Size } from '../../pool-sizes';
import type { MachinePool } from '../pricing';
import type { SteadyPods } from './pods';

/** Pods that a machine takes, whatever their size: all three clouds' clusters are made with it. */
const podsPerMachine = 110;

interface Machine {
  readonly pool: MachinePool;
  free: Size;
  pods: number;
}

const accepts = (pool: MachinePool, chosen: string | undefined): boolean =>
  chosen === undefined ? !pool.tainted : pool.labels[poolLabel] === chosen;

const without = (free: Size, size: Size): Size => ({
  vcpus: free.vcpus - size.vcpus,
  memoryGiB: free.memoryGiB - size.memoryGiB,
  gpus: free.gpus - size.gpus,
});

/** Machines by pool, and pods that none of them has room for. */
export interface Packed {
  readonly machines: ReadonlyMap<string, number>;
  /** Each with the number of its pods that wait. */
  readonly waiting: readonly SteadyPods[];
}

/**
 * Machines that each pool needs for its steady pods: the largest pod first, each onto the first machine with room, as
 * autoscalers do it. A machine has what its cloud and its agents leave. Pools that no steady pod may go to, and those whose
 * machines nobody knows, are not in the answer; pods that might go to one of those do not wait.
 */
export function packed(cloud: Cloud, pools: readonly MachinePool[], demand: readonly SteadyPods[]): Packed {
  const known = pools
    .flatMap((pool) => {
      const facts = cloudFacts[cloud].machines[pool.type];
      return facts ? [{ pool, room: machineRoom(facts) }] : [];
    })
    // Pods that may go to several pools make machines in the one that may grow most.
    .sort((a, b) => b.pool.most - a.pool.most || (a.pool.id < b.pool.id ? -1 : 1));
  const pods = demand
    .flatMap((from) =>
      Array.from({ length: Math.ceil(from.count) }, () => ({ size: from.size, pool: from.pool, from })),
    )
    .sort(
      (a, b) =>
        b.size.gpus - a.size.gpus ||
        b.size.vcpus - a.size.vcpus ||
        b.size.memoryGiB - a.size.memoryGiB ||
        ((a.pool ?? '') < (b.pool ?? '') ? -1 : 1),
    );
  const machines: Machine[] = known.flatMap(({ pool, room }) =>
    Array.from({ length: pool.fewest }, () => ({ pool, free: room, pods: 0 })),
  );
  const counts = new Map(known.map(({ pool }) => [pool.id, pool.fewest]));
  const used = new Set<string>();
  const unknown = pools.filter((pool) => !known.some((one) => one.pool === pool));
  const waiting = new Map<SteadyPods, number>();
  for (const { size, pool: chosen, from } of pods) {
    for (const { pool } of known) if (accepts(pool, chosen)) used.add(pool.id);
    let machine = machines.find(
      ({ pool, free, pods: taken }) => accepts(pool, chosen) && taken < podsPerMachine && fitsIn(size, free),
    );
    if (!machine) {
      const grown = known.find(
        ({ pool, room }) => accepts(pool, chosen) && fitsIn(size, room) && (counts.get(pool.id) ?? 0) < pool.most,
      );
      if (!grown) {
        if (!unknown.some((pool) => accepts(pool, chosen))) waiting.set(from, (waiting.get(from) ?? 0) + 1);
        continue;
      }
      counts.set(grown.pool.id, (counts.get(grown.pool.id) ?? 0) + 1);
      machine = { pool: grown.pool, free: grown.room, pods: 0 };
      machines.push(machine);
    }
    machine.free = without(machine.free, size);
    machine.pods += 1;
  }
  return {
    machines: new Map([...counts].filter(([id]) => used.has(id))),
    waiting: [...waiting].map(([from, count]) => ({ ...from, count })),
  };
}
