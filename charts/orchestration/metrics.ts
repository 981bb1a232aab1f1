import { Duration } from 'cdk8s';
import { ConfigMap, Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { dump } from 'js-yaml';
import { shortHash } from '../../constructs/contracts';
import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import { objectivesOf, orchestration } from '../../services';
import { namespace, ports, serviceName } from './airflow';
import type { OrchestrationProps } from './orchestration-props';

const exporterVersion = 'v0.31.0';
const exporterImage = `docker.io/prom/statsd-exporter:${exporterVersion}`;
const configMap = `${serviceName}-metrics`;
const folder = '/etc/statsd-exporter';
const file = 'mapping.yaml';

/** Seconds; the promise of the service is always one of them, so that it can be measured. */
const boundaries = (promiseSeconds: number): number[] =>
  [...new Set([1, 5, 15, 30, 60, 120, 300, 600, 1800, promiseSeconds])].sort((a, b) => a - b);

/** Names of metrics are kept, with `_` for `.`; a promise of time becomes a histogram. */
const mapping = (props: OrchestrationProps): string => {
  const { freshnessMinutes = 5 } = objectivesOf(orchestration, props.config);
  return dump({
    defaults: {
      // A DAG that is gone takes its series with it.
      ttl: '24h',
      observer_type: 'summary',
      summary_options: { quantiles: [0.5, 0.95, 0.99].map((quantile) => ({ quantile, error: 0.01 })) },
    },
    mappings: [
      {
        match: 'airflow.dagrun.schedule_delay',
        name: 'airflow_dagrun_schedule_delay',
        observer_type: 'histogram',
        histogram_options: { buckets: boundaries(freshnessMinutes * 60) },
      },
    ],
  });
};

export function addMetricsMapping(scope: Construct, props: OrchestrationProps): void {
  new ConfigMap(scope, 'metrics-mapping', {
    metadata: { name: configMap, namespace },
    data: { [file]: mapping(props) },
  });
}

/** Scraped pods start again when the mapping changes, which the exporter reads once. */
export const metricsOfPod = (props: OrchestrationProps) => ({
  metrics: { port: ports.metrics, path: '/metrics' },
  annotations: { 'evenkeel.dev/metrics-mapping': shortHash(mapping(props)) },
});

const alive = Probe.fromHttpGet('/-/healthy', {
  port: ports.metrics,
  periodSeconds: Duration.seconds(30),
  timeoutSeconds: Duration.seconds(5),
  failureThreshold: 4,
});

/**
 * Turns what Airflow sends by StatsD into metrics to scrape. Beside each server rather than once: nothing is lost on the
 * way, no exporter is alone, and metrics carry the pod they come from.
 */
export const metricsExporter = (): ContainerSpec => ({
  name: 'metrics',
  image: exporterImage,
  command: ['/bin/statsd_exporter'],
  args: [
    `--statsd.listen-udp=127.0.0.1:${ports.statsd}`,
    '--statsd.listen-tcp=',
    `--web.listen-address=:${ports.metrics}`,
    `--statsd.mapping-config=${folder}/${file}`,
  ],
  cpuMillis: 20,
  memoryMiB: 64,
  ports: { metrics: ports.metrics },
  mounts: [{ path: folder, configMap }],
  readiness: alive,
  liveness: alive,
});
