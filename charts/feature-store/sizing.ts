import type { ConfigOf, featureStore } from '../../services';
import { feastWorkers } from '../../services/feature-store';

export interface FeastSize {
  /** Processes of one server pod. */
  readonly workers: number;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  /** Of the pod that reads the history and writes the online store. */
  readonly materializationMiB: number;
}

/**
 * A worker is one Python process and serves one request at a time on one core. Planned with 5 ms of a core a request
 * (parsing, one round trip to the online store, JSON) at 60 % of the core: 120 requests a second a worker. A process
 * that has loaded Feast and its drivers takes about 300 MiB; gunicorn's parent and the metrics process as much each.
 *
 * | size | workers | processor | memory = (workers + 2) x 300 MiB, rounded up | requests/s a pod | database connections a pod |
 * |---|---|---|---|---|---|
 * | small | 1 | 1 core | 900 -> 1024 MiB | 120 | 3 |
 * | standard | 2 | 2 cores | 1200 -> 1536 MiB | 240 | 6 |
 * | large | 4 | 4 cores | 1800 -> 2048 MiB | 480 | 12 |
 *
 * Materialisation holds the new rows of one feature view in memory as an Arrow table and again as protocol buffers:
 * about 2 KiB a row of 50 features, so 2 GiB for a million rows since the last run.
 */
export const feastSizes: Readonly<Record<ConfigOf<typeof featureStore>['size'], FeastSize>> = {
  small: { workers: feastWorkers.small, cpuMillis: 1000, memoryMiB: 1024, materializationMiB: 2048 },
  standard: { workers: feastWorkers.standard, cpuMillis: 2000, memoryMiB: 1536, materializationMiB: 4096 },
  large: { workers: feastWorkers.large, cpuMillis: 4000, memoryMiB: 2048, materializationMiB: 8192 },
};
