import type { ConfigOf, llm } from '../../services';

export interface RouterSize {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

/**
 * A router holds a request while it reads the model's name from it; answers stream through. Planned for many requests of
 * the largest size at once: memory = 128 MiB for itself + requests held x 8 MiB, the default of `maxBodyMiB`.
 *
 * | size | processor | memory | largest requests held at once |
 * |---|---|---|---|
 * | small | 0.1 core | 256 MiB | 16 |
 * | standard | 0.25 core | 512 MiB | 48 |
 * | large | 1 core | 2048 MiB | 240 |
 */
export const routerSizes: Readonly<Record<ConfigOf<typeof llm>['size'], RouterSize>> = {
  small: { cpuMillis: 100, memoryMiB: 256 },
  standard: { cpuMillis: 250, memoryMiB: 512 },
  large: { cpuMillis: 1000, memoryMiB: 2048 },
};

/** vLLM's processes of one replica talk to each other through shared memory: a gigabyte a GPU. */
export const sharedMemoryMiB = (gpus: number): number => gpus * 1024;

/** Reading weights from the node's disk at 100 MiB a second, and five minutes to compile, to warm up and to measure. */
export const loadSeconds = (weightsGiB: number): number => 300 + Math.ceil((weightsGiB * 1024) / 100);
