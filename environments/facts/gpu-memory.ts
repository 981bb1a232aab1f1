import type { GpuClass, MachineFacts } from './cloud-facts';

/** Memory of one GPU where its machine says nothing else, GB as its maker counts them. */
const memoryByClass: Readonly<Record<GpuClass, number>> = { t4: 16, l4: 24, a10: 24, a100: 80, h100: 80 };

type Gpu = NonNullable<MachineFacts['gpu']>;

export const gpuMemoryGiB = (gpu: Gpu): number => gpu.memoryGiB ?? memoryByClass[gpu.class];

/** Classes whose GPUs can be cut into parts with memory of their own. Source: docs.nvidia.com/datacenter/tesla/mig-user-guide. */
export const partableGpus: readonly GpuClass[] = ['a100', 'h100'];

/** Equal parts that such a GPU can be cut into, and the share of its processors that each has, of seven. */
export const gpuParts = { 2: 3, 3: 2, 7: 1 } as const;
export type GpuParts = keyof typeof gpuParts;

/** GiB of one of so many parts: an eighth of the memory belongs to each seventh of the processors, and one is left over. */
export const partMemoryGiB = (gpu: Gpu, parts: GpuParts): number =>
  (gpuMemoryGiB(gpu) / 8) * { 2: 4, 3: 2, 7: 1 }[parts];

/** The maker's name of one of so many parts, e.g. `1g.5gb`. */
export const partName = (gpu: Gpu, parts: GpuParts): string => `${gpuParts[parts]}g.${partMemoryGiB(gpu, parts)}gb`;
