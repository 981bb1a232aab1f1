import { operators } from '../../services';

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
