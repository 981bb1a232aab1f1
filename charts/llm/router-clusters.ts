import { type ExternalProvider, providerAccess } from '../../services/llm-providers';
import { externalName, limiterName, modelName, namespace, ports, replicasName } from './llm';
import type { NamedModel } from './llm-props';

const at = (address: string, port: number) => ({ socket_address: { address, port_value: port } });

const one = (name: string, address: string, port: number) => ({
  cluster_name: name,
  endpoints: [{ lb_endpoints: [{ endpoint: { address: at(address, port) } }] }],
});

/** Envoy's resolver does not try the search path of the pod. */
const inCluster = (service: string): string => `${service}.${namespace}.svc.cluster.local`;

const connectTimeout = '2s';

const modelCluster = ({ name }: NamedModel) => ({
  name: modelName(name),
  // Asked for every five seconds: replicas come and go, and a model at rest has none.
  type: 'STRICT_DNS',
  connect_timeout: connectTimeout,
  // Answers take seconds to minutes: the next request goes where the fewest are under way.
  lb_policy: 'LEAST_REQUEST',
  // Far above what GPUs answer at once: requests wait in the servers, where scaling sees them.
  circuit_breakers: {
    thresholds: [{ max_connections: 4096, max_pending_requests: 1024, max_requests: 4096 }],
  },
  load_assignment: one(modelName(name), inCluster(replicasName(name)), ports.model),
});

function externalCluster(name: string, external: ExternalProvider) {
  const { host } = providerAccess(external);
  return {
    name: externalName(name),
    type: 'LOGICAL_DNS',
    connect_timeout: connectTimeout,
    dns_lookup_family: 'V4_ONLY',
    load_assignment: one(externalName(name), host, 443),
    transport_socket: {
      name: 'envoy.transport_sockets.tls',
      typed_config: {
        '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
        sni: host,
        common_tls_context: {
          validation_context: {
            trusted_ca: { filename: '/etc/ssl/certs/ca-certificates.crt' },
            match_typed_subject_alt_names: [{ san_type: 'DNS', matcher: { exact: host } }],
          },
        },
      },
    },
  };
}

export const limiterCluster = 'token-limit';
export const adminCluster = 'admin';

const http2 = {
  'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
    '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
    explicit_http_config: { http2_protocol_options: {} },
  },
};

/** Everything that the router talks to. */
export const clusters = (models: readonly NamedModel[], externals: Readonly<Record<string, ExternalProvider>>) => [
  ...models.map(modelCluster),
  ...Object.entries(externals).map(([name, external]) => externalCluster(name, external)),
  {
    name: limiterCluster,
    type: 'STRICT_DNS',
    connect_timeout: '1s',
    typed_extension_protocol_options: http2,
    load_assignment: one(limiterCluster, inCluster(limiterName), ports.limiter.grpc),
  },
  {
    name: adminCluster,
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: one(adminCluster, '127.0.0.1', ports.admin),
  },
];
