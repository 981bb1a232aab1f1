import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { Construct } from 'constructs';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { tracking } from '../../services';
import { siteGateway } from '../gateway-names';
import { publicHost } from './hosts';
import { mlflowPort, serviceName } from './mlflow';
import type { TrackingProps } from './tracking-props';

/** `https://mlflow.<domain>`; the gateway holds the certificate. Models are big: a transfer may take a while. */
export function addRoute(scope: Construct, { context }: TrackingProps): void {
  const route: IHTTPRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: serviceName, namespace: tracking.namespace },
    spec: {
      parentRefs: [
        { name: siteGateway.name, namespace: siteGateway.namespace, sectionName: siteGateway.listeners.https },
      ],
      hostnames: [publicHost(context)],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          timeouts: { request: '3600s' },
          backendRefs: [{ name: serviceName, port: mlflowPort }],
        },
      ],
    },
  };
  typedObject(scope, route);
}
