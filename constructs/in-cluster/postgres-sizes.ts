import type { PostgresSize } from '../../services';

export interface PostgresResources {
  /** Cores guaranteed; bursts may use twice as many. */
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly sharedBuffersMiB: number;
  readonly maxConnections: number;
}

/**
 * The machine classes of `PostgresSize` as pods: half the cores guaranteed, and three quarters of the memory, because a
 * pod does not feed an operating system. `shared_buffers` is a quarter of the memory, PostgreSQL's own advice; a
 * connection costs about 10 MiB, so connections take less than a third of what is left.
 */
export const postgresSizes: Readonly<Record<PostgresSize, PostgresResources>> = {
  small: { cpu: 1, memoryGiB: 3, sharedBuffersMiB: 768, maxConnections: 100 },
  standard: { cpu: 1, memoryGiB: 6, sharedBuffersMiB: 1536, maxConnections: 150 },
  large: { cpu: 2, memoryGiB: 12, sharedBuffersMiB: 3072, maxConnections: 300 },
};
