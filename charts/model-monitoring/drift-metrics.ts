import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { Server } from '../../constructs/kubernetes/workloads';
import { components, namespace, owner, podsOf, ports, pushgatewayImage, pushgatewayName, user } from './evidently';
import type { ModelMonitoringProps } from './model-monitoring-props';

const folder = '/data';

const health = (path: string) =>
  Probe.fromHttpGet(path, {
    port: ports.pushgateway,
    periodSeconds: Duration.seconds(15),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold: 4,
  });

/**
 * Holds the newest measurement of every model for the scraper: a job is gone before anybody could scrape it. One pod, or a
 * model would be seen twice; after it moved to another machine, a model is missing until it is measured again.
 */
export function addDriftMetrics(scope: Construct, { context }: ModelMonitoringProps): void {
  new Server(scope, 'drift-metrics', {
    name: pushgatewayName,
    namespace,
    owner,
    software: components.metrics,
    replicas: 1,
    singleton: true,
    zones: context.zones,
    user,
    metrics: { port: ports.pushgateway, path: '/metrics' },
    containers: [
      {
        name: 'pushgateway',
        image: pushgatewayImage,
        command: ['/bin/pushgateway'],
        args: [`--web.listen-address=:${ports.pushgateway}`, `--persistence.file=${folder}/metrics`],
        cpuMillis: 50,
        memoryMiB: 128,
        ports: { http: ports.pushgateway },
        mounts: [{ path: folder, scratchMiB: 64 }],
        readiness: health('/-/ready'),
        liveness: health('/-/healthy'),
      },
    ],
    ingress: [{ namespace, podLabels: podsOf('drift'), ports: [tcp(ports.pushgateway)] }],
    egress: [],
  });
}
