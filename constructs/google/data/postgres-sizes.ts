import type { PostgresNeed, PostgresSize } from '../../../services';

export interface SqlMachine {
  readonly edition: 'ENTERPRISE' | 'ENTERPRISE_PLUS';
  readonly tier: string;
}

/** Longest point-in-time recovery of the Enterprise edition; Enterprise Plus has 35 days. Source: cloud.google.com/sql/docs/editions-intro. */
const enterpriseRecoveryDays = 7;

/** 2 vCPU / 4 GiB, 2 / 8, 4 / 16. */
const enterprise: Readonly<Record<PostgresSize, string>> = {
  small: 'db-custom-2-4096',
  standard: 'db-custom-2-8192',
  large: 'db-custom-4-16384',
};

/** 2 vCPU / 16 GiB is the smallest, 4 / 32. */
const enterprisePlus: Readonly<Record<PostgresSize, string>> = {
  small: 'db-perf-optimized-N-2',
  standard: 'db-perf-optimized-N-2',
  large: 'db-perf-optimized-N-4',
};

/** The cheapest machine that keeps what the need asks: long recovery is sold with Enterprise Plus only. */
export const sqlMachine = ({
  size,
  backupRetentionDays,
}: Pick<PostgresNeed, 'size' | 'backupRetentionDays'>): SqlMachine =>
  backupRetentionDays <= enterpriseRecoveryDays
    ? { edition: 'ENTERPRISE', tier: enterprise[size] }
    : { edition: 'ENTERPRISE_PLUS', tier: enterprisePlus[size] };
