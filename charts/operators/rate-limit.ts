import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { operators } from '../../services';
import type { ChartContext } from '../chart-context';
import { apart, operatorReplicas } from './replicas';

const authorities = '/etc/user-counters';
const volume = 'user-counters';

/** Envoy's rate limit service, which Envoy Gateway starts where a store is configured, and names itself. */
export const limiter = {
  namespace: operators['envoy-gateway'].namespace,
  /** With the keys `url`, `auth` and `ca.crt`; until it is there, its pods wait. */
  secretName: 'user-counters',
  podLabels: {
    'app.kubernetes.io/name': 'envoy-ratelimit',
    'app.kubernetes.io/component': 'ratelimit',
    'app.kubernetes.io/managed-by': 'envoy-gateway',
  },
  ports: { grpc: 8081, metrics: 19001 },
} as const;

const secret = (name: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: limiter.secretName, key } },
});

/** Where it counts. The URL that Envoy Gateway itself sets gives way to that of the Secret. */
export const rateLimitStore = (whenUncounted: 'pass' | 'refuse') => ({
  backend: { type: 'Redis', redis: { url: 'user-counters.invalid:6379', tls: {} } },
  failClosed: whenUncounted === 'refuse',
});

/** Its pods: two, apart, who sign in to a store whose certificate the site's own authority made. */
export const rateLimitDeployment = (context: ChartContext) => ({
  replicas: operatorReplicas,
  pod: {
    priorityClassName: priorityClasses.platformCritical,
    annotations: {
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': `${limiter.ports.metrics}`,
      'prometheus.io/path': '/metrics',
    },
    topologySpreadConstraints: apart(context, limiter.podLabels),
    volumes: [
      {
        name: volume,
        secret: { secretName: limiter.secretName, items: [{ key: 'ca.crt', path: 'ca.crt' }], defaultMode: 0o444 },
      },
    ],
  },
  container: {
    env: [
      secret('REDIS_URL', 'url'),
      secret('REDIS_AUTH', 'auth'),
      { name: 'REDIS_TLS_CACERT', value: `${authorities}/ca.crt` },
    ],
    volumeMounts: [{ name: volume, mountPath: authorities, readOnly: true }],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  },
});
