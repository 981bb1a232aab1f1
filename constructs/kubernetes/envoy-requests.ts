/**
 * Statistics of Envoy's clusters that are there from the beginning. Those by the class of an answer come with the first
 * answer, and the increase of a series that begins at one is nothing: the first request would wake nobody.
 */
export const askedMetrics = {
  reached: 'envoy_cluster_upstream_rq_total',
  refused: 'envoy_cluster_upstream_cx_connect_fail',
  foundNobody: 'envoy_cluster_upstream_cx_none_healthy',
} as const;

/** PromQL: requests for these clusters within the window, whether they found a pod or not; 0 where nothing is known. */
export const requestsAsked = (clusters: string, window: string): string =>
  Object.values(askedMetrics)
    .map((metric) => `(sum(increase(${metric}{${clusters}}[${window}])) or vector(0))`)
    .join(' + ');
