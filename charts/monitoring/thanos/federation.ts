import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Issuer';
import type { ITLSRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/TLSRoute';
import type { Construct } from 'constructs';
import type { NetworkPeer } from '../../../constructs/contracts';
import { peerHost, proxyLabels, siteGateway } from '../../../constructs/kubernetes/gateway-names';
import { tcp } from '../../../constructs/kubernetes/network-policy';
import { typedObject } from '../../../constructs/kubernetes/typed-object';
import type { ChartContext } from '../../chart-context';
import { namespace } from '../parts';
import { names, ports } from './thanos';

/** Secret and folder of the certificate that a site shows to its peers, as server and as client. */
const certificate = 'thanos-peer';
const folder = '/etc/thanos/peer';

export const peerMount = { path: folder, secret: certificate } as const;

/** Only who shows a certificate of the environment's authority is answered. */
export const serverFlags = [
  `--grpc-server-tls-cert=${folder}/tls.crt`,
  `--grpc-server-tls-key=${folder}/tls.key`,
  `--grpc-server-tls-client-ca=${folder}/ca.crt`,
];

const siteAddress = `${names.site}.${namespace}.svc`;

/** The querier of this site, and of every other one through its gateway. */
export const fleetEndpoints = ({ domain, peers }: ChartContext) => ({
  default_client_config: {
    tls_config: {
      enabled: true,
      cert_file: `${folder}/tls.crt`,
      key_file: `${folder}/tls.key`,
      ca_file: `${folder}/ca.crt`,
    },
  },
  endpoints: [
    `${siteAddress}:${ports.grpc}`,
    ...peers.map(({ name }) => `${peerHost({ site: name, domain })}:443`),
  ].map((address) => ({ address })),
});

/** Where the gateways of the peers are. */
export const peerNetworks = ({ peers }: ChartContext): NetworkPeer[] =>
  peers.flatMap(({ network }) => (network ? [{ cidr: network, ports: [tcp(443)] }] : []));

/** Peers come in by the gateway, which passes their encrypted connection on as it is. */
export const peerCallers: NetworkPeer = {
  namespace: siteGateway.namespace,
  podLabels: proxyLabels,
  ports: [tcp(ports.grpc)],
};

/** Short-lived certificates of the environment's own authority, and the way in for peers. */
export function addFederation(scope: Construct, context: ChartContext, authority: string): void {
  const host = peerHost(context);
  const issuer: IIssuer = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: certificate, namespace },
    spec: { ca: { secretName: authority } },
  };
  const own: ICertificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: certificate, namespace },
    spec: {
      secretName: certificate,
      dnsNames: [host, siteAddress],
      duration: '720h',
      renewBefore: '240h',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth', 'client auth'],
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: certificate },
    },
  };
  const route: ITLSRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'TLSRoute',
    metadata: { name: names.site, namespace },
    spec: {
      parentRefs: [
        { name: siteGateway.name, namespace: siteGateway.namespace, sectionName: siteGateway.listeners.peers },
      ],
      hostnames: [host],
      rules: [{ backendRefs: [{ name: names.site, port: ports.grpc }] }],
    },
  };
  for (const manifest of [issuer, own, route]) {
    typedObject<{ apiVersion: string; kind: string; metadata?: { name?: string } }>(scope, manifest);
  }
}
