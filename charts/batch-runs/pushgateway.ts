import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { Server } from '../../constructs/kubernetes/workloads';
import type { ChartContext } from '../chart-context';

const pushgatewayVersion = 'v1.11.1';
const pushgatewayImage = `docker.io/prom/pushgateway:${pushgatewayVersion}`;
const folder = '/data';
const port = 9091;

const health = (path: string) =>
  Probe.fromHttpGet(path, {
    port,
    periodSeconds: Duration.seconds(15),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold: 4,
  });

export interface PushgatewayProps {
  readonly context: ChartContext;
  readonly name: string;
  readonly namespace: string;
  /** The service in kebab case. */
  readonly owner: string;
  /** Labels of the jobs that push. */
  readonly pushers: Readonly<Record<string, string>>;
}

const software = { name: 'pushgateway', version: pushgatewayVersion, component: 'metrics' } as const;

/** Where jobs push to, and the policy that lets them. */
export const pushgatewayOf = ({ name, namespace, owner }: Omit<PushgatewayProps, 'context' | 'pushers'>) => ({
  url: `http://${name}.${namespace}.svc:${port}`,
  egress: {
    namespace,
    podLabels: {
      'app.kubernetes.io/name': software.name,
      'app.kubernetes.io/instance': owner,
      'app.kubernetes.io/component': software.component,
    },
    ports: [tcp(port)],
  },
});

/**
 * Holds the newest metrics of every job for the scraper: a job is gone before anybody could scrape it. One pod, or a job
 * would be seen twice; after it moved to another machine, a job is missing until its next run.
 */
export function addPushgateway(scope: Construct, props: PushgatewayProps): void {
  const { context, name, namespace, owner, pushers } = props;
  new Server(scope, 'pushgateway', {
    name,
    namespace,
    owner,
    software,
    replicas: 1,
    singleton: true,
    // Jobs run at any hour.
    keepsRunning: true,
    zones: context.zones,
    user: 1000,
    metrics: { port, path: '/metrics' },
    containers: [
      {
        name: 'pushgateway',
        image: pushgatewayImage,
        command: ['/bin/pushgateway'],
        args: [`--web.listen-address=:${port}`, `--persistence.file=${folder}/metrics`],
        cpuMillis: 50,
        memoryMiB: 128,
        ports: { http: port },
        mounts: [{ path: folder, scratchMiB: 64 }],
        readiness: health('/-/ready'),
        liveness: health('/-/healthy'),
      },
    ],
    ingress: [{ namespace, podLabels: pushers, ports: [tcp(port)] }],
    egress: [],
  });
}
