import type { OperatorChart } from './operator-chart';

/** Definitions alone: they must stand before any service states rules, and outlive the release that reads them. */
export const prometheusOperatorCrds: OperatorChart = { values: () => ({}), traffic: () => [] };
