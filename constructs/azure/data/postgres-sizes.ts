import type { PostgresNeed, PostgresSize } from '../../../services';

/** 2 vCPU / 8 GiB is the smallest machine that can have a standby; 4 / 16. */
const generalPurpose: Readonly<Record<PostgresSize, string>> = {
  small: 'GP_Standard_D2ds_v5',
  standard: 'GP_Standard_D2ds_v5',
  large: 'GP_Standard_D4ds_v5',
};

/** 2 vCPU / 4 GiB. Source: learn.microsoft.com/azure/postgresql/compute-storage/concepts-compute, 2026-11. */
const burstable = 'B_Standard_B2s';

/** The cheapest machine that keeps what the need asks: burstable ones have neither standby nor copies for reads. */
export const postgresSku = ({
  size,
  highlyAvailable,
  readReplicas = 0,
}: Pick<PostgresNeed, 'size' | 'highlyAvailable' | 'readReplicas'>): string =>
  size === 'small' && !highlyAvailable && readReplicas === 0 ? burstable : generalPurpose[size];

/** Sizes that Azure sells, in GiB. */
const storageSteps = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];

/** The next size that Azure sells, in MiB. */
export function postgresStorageMib(storageGiB: number): number {
  const step = storageSteps.find((size) => size >= storageGiB);
  if (step !== undefined) return step * 1024;
  throw new Error(
    `POSTGRES_STORAGE storageGiB: ${storageGiB} exceeds what Azure sells; allowed: up to ${storageSteps.at(-1)}; ask for less`,
  );
}
