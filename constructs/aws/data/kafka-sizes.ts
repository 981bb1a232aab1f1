import type { Size } from '../../../services';

/** 2 vCPU / 8 GiB, 4 / 16, 8 / 32. Source: docs.aws.amazon.com/msk/latest/developerguide/broker-instance-sizes.html, 2026-11. */
export const brokerTypes: Readonly<Record<Size, string>> = {
  small: 'kafka.m7g.large',
  standard: 'kafka.m7g.xlarge',
  large: 'kafka.m7g.2xlarge',
};

/** The largest volume of a standard broker. */
const largestGiB = 16384;

/** Volumes grow by themselves up to four times what was asked for. */
export const maxBrokerStorageGiB = (storageGiB: number): number => Math.min(storageGiB * 4, largestGiB);
