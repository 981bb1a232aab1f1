/**
 * A fast volume, of any size, on every cloud that lets speed be stated: operations and MiB a second. Disks give 500
 * operations for each GiB at most, so smaller ones cannot be as fast.
 * Source: docs.aws.amazon.com/ebs (gp3), cloud.google.com/compute/docs/disks/hyperdisks (Hyperdisk Balanced),
 * learn.microsoft.com/azure/virtual-machines/disks-types (Premium SSD v2), 2026-11.
 */
export const fastVolume = { operationsPerSecond: 12_000, mebibytesPerSecond: 500, leastGiB: 12_000 / 500 } as const;
