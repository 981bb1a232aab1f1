import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { IGatewayClass } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GatewayClass';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { Construct } from 'constructs';
import {
  gatewayControllerName,
  kafkaHosts,
  peerHost,
  routesAllowed,
  siteGateway,
} from '../../constructs/kubernetes/gateway-names';
import { certificateSecret, siteIssuer } from '../../constructs/kubernetes/site-issuer';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { ChartContext } from '../chart-context';
import { addEdgeService, edgeListener } from './edge';
import { envoyProxy } from './envoy-proxy';

const { name, namespace, listeners } = siteGateway;

/** Where other sites come in: who they are, the service behind checks, so the gateway does not open the connection. */
const peerListener = (name: string, hostname: string) => ({
  name,
  port: 443,
  protocol: 'TLS',
  hostname,
  tls: { mode: 'Passthrough' as const },
  allowedRoutes: {
    kinds: [{ kind: 'TLSRoute' }],
    namespaces: { from: 'Selector' as const, selector: { matchLabels: routesAllowed } },
  },
});

/** One way in for the whole site: HTTPS for every host of its domain, plain HTTP only to be sent on to HTTPS. */
export function addGateway(scope: Construct, context: ChartContext): void {
  const { domain } = context;
  const gatewayClass: IGatewayClass = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name },
    spec: {
      controllerName: gatewayControllerName,
      parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name, namespace },
    },
  };
  const certificate: ICertificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: certificateSecret, namespace },
    spec: {
      secretName: certificateSecret,
      dnsNames: [domain, `*.${domain}`],
      duration: '2160h',
      renewBefore: '720h',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth'],
      issuerRef: siteIssuer,
    },
  };
  const gateway: IGateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: {
      gatewayClassName: name,
      listeners: [
        { name: listeners.http, port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
        {
          name: listeners.https,
          port: 443,
          protocol: 'HTTPS',
          hostname: `*.${domain}`,
          tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: certificateSecret }] },
          allowedRoutes: {
            kinds: [{ kind: 'HTTPRoute' }],
            namespaces: { from: 'Selector', selector: { matchLabels: routesAllowed } },
          },
        },
        ...edgeListener(context),
        ...(context.services.monitoring?.longTerm.federation ? [peerListener(listeners.peers, peerHost(context))] : []),
        ...(context.services.streaming?.mirror && context.role === 'primary'
          ? [peerListener(listeners.kafka, `*.${kafkaHosts(context)}`)]
          : []),
      ],
    },
  };
  const redirect: IHTTPRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'to-https', namespace },
    spec: {
      parentRefs: [{ name, sectionName: listeners.http }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    },
  };
  addEdgeService(scope, context);
  for (const manifest of [gatewayClass, envoyProxy(context), certificate, gateway, redirect]) {
    typedObject<{ apiVersion: string; kind: string; metadata?: { name?: string } }>(scope, manifest);
  }
}
