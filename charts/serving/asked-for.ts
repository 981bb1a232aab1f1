import { requestsAsked } from '../../constructs/kubernetes/envoy-requests';
import { siteGateway } from '../../constructs/kubernetes/gateway-names';
import { namespace } from './serving';

/** Envoy Gateway names the cluster of each rule of a route so. Only the name of the route matters. */
const clustersOf = (routeName: string): string =>
  `namespace="${siteGateway.namespace}",component="proxy",envoy_cluster_name=~"httproute/${namespace}/${routeName}/rule/.*"`;

/** Requests that came to the gateway for a model within the window, whether they found a pod or not. */
export const askedFor = ({ name }: { readonly name: string }, window: string): string =>
  requestsAsked(clustersOf(name), window);
