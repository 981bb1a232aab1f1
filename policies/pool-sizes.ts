import {
  type AutomaticNodePool,
  type CloudSite,
  type Finding,
  isSitePublicCloud,
  machinesOf,
  type NodePool,
  poolLabel,
  type Site,
} from '../environments/model';
import { kubernetesAmount } from './kubernetes-amount';
import { valuesAt } from './parity';
import type { Manifest } from './site-output';

/** What one pod asks for. */
export interface Size {
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly gpus: number;
}

interface Sized {
  readonly size: Size;
  /** Pool that it names; `undefined`: it goes wherever there is room. */
  readonly pool?: string;
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** What a container, or anything that states `resources` as one does, asks for. */
export function sizeOf(resources: unknown): Size {
  const { requests, limits } = (isTree(resources) ? resources : {}) as {
    readonly requests?: Tree;
    readonly limits?: Tree;
  };
  const asked = { ...limits, ...requests };
  return {
    vcpus: kubernetesAmount(requests?.cpu ?? limits?.cpu),
    memoryGiB: kubernetesAmount(asked.memory) / 2 ** 30,
    gpus: kubernetesAmount(asked['nvidia.com/gpu']),
  };
}

export const both = (a: Size, b: Size): Size => ({
  vcpus: a.vcpus + b.vcpus,
  memoryGiB: a.memoryGiB + b.memoryGiB,
  gpus: a.gpus + b.gpus,
});

export const none: Size = { vcpus: 0, memoryGiB: 0, gpus: 0 };

/** Every pod that an object will make, as far as it states it: templates of pods, and `resources` of custom kinds. */
function sizesIn(value: unknown): Sized[] {
  if (Array.isArray(value)) return value.flatMap(sizesIn);
  if (!isTree(value)) return [];
  const { containers, nodeSelector } = value as { readonly containers?: unknown; readonly nodeSelector?: Tree };
  const pool = nodeSelector?.[poolLabel];
  if (Array.isArray(containers)) {
    const size = containers.map((container) => sizeOf((container as Tree).resources)).reduce(both, none);
    return [{ size, ...(typeof pool === 'string' ? { pool } : {}) }];
  }
  const own = isTree(value.resources) ? [{ size: sizeOf(value.resources) }] : [];
  return [...own, ...Object.values(value).flatMap(sizesIn)];
}

/**
 * What of a machine is left for one pod: clouds keep a part for themselves (GKE the most: a sixth of 16 GiB), and agents
 * run on every machine. Sources: GKE "node sizes", AKS "resource reservations", EKS `max-pods` and kube-reserved.
 */
const memoryShare = 0.8;
const vcpusOfAgents = 0.6;

export const machineRoom = ({ vcpus, memoryGiB, gpu }: NodePool['machine'], podsPerGpu = 1): Size => ({
  vcpus: vcpus - vcpusOfAgents,
  memoryGiB: memoryGiB * memoryShare,
  gpus: (gpu?.count ?? 0) * podsPerGpu,
});

const roomOf = (machine: NodePool['machine'], { sharing }: NodePool): Size => machineRoom(machine, sharing?.podsPerGpu);

export const fitsIn = (size: Size, room: Size): boolean =>
  size.vcpus <= room.vcpus && size.memoryGiB <= room.memoryGiB && size.gpus <= room.gpus;

/** Machines that a pool may have while its bounds hold. */
const reachable = (pool: NodePool): readonly NodePool['machine'][] =>
  machinesOf(pool).filter(({ vcpus, memoryGiB, gpu }) => {
    const { limits } = pool.automatic ?? {};
    return !limits || (vcpus <= limits.vcpus && memoryGiB <= limits.memoryGiB && (gpu?.count ?? 0) <= limits.gpus);
  });

const round = (value: number): number => Math.round(value * 100) / 100;

const shown = ({ vcpus, memoryGiB, gpus }: Size): string =>
  [`${round(vcpus)} vCPUs`, `${round(memoryGiB)} GiB`, ...(gpus > 0 ? [`${gpus} GPUs`] : [])].join(', ');

/** The larger of two in what a pool runs out of first. */
const largestOf = (sizes: readonly Size[]): Size =>
  sizes.reduce((most, size) => ((size.gpus - most.gpus || size.vcpus - most.vcpus) > 0 ? size : most), none);

/** Pools that a pod may go to: the one it names, or those without taints. */
function poolsFor({ pool }: Sized, site: CloudSite): readonly NodePool[] {
  if (pool !== undefined) return site.pools.filter(({ name }) => name === pool);
  return site.pools.filter(({ taints }) => taints.length === 0);
}

const isAutomatic = (pool: NodePool): pool is AutomaticNodePool => pool.automatic !== undefined;

/** How the pools that a pod may go to could have room for it. */
function roomier(pools: readonly NodePool[]): string {
  const automatic = pools.find(isAutomatic);
  if (automatic) {
    return `raise pools.${automatic.name}.automatic (maxMachineVcpus, maxVcpus, maxMemoryGiB, families), or ask for less`;
  }
  return `take a larger machine for ${pools.map(({ name }) => `pools.${name}`).join(' or ')}, or ask for less`;
}

/** Pods that would wait for ever: no machine that their pools have or may make is large enough for them. */
export function tooLargePods(site: Site, manifests: readonly Manifest[]): Finding[] {
  if (!isSitePublicCloud(site)) return [];
  return manifests.flatMap((manifest) => {
    const sizes = sizesIn(valuesAt(manifest, 'spec'));
    return sizes.flatMap((sized): Finding[] => {
      const pools = poolsFor(sized, site).filter(({ maxNodes, automatic }) => maxNodes > 0 || automatic);
      const rooms = pools.flatMap((pool) => reachable(pool).map((machine) => roomOf(machine, pool)));
      const names = pools.map(({ name }) => name);
      if (pools.length === 0 || rooms.some((room) => fitsIn(sized.size, room))) return [];
      return [
        {
          code: 'POOL_TOO_SMALL',
          file: site.name,
          place: `${manifest.kind} ${manifest.metadata.namespace ?? ''}/${manifest.metadata.name}`,
          message: `asks for ${shown(sized.size)} in one pod, and no machine of the pools ${names.join(', ')} has room for it`,
          value: sized.pool ?? pools.find(isAutomatic)?.name ?? names[0],
          allowed: [`up to ${shown(largestOf(rooms))}`],
          fix: roomier(pools),
        },
      ];
    });
  });
}
