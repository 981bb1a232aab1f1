import type { Size } from '../../services';

export interface DocumentsResources {
  /** Guaranteed; bursts may use twice as many. */
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

/**
 * One member, as far as memory goes the machine class of `Size` without what an operating system takes. The operator
 * gives WiredTiger's cache half of what is above 1 GiB, MongoDB's own rule: 1, 2.5 and 5.5 GiB; the rest holds
 * connections (1 MiB each), sorts and the file cache.
 */
export const documentsSizes: Readonly<Record<Size, DocumentsResources>> = {
  small: { cpuMillis: 500, memoryMiB: 3072 },
  standard: { cpuMillis: 1000, memoryMiB: 6144 },
  large: { cpuMillis: 2000, memoryMiB: 12_288 },
};
