import type { Alert } from '../signals';

/** How fast an error budget is spent, seen over a long window, and over a short one that notices when it stops. */
export interface BurnRate {
  readonly severity: Alert['severity'];
  /** Times the rate that spends the whole budget in exactly 30 days. */
  readonly factor: number;
  readonly long: string;
  readonly short: string;
}

/**
 * The SRE workbook, "Alerting on SLOs". What is gone of a 30-day budget when it fires:
 * 14.4 x 1 h / 720 h = 2 %, 6 x 6 h / 720 h = 5 %, 3 x 24 h / 720 h = 10 %, 1 x 72 h / 720 h = 10 %.
 */
export const burnRates: readonly BurnRate[] = [
  { severity: 'page', factor: 14.4, long: '1h', short: '5m' },
  { severity: 'page', factor: 6, long: '6h', short: '30m' },
  { severity: 'ticket', factor: 3, long: '1d', short: '2h' },
  { severity: 'ticket', factor: 1, long: '3d', short: '6h' },
];

/**
 * Fewer bad events over the long window are no trend, however few good ones there were beside them: at night, one failure
 * of ten requests would burn the budget of 99.9 % at a hundred times its rate.
 */
export const leastBadEvents = 3;

/** Every window that error ratios are recorded over, shortest first; the last one is the period of the budget. */
export const errorRatioWindows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d', '30d'] as const;
