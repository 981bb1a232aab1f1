import { proxyLabels, siteGateway } from '../../constructs/kubernetes/gateway-names';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { spreadOver } from '../../constructs/kubernetes/topology-spread';
import type { ChartContext } from '../chart-context';

const replicas = 2;

/** No typed model of Envoy Gateway's kinds is published; the fields below are checked against its definitions. */
export interface EnvoyProxy {
  readonly apiVersion: 'gateway.envoyproxy.io/v1alpha1';
  readonly kind: 'EnvoyProxy';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly logging: { readonly level: Readonly<Record<string, 'debug' | 'info' | 'warn' | 'error'>> };
    readonly shutdown: { readonly drainTimeout: string; readonly minDrainDuration: string };
    readonly provider: {
      readonly type: 'Kubernetes';
      readonly kubernetes: {
        readonly envoyDeployment: object;
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

/** The gateway's proxies: two, apart from each other, behind a load balancer that only the private network sees. */
export const envoyProxy = ({ kubernetes, zones }: ChartContext): EnvoyProxy => ({
  apiVersion: 'gateway.envoyproxy.io/v1alpha1',
  kind: 'EnvoyProxy',
  metadata: { name: siteGateway.name, namespace: siteGateway.namespace },
  spec: {
    logging: { level: { default: 'warn' } },
    // Load balancers take up to a minute to stop sending; connections then have another one to end.
    shutdown: { drainTimeout: '60s', minDrainDuration: '30s' },
    provider: {
      type: 'Kubernetes',
      kubernetes: {
        envoyDeployment: {
          replicas,
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
          container: {
            resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
          },
        },
        envoyPDB: { minAvailable: replicas - 1 },
        envoyService: {
          type: 'LoadBalancer',
          externalTrafficPolicy: 'Cluster',
          annotations: kubernetes.privateLoadBalancerAnnotations,
        },
      },
    },
  },
});
