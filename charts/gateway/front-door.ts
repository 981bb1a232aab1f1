import type { Construct } from 'constructs';
import {
  type ClientTrafficPolicy,
  envoyPolicy,
  type PolicyTarget,
} from '../../constructs/kubernetes/envoy-gateway-policies';
import { siteGateway } from '../../constructs/kubernetes/gateway-names';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { guards } from '../../services/gateway';
import { identityHeaders } from '../../services/gateway-routes';
import type { GatewayProps } from './gateway-props';

const { name, namespace, listeners } = siteGateway;

const { https, edge } = listeners;

/** The listeners that ask who comes: the private one, and that of the public edge where the site has one. */
export const guardedListeners = ({ context }: Pick<GatewayProps, 'context'>): PolicyTarget => ({
  targetRefs: [https, ...(context.edge ? [edge] : [])].map((sectionName) => ({
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    name,
    sectionName,
  })),
});

const listener = (sectionName: string): PolicyTarget => ({
  targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name, sectionName }],
});

const clientTraffic = (
  config: GatewayProps['config'],
  sectionName: string,
  policy: string,
  trustedHops: number | undefined,
): ClientTrafficPolicy =>
  envoyPolicy(
    'ClientTrafficPolicy',
    { name: policy, namespace },
    {
      ...listener(sectionName),
      ...(trustedHops ? { clientIPDetection: { xForwardedFor: { numTrustedHops: trustedHops } } } : {}),
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
  );

/** What holds for every connection; and, where people or programs sign in, that nobody else comes in. */
export function addFrontDoor(scope: Construct, props: GatewayProps): void {
  const { config, context } = props;
  const { trustedHops } = context.kubernetes.edge ?? {};
  for (const { sectionName, policy, hops } of [
    { sectionName: https, policy: name, hops: undefined },
    ...(context.edge ? [{ sectionName: edge, policy: `${name}-${edge}`, hops: trustedHops }] : []),
  ]) {
    typedObject(scope, clientTraffic(config, sectionName, policy, hops));
  }
  if (!guards(config)) return;
  // The policy of a route takes its place; a route without one stays shut.
  const shut = { ...guardedListeners(props), authorization: { defaultAction: 'Deny' } } as const;
  typedObject(scope, envoyPolicy('SecurityPolicy', { name: 'shut', namespace }, shut));
}
