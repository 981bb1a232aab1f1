import type { NeedBinder } from '../contracts';
import { tcp } from '../kubernetes/network-policy';
import { cacheCredentials } from './cache-credentials';
import { cacheName, cachePorts } from './cache-names';
import { cacheNodes, nodeLabels } from './cache-nodes';
import { cacheProxy, proxyLabels } from './cache-proxy';
import { storeLevels } from './store-metrics';

const ports = [tcp(cachePorts.server)];

/**
 * Valkey beside the service, reached over TLS with a password, by the service's own pods only. Highly available: a
 * primary, two copies, a sentinel with each of them, and two proxies that lead every client to the primary.
 */
export const cache: NeedBinder<'cache'> = {
  bind: (request) => ({
    secretName: cacheName(request),
    signIn: 'password',
    tls: 'private-authority',
    egress: [
      {
        namespace: request.namespace,
        podLabels: request.need.highlyAvailable ? proxyLabels(request) : nodeLabels(request),
        ports,
      },
    ],
  }),
  levels: storeLevels.cache,
  manifests: (scope, request) => {
    const { namespace, service, need } = request;
    cacheCredentials(scope, request);
    const podLabels = need.highlyAvailable ? proxyLabels(request) : { 'app.kubernetes.io/instance': service };
    cacheNodes(scope, request, [{ namespace, podLabels, ports }]);
    if (need.highlyAvailable) cacheProxy(scope, request);
  },
};
