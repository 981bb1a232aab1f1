import { z } from 'zod';
import { fastVolume } from './fast-volume';

export type StorageClass = 'standard' | 'fast';

export const storageClass = z
  .enum(['standard', 'fast'])
  .default('standard')
  .describe(
    `Disks of its volumes in the cluster; \`fast\`: ${fastVolume.operationsPerSecond} operations and ${fastVolume.mebibytesPerSecond} MiB a second from ${fastVolume.leastGiB} GiB on, at a price of its own. Volumes that are there keep theirs.`,
  );

/** A volume whose class a service lets its environment choose. */
export interface ChosenVolume {
  /** Where the class stands in the service's configuration. */
  readonly path: string;
  readonly storageClass: StorageClass;
  readonly storageGiB: number;
  /** The kind of need that it is of, which a cloud may meet by disks of its own choosing. Default: it runs in the cluster on every site. */
  readonly of?: 'postgres' | 'kafka';
}
