import { readFileSync } from 'node:fs';
import { siteGateway } from '../../constructs/kubernetes/gateway-names';
import type { Manifest } from '../../policies/site-output';
import type { Certificates } from './tools/certificates';

const groups = new Set(['gateway.networking.k8s.io', 'gateway.envoyproxy.io']);

/** Objects that Envoy Gateway reads. */
export const gatewayObjects = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ apiVersion }) => groups.has(apiVersion.split('/')[0] ?? ''));

/** What the chart of Envoy Gateway makes of the rendered values. */
export function gatewayConfiguration(manifests: readonly Manifest[]): object {
  const release = manifests.find(({ kind, metadata }) => kind === 'Application' && metadata.name === 'envoy-gateway');
  if (release === undefined) throw new Error('no release of Envoy Gateway is rendered');
  const { source } = release.spec as unknown as {
    source: { helm: { valuesObject: { config: { envoyGateway: object } } } };
  };
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'EnvoyGateway',
    ...source.helm.valuesObject.config.envoyGateway,
  };
}

export interface StandIn {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

export const secretOf = (name: string, namespace: string, data: Readonly<Record<string, string>>): StandIn => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  ...{
    type: 'tls.crt' in data ? 'kubernetes.io/tls' : 'Opaque',
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  },
});

/** What cert-manager and Envoy Gateway's own job put beside a gateway: its certificate, and by what proxies sign in. */
export function certificateSecrets({ certificate, key, authority }: Certificates): StandIn[] {
  const text = (path: string): string => readFileSync(path, 'utf8');
  const data = { 'tls.crt': text(certificate), 'tls.key': text(key), 'ca.crt': text(authority) };
  return [
    ...['site-tls', 'envoy'].map((name) => secretOf(name, siteGateway.namespace, data)),
    // Where a person enters the certificate of the edge.
    secretOf('gateway-edge-certificate', 'gateway', data),
    secretOf('envoy-oidc-hmac', siteGateway.namespace, { 'hmac-secret': 'by which sessions are signed' }),
  ];
}

interface BackendRef {
  readonly name: string;
  readonly port: number;
}

/** Services that routes lead to, and endpoints of each: all of them are one server on this machine. */
export function backendsOf(manifests: readonly Manifest[], backendPort: number): object[] {
  const asked = new Map<string, BackendRef & { readonly namespace: string }>();
  for (const { kind, metadata, spec } of gatewayObjects(manifests)) {
    if (kind !== 'HTTPRoute' && kind !== 'TLSRoute') continue;
    const { rules } = spec as unknown as { rules: { backendRefs?: BackendRef[] }[] };
    for (const { name, port } of rules.flatMap(({ backendRefs = [] }) => backendRefs)) {
      const { namespace = '' } = metadata;
      asked.set(`${namespace}/${name}:${port}`, { name, port, namespace });
    }
  }
  return [...asked.values()].flatMap(({ name, port, namespace }) => {
    const service = manifests.find(
      ({ kind, metadata }) => kind === 'Service' && metadata.namespace === namespace && metadata.name === name,
    );
    // Charts of others make some of them.
    const { ports } = (service?.spec ?? { ports: [{ name: 'http', port }] }) as { ports: { name?: string }[] };
    const base = service ?? { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace } };
    return [
      { ...base, spec: { ports, clusterIP: '10.96.0.10' } },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
        addressType: 'IPv4',
        endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: true } }],
        ports: ports.map((each) => ({ name: each.name, port: backendPort, protocol: 'TCP' })),
      },
    ];
  });
}
