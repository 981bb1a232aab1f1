import { proxyLabels, siteGateway } from '../../constructs/kubernetes/gateway-names';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { spreadOver } from '../../constructs/kubernetes/topology-spread';
import type { ChartContext } from '../chart-context';

/** Of a site that does not run the gateway service. */
const defaults = { proxies: { min: 2, max: 2 }, size: 'small', accessLogs: false } as const;

/**
 * An Envoy worker takes 1,000 and more requests a second of TLS and routing on one core. Each of at most 1,024 requests
 * under way to a route may hold 32 KiB in both directions: 64 MiB a busy route, on top of 100 MiB for itself. Bodies
 * that are measured come on top, up to 32 MiB each.
 */
const sizes = {
  small: { cpu: '200m', memory: '256Mi', memoryLimit: '512Mi' },
  standard: { cpu: '500m', memory: '512Mi', memoryLimit: '1Gi' },
  large: { cpu: '2', memory: '2Gi', memoryLimit: '4Gi' },
} as const;

/**
 * With the firewall: the Core Rule Set compiled, in each thread that answers. Planned with 150 MiB a thread, of which there
 * are two, two and four in proxies of these sizes; not measured.
 */
const sizesWithWaf = {
  small: { cpu: '500m', memory: '640Mi', memoryLimit: '1Gi' },
  standard: { cpu: '1', memory: '1Gi', memoryLimit: '1536Mi' },
  large: { cpu: '4', memory: '3Gi', memoryLimit: '5Gi' },
} as const;

const threads = { small: 2, standard: 2, large: 4 } as const;

/** Fields of a line of the access log: Envoy's operators. No header that carries a secret, no query string. */
const accessLogFields = {
  time: '%START_TIME%',
  method: '%REQ(:METHOD)%',
  host: '%REQ(:AUTHORITY)%',
  path: '%PATH(NQ)%',
  protocol: '%PROTOCOL%',
  status: '%RESPONSE_CODE%',
  flags: '%RESPONSE_FLAGS%',
  details: '%RESPONSE_CODE_DETAILS%',
  bytes_in: '%BYTES_RECEIVED%',
  bytes_out: '%BYTES_SENT%',
  duration_ms: '%DURATION%',
  upstream: '%UPSTREAM_CLUSTER_RAW%',
  route: '%ROUTE_NAME%',
  client: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
  user_agent: '%REQ(USER-AGENT)%',
  request_id: '%REQ(X-REQUEST-ID)%',
  tls_version: '%DOWNSTREAM_TLS_VERSION%',
} as const;

const accessLog = {
  settings: [
    {
      format: { type: 'JSON', json: accessLogFields },
      sinks: [{ type: 'File', file: { path: '/dev/stdout' } }],
    },
  ],
} as const;

/** No typed model of Envoy Gateway's kinds is published; the fields below are checked against its definitions. */
export interface EnvoyProxy {
  readonly apiVersion: 'gateway.envoyproxy.io/v1alpha1';
  readonly kind: 'EnvoyProxy';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly logging: { readonly level: Readonly<Record<string, 'debug' | 'info' | 'warn' | 'error'>> };
    readonly telemetry?: { readonly accessLog: { readonly disable: true } | typeof accessLog };
    readonly concurrency?: number;
    readonly shutdown: { readonly drainTimeout: string; readonly minDrainDuration: string };
    readonly provider: {
      readonly type: 'Kubernetes';
      readonly kubernetes: {
        readonly envoyDeployment: object;
        readonly envoyHpa?: object;
        readonly envoyPDB: { readonly minAvailable: number };
        readonly envoyService: {
          readonly type: 'LoadBalancer';
          readonly externalTrafficPolicy: 'Cluster' | 'Local';
          readonly annotations: Readonly<Record<string, string>>;
        };
      };
    };
  };
}

/** As many as 70 % of the reserved processor time asks for. Where nothing measures it, the lower bound stays. */
const autoscaled = ({ min, max }: { readonly min: number; readonly max: number }) => ({
  minReplicas: min,
  maxReplicas: max,
  metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
});

/** The gateway's proxies: apart from each other, behind a load balancer that only the private network sees. */
export function envoyProxy({ kubernetes, zones, edge, services: { gateway } }: ChartContext): EnvoyProxy {
  const { proxies, size, accessLogs } = gateway ?? defaults;
  const { cpu, memory, memoryLimit } = (gateway?.waf ? sizesWithWaf : sizes)[size];
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'EnvoyProxy',
    metadata: { name: siteGateway.name, namespace: siteGateway.namespace },
    spec: {
      logging: { level: { default: 'warn' } },
      ...(gateway ? { telemetry: { accessLog: accessLogs ? accessLog : { disable: true } } } : {}),
      // Left alone, Envoy starts as many as the machine has cores.
      ...(gateway?.waf ? { concurrency: threads[size] } : {}),
      // Load balancers take up to a minute to stop sending; connections then have another one to end.
      shutdown: { drainTimeout: '60s', minDrainDuration: '30s' },
      provider: {
        type: 'Kubernetes',
        kubernetes: {
          envoyDeployment: {
            ...(gateway ? {} : { replicas: proxies.min }),
            strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
            pod: {
              priorityClassName: priorityClasses.platformCritical,
              annotations: {
                'prometheus.io/scrape': 'true',
                'prometheus.io/port': '19001',
                'prometheus.io/path': '/stats/prometheus',
              },
              topologySpreadConstraints: spreadOver(zones, proxyLabels),
            },
            container: { resources: { requests: { cpu, memory }, limits: { memory: memoryLimit } } },
          },
          ...(gateway ? { envoyHpa: autoscaled(proxies) } : {}),
          envoyPDB: { minAvailable: proxies.min - 1 },
          envoyService: {
            type: 'LoadBalancer',
            externalTrafficPolicy: 'Cluster',
            annotations: {
              ...kubernetes.privateLoadBalancerAnnotations,
              ...(edge ? kubernetes.edge?.loadBalancer : {}),
            },
          },
        },
      },
    },
  };
}
