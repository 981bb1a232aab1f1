import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { IReferenceGrant } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/ReferenceGrant';
import type { Construct } from 'constructs';
import { edgeHealthPath } from '../../constructs/contracts';
import { envoyPolicy } from '../../constructs/kubernetes/envoy-gateway-policies';
import { accessLabels, siteGateway } from '../../constructs/kubernetes/gateway-names';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { gateway } from '../../services';
import type { GatewayProps } from './gateway-props';

const name = 'edge-health';
const { namespace } = gateway;

/** Whether the site can be reached from outside: the proxies answer by themselves, to anybody, and tell nothing else. */
const health: IHTTPRoute = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name, namespace, labels: accessLabels('service') },
  spec: {
    parentRefs: [{ name: siteGateway.name, namespace: siteGateway.namespace, sectionName: siteGateway.listeners.edge }],
    rules: [
      {
        matches: [{ path: { type: 'Exact', value: edgeHealthPath } }],
        filters: [
          { type: 'ExtensionRef', extensionRef: { group: 'gateway.envoyproxy.io', kind: 'HTTPRouteFilter', name } },
        ],
      },
    ],
  },
};

/** The gateway, which lies elsewhere, may show the certificate that was entered for it. */
const shown = (secret: string): IReferenceGrant => ({
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  kind: 'ReferenceGrant',
  metadata: { name: 'edge-certificate', namespace },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: siteGateway.namespace }],
    to: [{ group: '', kind: 'Secret', name: secret }],
  },
});

/** What the public edge asks before it sends anybody, and the certificate that it is shown. */
export function addEdge(scope: Construct, { context, bindings }: GatewayProps): void {
  if (!context.edge) return;
  typedObject(
    scope,
    envoyPolicy(
      'HTTPRouteFilter',
      { name, namespace },
      { directResponse: { statusCode: 200, contentType: 'text/plain', body: { type: 'Inline', inline: 'ok\n' } } },
    ),
  );
  typedObject(scope, health);
  if (bindings.edgeCertificate) typedObject(scope, shown(bindings.edgeCertificate.secretName));
}
