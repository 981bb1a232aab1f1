import { operators, type RouteNeed } from '../../services';

/** The site's one gateway: every route names it. */
export const siteGateway = {
  name: 'site',
  namespace: operators['envoy-gateway'].namespace,
  listeners: { http: 'http', https: 'https' },
} as const;

export const gatewayControllerName = 'gateway.envoyproxy.io/gatewayclass-controller';

/** Labels that Envoy Gateway puts on the pods of the site's gateway. */
export const proxyLabels = {
  'app.kubernetes.io/component': 'proxy',
  'gateway.envoyproxy.io/owning-gateway-name': siteGateway.name,
  'gateway.envoyproxy.io/owning-gateway-namespace': siteGateway.namespace,
} as const;

/** Where the proxies listen: Envoy Gateway adds 10000 to ports that only root may open. */
export const proxyPorts = { http: 10080, https: 10443 } as const;

/** Label of every route, also of those that services make themselves: by it the gateway knows who may come in. */
export const accessLabels = (access: RouteNeed['access']) => ({ 'evenkeel.dev/access': access });

/** Namespaces with this label may attach routes to the site's gateway. */
export const routesAllowed = { 'evenkeel.dev/routes': 'allowed' } as const;
