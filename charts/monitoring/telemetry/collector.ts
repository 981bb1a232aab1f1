import { monitoring } from '../../../services';
import { namespace, podsOf } from '../parts';

const version = '0.161.0';

/** OpenTelemetry's own distribution for Kubernetes. */
export const collectorImage = `docker.io/otel/opentelemetry-collector-k8s:${version}`;
export const collectorName = 'otel-gateway';
export const collectorSoftware = { name: 'opentelemetry-collector', component: 'gateway', version };
export const agentSoftware = { name: 'opentelemetry-collector', component: 'log-agent', version };
export const collectorPorts = { http: 4318, grpc: 4317, metrics: 8888, health: 13_133 } as const;
export const collectorHost = `${collectorName}.${namespace}.svc`;
export const collectorPods = podsOf(collectorSoftware.name, collectorSoftware.component);
export const configFile = 'collector.yaml';
export const configFolder = '/etc/otelcol-k8s';

/** Pods on every machine. */
export const agentNamespace = monitoring.agentNamespace ?? namespace;

/** What every collector says of itself. */
export const collectorTelemetry = {
  logs: { encoding: 'json' },
  metrics: {
    readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: collectorPorts.metrics } } } }],
  },
};

export const healthCheck = { health_check: { endpoint: `0.0.0.0:${collectorPorts.health}` } };

/** Refuses what comes in before it runs out of memory; the sender tries again. */
export const memoryLimiter = {
  memory_limiter: { check_interval: '1s', limit_percentage: 75, spike_limit_percentage: 20 },
};

/** Tries for a quarter of an hour, and keeps meanwhile what its memory holds. */
export const patience = {
  retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '30s', max_elapsed_time: '15m' },
};
