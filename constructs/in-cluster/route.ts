import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { type NeedBinder, type NeedRequest, secretName } from '../contracts';
import { accessLabels, proxyLabels, routeParents, siteGateway } from '../kubernetes/gateway-names';
import { tcp } from '../kubernetes/network-policy';
import { typedObject } from '../kubernetes/typed-object';
import { addRoutePolicies, unguarded } from './route-policies';

type Request = NeedRequest<'route'>;

const hostOf = ({ site, need }: Request): string => `${need.host}.${site.domain}`;

function httpRoute(request: Request): IHTTPRoute {
  const { namespace, need } = request;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: secretName(request), namespace, labels: accessLabels(need.access) },
    spec: {
      parentRefs: routeParents(request.site, need),
      hostnames: [hostOf(request)],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: need.path ?? '/' } }],
          timeouts: { request: `${need.timeoutSeconds}s` },
          backendRefs: [{ name: need.backend, port: need.port }],
        },
      ],
    },
  };
}

/**
 * A host of the site's gateway, on every cloud the same; the gateway holds the certificate. Where the site runs the
 * gateway service, the route also says who may come in and how much.
 */
export const route: NeedBinder<'route'> = {
  wave: 'services',
  bind: (request) => ({
    name: secretName(request),
    host: hostOf(request),
    url: `https://${hostOf(request)}${request.need.path ?? ''}`,
    callers: [{ namespace: siteGateway.namespace, podLabels: proxyLabels, ports: [tcp(request.need.port)] }],
  }),
  manifests: (scope, request) => {
    if (!request.need.ownRoute) typedObject(scope, httpRoute(request));
    addRoutePolicies(scope, request);
  },
  unmet: unguarded,
};
