import type { Construct } from 'constructs';
import { envoyPolicy, type PolicyTarget } from '../../constructs/kubernetes/envoy-gateway-policies';
import { siteGateway } from '../../constructs/kubernetes/gateway-names';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { guards } from '../../services/gateway';
import { identityHeaders } from '../../services/gateway-routes';
import type { GatewayProps } from './gateway-props';

const { name, namespace, listeners } = siteGateway;

const listener: PolicyTarget = {
  targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name, sectionName: listeners.https }],
};

/** What holds for every connection; and, where people or programs sign in, that nobody else comes in. */
export function addFrontDoor(scope: Construct, { config }: GatewayProps): void {
  typedObject(
    scope,
    envoyPolicy(
      'ClientTrafficPolicy',
      { name, namespace },
      {
        ...listener,
        tls: { minVersion: config.minTlsVersion, alpnProtocols: ['h2', 'http/1.1'] },
        // Envoy's own advice for proxies at the edge: bounds what one connection may start.
        http2: { maxConcurrentStreams: 100 },
        // Two spellings of one path would be two paths to whoever checks them.
        path: { escapedSlashesAction: 'UnescapeAndRedirect' },
        headers: {
          withUnderscoresAction: 'RejectRequest',
          earlyRequestHeaders: { remove: Object.values(identityHeaders) },
        },
        timeout: { http: { requestHeadersReceivedTimeout: '10s', idleTimeout: '300s' } },
      },
    ),
  );
  if (!guards(config)) return;
  // The policy of a route takes its place; a route without one stays shut.
  const shut = { ...listener, authorization: { defaultAction: 'Deny' } } as const;
  typedObject(scope, envoyPolicy('SecurityPolicy', { name: 'shut', namespace }, shut));
}
