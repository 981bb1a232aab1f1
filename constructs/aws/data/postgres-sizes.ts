import type { PostgresSize } from '../../../services';

/** Source: aws.amazon.com/rds/instance-types, 2026-11. */
export const instanceClasses: Readonly<Record<PostgresSize, string>> = {
  /** 2 vCPU, 4 GiB, burstable. */
  small: 'db.t4g.medium',
  /** 2 vCPU, 8 GiB. */
  standard: 'db.m7g.large',
  /** 4 vCPU, 16 GiB. */
  large: 'db.m7g.xlarge',
};

/** How far storage grows by itself: ten times what was asked for, up to the engine's own limit. */
export const maxStorageGiB = (storageGiB: number): number => Math.min(storageGiB * 10, 65536);
