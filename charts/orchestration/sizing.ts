import type { PostgresSize } from '../../services';

interface Resources {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

interface AirflowSize {
  readonly apiServer: Resources;
  readonly scheduler: Resources;
  readonly dagProcessor: Resources;
  readonly triggerer: Resources;
}

/**
 * Resident memory of 3.3.2 without load, in MiB: API server 161 for its parent process and 270 a worker; scheduler 277 and
 * three processes of 245 that watch pods, mostly shared with it; DAG processor 221; triggerer 179, and 157 and 147 for what
 * it runs in and the server of its logs. A heartbeat probe takes 150 while it runs, in the same container.
 *
 * | part | small | standard | large |
 * |---|---|---|---|
 * | API server: 2 x (161 + workers x 270), workers 1, 2, 4 | 862 -> 1024 | 1402 -> 1536 | 2482 -> 2560 |
 * | scheduler: 277 + 3 x 245 + 150 = 1162, and 250, 750, 1750 for the runs it looks at | 1536 | 2048 | 3072 |
 * | DAG processor: 221 + 150, and two files at a time of 300, 500, 1250 each | 1024 | 1536 | 3072 |
 * | triggerer: 179 + 157 + 147 + 150 = 633, and 300, 800, 1300 for its triggers | 1024 | 1536 | 2048 |
 */
export const airflowSizes: Readonly<Record<PostgresSize, AirflowSize>> = {
  small: {
    apiServer: { cpuMillis: 500, memoryMiB: 1024 },
    scheduler: { cpuMillis: 500, memoryMiB: 1536 },
    dagProcessor: { cpuMillis: 500, memoryMiB: 1024 },
    triggerer: { cpuMillis: 250, memoryMiB: 1024 },
  },
  standard: {
    apiServer: { cpuMillis: 1000, memoryMiB: 1536 },
    scheduler: { cpuMillis: 1000, memoryMiB: 2048 },
    dagProcessor: { cpuMillis: 1000, memoryMiB: 1536 },
    triggerer: { cpuMillis: 500, memoryMiB: 1536 },
  },
  large: {
    apiServer: { cpuMillis: 2000, memoryMiB: 2560 },
    scheduler: { cpuMillis: 2000, memoryMiB: 3072 },
    dagProcessor: { cpuMillis: 2000, memoryMiB: 3072 },
    triggerer: { cpuMillis: 1000, memoryMiB: 2048 },
  },
};
