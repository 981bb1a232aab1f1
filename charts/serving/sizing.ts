import type { ServedModel } from '../../services/serving-models';

export interface ServerSize {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  /** Processes that predict beside the one that answers; 0: it predicts itself. */
  readonly workers: number;
  /** Room for models and for the files of MLflow's client. */
  readonly scratchMiB: number;
}

/**
 * Measured on 1.7.1: 297 MiB for a process that has loaded a small model of scikit-learn by MLflow. Planned with 500, for
 * other libraries and requests under way. Each process holds every model of the pod.
 *
 * | size | processes | memory = processes x (500 + models) MiB | models up to |
 * |---|---|---|---|
 * | small | 1 | 1 x (500 + 500) -> 1024 | 500 MiB |
 * | standard | 1 + 1 | 2 x 500 + 1 x 2000 -> 3072 | 2000 MiB |
 * | large | 1 + 3 | 4 x 500 + 3 x 2000 -> 8192 | 2000 MiB |
 *
 * A process is one core's worth of predicting: Python takes one request at a time through a model.
 */
export const serverSizes: Readonly<Record<ServedModel['size'], ServerSize>> = {
  small: { cpuMillis: 500, memoryMiB: 1024, workers: 0, scratchMiB: 2048 },
  standard: { cpuMillis: 1000, memoryMiB: 3072, workers: 1, scratchMiB: 6144 },
  large: { cpuMillis: 4000, memoryMiB: 8192, workers: 3, scratchMiB: 12_288 },
};
