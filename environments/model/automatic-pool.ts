import { type CloudFacts, gpuClasses, type MachineFacts, type MachineFamily } from '../facts';
import type { AutomaticConfig, PoolConfig } from '../schema/pool-schema';

/** A machine type that an automatic pool may take. */
export interface AllowedMachine {
  /** The cloud's own name. */
  readonly type: string;
  readonly machine: MachineFacts;
}

/** Pools whose machines are made for waiting pods: what may be made, how much of it, and when it goes again. */
export interface AutomaticPool {
  /** Smallest first; GPUs in the order of preference. */
  readonly machines: readonly AllowedMachine[];
  /** Bounds of all machines of the pool together. */
  readonly limits: { readonly vcpus: number; readonly memoryGiB: number; readonly gpus: number };
  /** How much of the bounds may be interruptible, 0 to 100. */
  readonly spotPercent: number;
  /** Whether full-price machines are taken where no interruptible one is left. */
  readonly onDemandFallback: boolean;
  readonly consolidation: 'when-empty' | 'when-underused';
  readonly consolidateAfterMinutes: number;
  /** Age at which machines are replaced; `undefined`: only for a new image or version. */
  readonly expireHours?: number;
  /** Labels by which pods choose the pool. */
  readonly selector: Readonly<Record<string, string>>;
}

/** What holds where an environment says nothing; the schema tells people. */
const defaults = {
  architectures: ['amd64'] as readonly MachineFacts['architecture'][],
  maxMachineVcpus: 16,
  consolidation: 'when-underused',
  consolidateAfterMinutes: 10,
} as const;

const gibPerVcpu: Readonly<Record<MachineFamily, number>> = { compute: 2, general: 4, memory: 8 };

const familyOf = ({ vcpus, memoryGiB }: MachineFacts): MachineFamily | undefined =>
  (Object.keys(gibPerVcpu) as MachineFamily[]).find((family) => gibPerVcpu[family] === memoryGiB / vcpus);

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** GPUs: the classes and numbers allowed, cheapest of a class first. */
function gpuMachines(own: AllowedMachine, config: AutomaticConfig, all: readonly AllowedMachine[]): AllowedMachine[] {
  const { gpu } = own.machine;
  if (!gpu) return [];
  const classes = config.gpus ?? [gpu.class];
  const most = config.gpusPerMachine ?? gpu.count;
  return classes.flatMap((wanted) =>
    all
      .filter(({ machine }) => machine.gpu?.class === wanted && machine.gpu.count <= most)
      .sort((a, b) => a.machine.vcpus - b.machine.vcpus || byText(a.type, b.type)),
  );
}

/** Machines without GPUs, with disks of their own or without any: of an allowed family and processor, no smaller than the pool's own type. */
function plainMachines(
  own: AllowedMachine,
  pool: Pick<PoolConfig, 'scratch'>,
  config: AutomaticConfig,
  all: readonly AllowedMachine[],
): AllowedMachine[] {
  const families = config.families ?? [familyOf(own.machine) ?? 'general'];
  const {
    architectures = defaults.architectures,
    maxMachineVcpus = Math.max(defaults.maxMachineVcpus, own.machine.vcpus),
  } = config;
  return all
    .filter(({ machine }) => {
      const family = familyOf(machine);
      return (
        !machine.gpu &&
        (machine.localDiskGiB !== undefined) === (pool.scratch ?? false) &&
        family !== undefined &&
        families.includes(family) &&
        architectures.includes(machine.architecture) &&
        machine.vcpus >= own.machine.vcpus &&
        machine.vcpus <= maxMachineVcpus
      );
    })
    .sort(
      (a, b) =>
        a.machine.vcpus - b.machine.vcpus ||
        // The type that the pool names comes first among its equals.
        Number(b.type === own.type) - Number(a.type === own.type) ||
        byText(a.type, b.type),
    );
}

const timesOf = ({ vcpus, memoryGiB }: Pick<MachineFacts, 'vcpus' | 'memoryGiB'>, times: number) => ({
  vcpus: vcpus * times,
  memoryGiB: memoryGiB * times,
});

/** The most that comes with so many GPUs, whichever machines bring them. */
function broughtBy(machines: readonly AllowedMachine[], gpus: number) {
  const each = (of: (machine: MachineFacts) => number): number =>
    Math.max(0, ...machines.map(({ machine }) => of(machine) / (machine.gpu?.count ?? 1)));
  const brought = timesOf({ vcpus: each(({ vcpus }) => vcpus), memoryGiB: each(({ memoryGiB }) => memoryGiB) }, gpus);
  return { vcpus: Math.ceil(brought.vcpus), memoryGiB: Math.ceil(brought.memoryGiB) };
}

/** What an automatic pool is on one cloud. `own`: the machine type that the pool names. */
export function automaticPool(
  pool: PoolConfig & { readonly name: string },
  own: AllowedMachine,
  facts: CloudFacts,
  selector: AutomaticPool['selector'],
): AutomaticPool {
  const config = pool.automatic ?? {};
  const all = Object.entries(facts.machines).map(([type, machine]) => ({ type, machine }));
  const machines = own.machine.gpu ? gpuMachines(own, config, all) : plainMachines(own, pool, config, all);
  const most = own.machine.gpu
    ? broughtBy(machines, Math.max(config.maxGpus ?? 0, own.machine.gpu.count))
    : timesOf(own.machine, pool.maxNodes);
  return {
    machines,
    limits: {
      vcpus: config.maxVcpus ?? most.vcpus,
      memoryGiB: config.maxMemoryGiB ?? most.memoryGiB,
      gpus: own.machine.gpu ? (config.maxGpus ?? 0) : 0,
    },
    spotPercent: pool.name === 'spot' || config.markets?.[0] === 'spot' ? 100 : (config.spotPercent ?? 0),
    onDemandFallback: config.onDemandFallback ?? config.markets?.[1] === 'on-demand',
    consolidation: config.consolidation ?? defaults.consolidation,
    consolidateAfterMinutes: config.consolidateAfterMinutes ?? defaults.consolidateAfterMinutes,
    expireHours: config.expireHours,
    selector,
  };
}

/** The most machines that an automatic pool can have at once: all of them the smallest that is allowed. */
export function mostMachines({ machines, limits }: AutomaticPool): number {
  const [bound, size] =
    limits.gpus > 0
      ? [limits.gpus, machines.map(({ machine }) => machine.gpu?.count ?? 1)]
      : [limits.vcpus, machines.map(({ machine }) => machine.vcpus)];
  return Math.ceil(bound / Math.min(...size, bound));
}

/** Classes of GPUs that a pool may bring, each once. */
export const gpuClassesOf = ({ machines }: AutomaticPool) =>
  gpuClasses.filter((wanted) => machines.some(({ machine }) => machine.gpu?.class === wanted));
