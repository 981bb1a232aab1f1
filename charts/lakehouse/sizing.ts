import type { ConfigOf, lakehouse } from '../../services';

interface EngineSize {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

/**
 * Every node of Trino, coordinator and worker alike. The heap is 75 % of the memory: what is left holds the JVM's own
 * 1 to 2 GiB and the buffers of the file systems. One query may take 60 % of a heap; 30 % of it stays for what Trino does
 * not count.
 *
 * | | heap | one query, per node | not counted |
 * |---|---|---|---|
 * | small 4 GiB | 3072 MiB | 1843 | 921 |
 * | standard 16 GiB | 12288 MiB | 7372 | 3686 |
 * | large 64 GiB | 49152 MiB | 29491 | 14745 |
 */
export const engineSizes: Readonly<Record<ConfigOf<typeof lakehouse>['size'], EngineSize>> = {
  small: { cpuMillis: 1000, memoryMiB: 4096 },
  standard: { cpuMillis: 4000, memoryMiB: 16_384 },
  large: { cpuMillis: 8000, memoryMiB: 65_536 },
};

/** Memory inside a node, in MiB. */
export const memoryOf = ({ memoryMiB }: EngineSize) => {
  const heap = Math.floor(memoryMiB * 0.75);
  return { heap, query: Math.floor(heap * 0.6), headroom: Math.floor(heap * 0.3) };
};
