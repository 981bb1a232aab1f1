import type { Size } from '../../services/needs';

interface Profile {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

const parts = ['gms', 'frontend', 'search'] as const;
type Part = (typeof parts)[number];

/**
 * Of OpenSearch's memory half is heap, and half is left to the page cache of its indices. Of the memory of DataHub's Java
 * processes three quarters are heap, and a quarter is left to classes, threads and buffers.
 *
 * | size | server | web page | search node | all of it with 2 servers, 2 pages and 3 nodes |
 * |---|---|---|---|---|
 * | small | 0.5 core, 2 GiB | 0.2 core, 1 GiB | 0.5 core, 2 GiB | 2.9 cores, 12 GiB |
 * | standard | 1 core, 4 GiB | 0.25 core, 1 GiB | 1 core, 4 GiB | 5.5 cores, 22 GiB |
 * | large | 2 cores, 8 GiB | 0.5 core, 2 GiB | 2 cores, 8 GiB | 11 cores, 44 GiB |
 */
const profiles: Readonly<Record<Size, Readonly<Record<Part, Profile>>>> = {
  small: {
    gms: { cpuMillis: 500, memoryMiB: 2048 },
    frontend: { cpuMillis: 200, memoryMiB: 1024 },
    search: { cpuMillis: 500, memoryMiB: 2048 },
  },
  standard: {
    gms: { cpuMillis: 1000, memoryMiB: 4096 },
    frontend: { cpuMillis: 250, memoryMiB: 1024 },
    search: { cpuMillis: 1000, memoryMiB: 4096 },
  },
  large: {
    gms: { cpuMillis: 2000, memoryMiB: 8192 },
    frontend: { cpuMillis: 500, memoryMiB: 2048 },
    search: { cpuMillis: 2000, memoryMiB: 8192 },
  },
};

export const profileOf = (size: Size, part: Part): Profile => profiles[size][part];

export const heap = (memoryMiB: number, share: number): string => {
  const mebibytes = Math.floor(memoryMiB * share);
  return `-Xms${mebibytes}m -Xmx${mebibytes}m`;
};
