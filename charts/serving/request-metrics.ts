import { boundLabel, measuredBound } from '../tracking/signals';

/**
 * What MLServer counts of its REST requests, by starlette_exporter under MLServer's prefix; health checks are not
 * counted. Read from version 1.7.1. The gateway's own statistics could not take their place: Envoy Gateway makes one
 * cluster of all weighted backends of a rule, so they do not tell an old version from a new one.
 */
export const requestMetrics = {
  count: 'rest_server_requests_total',
  duration: 'rest_server_request_duration_seconds',
  inProgress: 'rest_server_requests_in_progress',
} as const;

const sum = (metric: string, selector: string, window: string): string =>
  `sum(rate(${metric}{${selector}}[${window}]))`;

export const requests = (selector: string, window: string): string => sum(requestMetrics.count, selector, window);

export const failed = (selector: string, window: string): string =>
  sum(requestMetrics.count, `${selector},status_code=~"5.."`, window);

/** Requests that took longer than the largest bound of the histogram that is within the objective. */
export const slow = (selector: string, window: string, milliseconds: number): string => {
  const bound = boundLabel(measuredBound(milliseconds));
  const { duration } = requestMetrics;
  return `${sum(`${duration}_count`, selector, window)} - ${sum(`${duration}_bucket`, `${selector},le="${bound}"`, window)}`;
};

export const percentile = (selector: string, share: number, window: string): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${requestMetrics.duration}_bucket{${selector}}[${window}])))`;

export const measuredMs = (milliseconds: number): number => measuredBound(milliseconds) * 1000;
