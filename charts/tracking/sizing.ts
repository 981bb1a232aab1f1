import type { ConfigOf, tracking } from '../../services';

export interface ServerSize {
  /** Processes of one pod. */
  readonly workers: number;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  /** Uploads and downloads through the proxy pass through here in parts. */
  readonly scratchMiB: number;
  /** Database connections a worker keeps, and may open on top. */
  readonly poolSize: number;
  readonly poolOverflow: number;
}

/**
 * Measured on 3.17.2 without load: 290 MiB for the parent processes and 255 MiB a worker; a light search takes 13 ms.
 * The drivers of every cloud, loaded on first use, and transfers under way get 200 MiB more a worker. Planned with 65 ms
 * a request, because runs that are being logged write to a database over the network: 15 requests a second a worker.
 *
 * | size | workers | memory = 300 + workers x 450 MiB, rounded up | requests/s a pod | connections a pod = workers x (pool + overflow) |
 * |---|---|---|---|---|
 * | small | 2 | 1200 -> 1536 MiB | 30 | 2 x 7 = 14 |
 * | standard | 4 | 2100 -> 2560 MiB | 60 | 4 x 7 = 28 |
 * | large | 8 | 3900 -> 4608 MiB | 120 | 8 x 7 = 56 |
 *
 * With users of its own a worker has two pools of half the size, rounded up: 2 x (3 + 1) = 8 connections instead of 7.
 *
 * A core serves about four workers, which mostly wait. Twenty large pods, the most that can be asked for, would need
 * 1,120 connections: raise the database's size before the replicas.
 */
export const serverSizes: Readonly<Record<ConfigOf<typeof tracking>['size'], ServerSize>> = {
  small: { workers: 2, cpuMillis: 500, memoryMiB: 1536, scratchMiB: 2048, poolSize: 5, poolOverflow: 2 },
  standard: { workers: 4, cpuMillis: 1000, memoryMiB: 2560, scratchMiB: 4096, poolSize: 5, poolOverflow: 2 },
  large: { workers: 8, cpuMillis: 2000, memoryMiB: 4608, scratchMiB: 8192, poolSize: 5, poolOverflow: 2 },
};
