import type { Batch } from '../../services/processing-batches';
import type { Stream } from '../../services/processing-streams';

export interface TaskManagerSize {
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Copies of the program's operators that share the process. */
  readonly slots: number;
}

/**
 * A slot gets a core. Of the memory Flink takes 256 MiB for classes and a tenth for the rest of the JVM; of what is left
 * 40 % goes to RocksDB's cache and write buffers, 10 % to the network and the rest to the heap (its own defaults):
 * `standard` leaves each slot (4096 - 256 - 410) x 0.4 / 2 = 686 MiB of RocksDB's.
 *
 * | size | slots | memory = slots x 2 GiB | of it RocksDB's in a slot | task managers for parallelism 12 |
 * |---|---|---|---|---|
 * | small | 1 | 2 GiB | 635 MiB | 12 |
 * | standard | 2 | 4 GiB | 686 MiB | 6 |
 * | large | 4 | 8 GiB | 712 MiB | 3 |
 */
export const taskManagerSizes: Readonly<Record<Stream['size'], TaskManagerSize>> = {
  small: { cpu: 1, memoryMiB: 2048, slots: 1 },
  standard: { cpu: 2, memoryMiB: 4096, slots: 2 },
  large: { cpu: 4, memoryMiB: 8192, slots: 4 },
};

/** Task managers that a stream runs on. */
export const taskManagersOf = ({ size, parallelism }: Pick<Stream, 'size' | 'parallelism'>): number =>
  Math.ceil(parallelism / taskManagerSizes[size].slots);

/** Local disk of one task manager: its share of the state three times over, for compaction and a restore beside it. */
export const localStateMiB = (stream: Pick<Stream, 'size' | 'parallelism' | 'stateSizeGiB'>): number =>
  Math.max(1024, Math.ceil((stream.stateSizeGiB * 1024 * 3) / taskManagersOf(stream)));

/** The job manager keeps the graph of the program and the list of its checkpoints, whatever its parallelism. */
export const jobManagerSize = { cpu: 0.5, memoryMiB: 2048 } as const;

export interface SparkSize {
  readonly cores: number;
  readonly memoryMiB: number;
}

/**
 * Memory of the JVM's heap; Spark adds a tenth, 384 MiB at least, for what lies outside it (its own default). 4 GiB a core
 * hold a few 128 MiB partitions a task while they are sorted.
 *
 * | size | cores | heap | pod |
 * |---|---|---|---|
 * | small | 1 | 2 GiB | 2.4 GiB |
 * | standard | 2 | 8 GiB | 8.8 GiB |
 * | large | 4 | 16 GiB | 17.6 GiB |
 */
export const sparkSizes: Readonly<Record<Batch['executors']['size'], SparkSize>> = {
  small: { cores: 1, memoryMiB: 2048 },
  standard: { cores: 2, memoryMiB: 8192 },
  large: { cores: 4, memoryMiB: 16384 },
};
