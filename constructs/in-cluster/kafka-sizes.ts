import type { Size } from '../../services';

export interface KafkaSize {
  /** Guaranteed; bursts may use more. */
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  /** Java heap; what is left of the memory caches the newest records. */
  readonly heapMiB: number;
}

/**
 * Kafka serves reads from the page cache, so the heap takes at most half of the memory, and never more than the 6 GiB that
 * its own operations guide shows for a busy broker. The cache divided by 60 s is the rate of writing at which a consumer
 * that is a minute behind still reads from memory.
 *
 * | size | memory - heap = cache a broker | rate |
 * |---|---|---|
 * | small | 2048 - 1024 = 1024 MiB | 17 MiB/s |
 * | standard | 8192 - 3072 = 5120 MiB | 85 MiB/s |
 * | large | 16384 - 6144 = 10240 MiB | 170 MiB/s |
 */
export const brokerSizes: Readonly<Record<Size, KafkaSize>> = {
  small: { cpuMillis: 500, memoryMiB: 2048, heapMiB: 1024 },
  standard: { cpuMillis: 1000, memoryMiB: 8192, heapMiB: 3072 },
  large: { cpuMillis: 2000, memoryMiB: 16384, heapMiB: 6144 },
};

/** Controllers hold the metadata of every partition in memory and nothing else. */
export const controllerSize: KafkaSize = { cpuMillis: 250, memoryMiB: 1536, heapMiB: 768 };

/** The log of the metadata is cut off by snapshots long before this. */
export const controllerStorageGiB = 10;
