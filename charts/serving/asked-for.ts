import { siteGateway } from '../../constructs/kubernetes/gateway-names';
import { namespace } from './serving';

/**
 * Statistics of Envoy's clusters that are there from the beginning. Those by the class of an answer come with the first
 * answer, and the increase of a series that begins at one is nothing: the first request would wake nobody.
 */
export const gatewayMetrics = {
  reached: 'envoy_cluster_upstream_rq_total',
  foundNobody: 'envoy_cluster_upstream_cx_connect_fail',
} as const;

/** Envoy Gateway names the cluster of each rule of a route so. Only the name of the route matters. */
export const clustersOf = (routeName: string): string =>
  `namespace="${siteGateway.namespace}",component="proxy",envoy_cluster_name=~"httproute/${namespace}/${routeName}/rule/.*"`;

/** Requests that came to the gateway for a model within the window, whether they found a pod or not. */
export const askedFor = ({ name }: { readonly name: string }, window: string): string =>
  Object.values(gatewayMetrics)
    .map((metric) => `(sum(increase(${metric}{${clustersOf(name)}}[${window}])) or vector(0))`)
    .join(' + ');
