import type { ConfigOf, monitoring } from '../../services';

export interface PrometheusSize {
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
export const prometheusSizes: Readonly<Record<ConfigOf<typeof monitoring>['size'], PrometheusSize>> = {
  small: { cpuMillis: 250, memoryMiB: 2048 },
  standard: { cpuMillis: 1000, memoryMiB: 4096 },
  large: { cpuMillis: 4000, memoryMiB: 16_384 },
};
