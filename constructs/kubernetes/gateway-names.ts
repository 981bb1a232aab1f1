import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { SiteEdge } from '../../environments/model';
import { operators, type RouteNeed } from '../../services';
import { routeKey } from '../../services/gateway-routes';
import { edgePort } from '../contracts';

/** The site's one gateway: every route names it. */
export const siteGateway = {
  name: 'site',
  namespace: operators['envoy-gateway'].namespace,
  listeners: { http: 'http', https: 'https', peers: 'peers', kafka: 'kafka', edge: 'edge' },
} as const;

export const gatewayControllerName = 'gateway.envoyproxy.io/gatewayclass-controller';

/** The name under which the other sites of the environment reach this one: the gateway passes it on without opening it. */
export const peerHost = ({ site, domain }: { readonly site: string; readonly domain: string }): string =>
  `peers-${site}.${domain}`;

/** What the names end with under which the other sites of the environment reach the servers of this one's Kafka. */
export const kafkaHosts = ({ site, domain }: { readonly site: string; readonly domain: string }): string =>
  `kafka-${site}.${domain}`;

/** Where clients of other sites begin: it tells them the names of all servers. */
export const kafkaBootstrap = (site: { readonly site: string; readonly domain: string }): string =>
  `bootstrap.${kafkaHosts(site)}:443`;

/** Labels that Envoy Gateway puts on the pods of the site's gateway. */
export const proxyLabels = {
  'app.kubernetes.io/component': 'proxy',
  'gateway.envoyproxy.io/owning-gateway-name': siteGateway.name,
  'gateway.envoyproxy.io/owning-gateway-namespace': siteGateway.namespace,
} as const;

/** Where the proxies listen: Envoy Gateway adds 10000 to ports that only root may open. */
export const proxyPorts = { http: 10080, https: 10443, edge: edgePort } as const;

type ParentRefs = NonNullable<NonNullable<IHTTPRoute['spec']>['parentRefs']>;

/** Where a route is attached: to the private listener, and to that of the public edge if the environment names it. */
export const routeParents = (
  { edge }: { readonly edge?: Pick<SiteEdge, 'routes'> },
  route: Pick<RouteNeed, 'host' | 'path'>,
): ParentRefs =>
  [siteGateway.listeners.https, ...(edge?.routes.includes(routeKey(route)) ? [siteGateway.listeners.edge] : [])].map(
    (sectionName) => ({ name: siteGateway.name, namespace: siteGateway.namespace, sectionName }),
  );

/** Label of every route, also of those that services make themselves: by it the gateway knows who may come in. */
export const accessLabels = (access: RouteNeed['access']) => ({ 'evenkeel.dev/access': access });

/** Namespaces with this label may attach routes to the site's gateway. */
export const routesAllowed = { 'evenkeel.dev/routes': 'allowed' } as const;

/** Label of routes whose weights something in the cluster shifts: GitOps leaves those weights alone. */
export const shiftedWeights = { 'evenkeel.dev/weights': 'shifted' } as const;
