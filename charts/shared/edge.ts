import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { Construct } from 'constructs';
import type { IService } from 'kubernetes-models/v1';
import { edgePort, secretName } from '../../constructs/contracts';
import { proxyLabels, proxyPorts, routesAllowed, siteGateway } from '../../constructs/kubernetes/gateway-names';
import { certificateSecret } from '../../constructs/kubernetes/site-issuer';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { gateway } from '../../services';
import type { ChartContext } from '../chart-context';

type Listener = NonNullable<NonNullable<IGateway['spec']>['listeners']>[number];

/** The certificate that a person entered, beside the gateway's other secrets. */
export const enteredCertificate = {
  name: secretName({ service: gateway.name, name: 'edge-certificate' }),
  namespace: gateway.namespace,
} as const;

/**
 * Where the public edge comes in, on a port of its own: only routes that the environment names are attached to it. It
 * goes by no host name, because some edges name none while they open a connection.
 */
export function edgeListener({ edge, services }: ChartContext): Listener[] {
  if (!edge) return [];
  const entered = services.gateway?.edgeCertificate === 'entered';
  return [
    {
      name: siteGateway.listeners.edge,
      port: edgePort,
      protocol: 'HTTPS',
      tls: {
        mode: 'Terminate',
        certificateRefs: [{ kind: 'Secret', ...(entered ? enteredCertificate : { name: certificateSecret }) }],
      },
      allowedRoutes: {
        kinds: [{ kind: 'HTTPRoute' }],
        namespaces: { from: 'Selector', selector: { matchLabels: routesAllowed } },
      },
    },
  ];
}

/** A Service of the proxies' own, where the edge looks for pods instead of a load balancer. */
export function addEdgeService(scope: Construct, { edge, kubernetes }: ChartContext): void {
  if (!edge || !kubernetes.edge?.pods) return;
  const service: IService = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'edge', namespace: siteGateway.namespace, annotations: { ...kubernetes.edge.pods } },
    spec: {
      type: 'ClusterIP',
      selector: proxyLabels,
      ports: [{ name: 'https', port: edgePort, targetPort: proxyPorts.edge, protocol: 'TCP' }],
    },
  };
  typedObject(scope, service);
}
