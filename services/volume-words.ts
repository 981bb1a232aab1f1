import { z } from 'zod';

export type StorageClass = 'standard' | 'fast';

/**
 * A fast volume, of any size, on every cloud that lets speed be stated: operations and MiB a second. Disks give 500
 * operations for each GiB at most, so smaller ones cannot be as fast.
 * Source: docs.aws.amazon.com/ebs (gp3), cloud.google.com/compute/docs/disks/hyperdisks (Hyperdisk Balanced),
 * learn.microsoft.com/azure/virtual-machines/disks-types (Premium SSD v2), 2026-11.
 */
export const fastVolume = { operationsPerSecond: 12_000, mebibytesPerSecond: 500, leastGiB: 12_000 / 500 } as const;

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
