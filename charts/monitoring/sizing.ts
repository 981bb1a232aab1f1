import type { ConfigOf, monitoring } from '../../services';

type SizeName = ConfigOf<typeof monitoring>['size'];

export interface PartSize {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

/**
 * Planned with 8 KiB of memory a series in the head, doubled for queries and for reading the log after a restart:
 *
 * | size | series | memory = series x 8 KiB x 2 |
 * |---|---|---|
 * | small | 100,000 | 1,563 -> 2048 MiB |
 * | standard | 250,000 | 3,907 -> 4096 MiB |
 * | large | 1,000,000 | 15,625 -> 16384 MiB |
 */
export const prometheusSizes: Readonly<Record<SizeName, PartSize>> = {
  small: { cpuMillis: 250, memoryMiB: 2048 },
  standard: { cpuMillis: 1000, memoryMiB: 4096 },
  large: { cpuMillis: 4000, memoryMiB: 16_384 },
};

/** What stands beside Prometheus. */
export interface StackSize {
  /** A querier holds the answers that it merges: 16 bytes a sample, 20 queries of 2 million samples are 610 MiB. */
  readonly querier: PartSize;
  /** Index cache of a quarter of the memory, and chunks under way. */
  readonly store: PartSize;
  /** Merges two blocks at a time: their index, about 200 bytes a series and block, and 1 GiB to work with. */
  readonly compactor: PartSize;
  /** Streams in memory: 1.5 MiB a chunk, 300, 1,000 and 4,000 streams a server, doubled for queries. */
  readonly loki: PartSize & { readonly replicas: 1 | 3; readonly ingestMiBPerSecond: number };
  readonly tempo: PartSize;
  readonly collector: PartSize & { readonly replicas: number };
}

export const stackSizes: Readonly<Record<SizeName, StackSize>> = {
  small: {
    querier: { cpuMillis: 100, memoryMiB: 512 },
    store: { cpuMillis: 100, memoryMiB: 1024 },
    compactor: { cpuMillis: 250, memoryMiB: 1024 },
    loki: { cpuMillis: 250, memoryMiB: 1024, replicas: 1, ingestMiBPerSecond: 4 },
    tempo: { cpuMillis: 100, memoryMiB: 1024 },
    collector: { cpuMillis: 100, memoryMiB: 512, replicas: 2 },
  },
  standard: {
    querier: { cpuMillis: 500, memoryMiB: 1024 },
    store: { cpuMillis: 250, memoryMiB: 2048 },
    compactor: { cpuMillis: 500, memoryMiB: 2048 },
    loki: { cpuMillis: 500, memoryMiB: 3072, replicas: 3, ingestMiBPerSecond: 16 },
    tempo: { cpuMillis: 500, memoryMiB: 2048 },
    collector: { cpuMillis: 500, memoryMiB: 1024, replicas: 2 },
  },
  large: {
    querier: { cpuMillis: 1000, memoryMiB: 4096 },
    store: { cpuMillis: 1000, memoryMiB: 8192 },
    compactor: { cpuMillis: 1000, memoryMiB: 8192 },
    loki: { cpuMillis: 2000, memoryMiB: 12_288, replicas: 3, ingestMiBPerSecond: 64 },
    tempo: { cpuMillis: 2000, memoryMiB: 8192 },
    collector: { cpuMillis: 1000, memoryMiB: 2048, replicas: 4 },
  },
};
