import type { Construct } from 'constructs';
import { composedSecret } from '../../constructs/in-cluster/composed-secret';
import { networkPolicy } from '../../constructs/kubernetes/network-policy';
import { gateway } from '../../services';
import { limiter } from '../operators/rate-limit';
import type { GatewayProps } from './gateway-props';

/**
 * The store that Envoy Gateway's rate limit service counts in: the service runs beside the controller, so it gets a copy
 * of what it needs to sign in there, and a way to the store, which otherwise only this service's own pods have.
 */
export function addUserCounters(scope: Construct, { bindings: { userCounters } }: GatewayProps): void {
  if (!userCounters) return;
  const { secretName: secret, egress } = userCounters;
  const key = (name: string) => ({ secret, key: name });
  composedSecret(scope, {
    name: limiter.secretName,
    namespace: limiter.namespace,
    sourceNamespace: gateway.namespace,
    from: {
      host: key('host'),
      port: key('port'),
      username: key('username'),
      password: key('password'),
      authority: key('ca.crt'),
    },
    template: {
      url: '{{ .host }}:{{ .port }}',
      auth: '{{ .username }}:{{ .password }}',
      'ca.crt': '{{ .authority }}',
    },
  });
  for (const peer of egress) {
    if (!('namespace' in peer)) continue;
    networkPolicy(scope, {
      name: `${secret}-limiter`,
      namespace: peer.namespace,
      podLabels: peer.podLabels,
      ingress: [{ namespace: limiter.namespace, podLabels: limiter.podLabels, ports: peer.ports }],
    });
  }
}
