import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { StatefulServer } from '../../constructs/kubernetes/workloads';
import {
  components,
  evidentlyImage,
  namespace,
  owner,
  podsOf,
  ports,
  processEnvironment,
  serverName,
  user,
} from './evidently';
import type { ModelMonitoringProps } from './model-monitoring-props';

const volume = 'workspace';
const workspace = '/workspace';

const answers = (periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/api/version', {
    port: ports.ui,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/** Shows reports, which it keeps as files: one server, because two would not see what the other one wrote. */
export function addServer(scope: Construct, { context, config, bindings }: ModelMonitoringProps): void {
  new StatefulServer(scope, 'server', {
    name: serverName,
    namespace,
    owner,
    software: components.server,
    replicas: 1,
    zones: context.zones,
    user,
    volumes: [{ name: volume, storageGiB: config.storageGiB }],
    containers: [
      {
        name: 'evidently',
        image: evidentlyImage,
        command: ['evidently'],
        args: ['ui', '--host', '0.0.0.0', '--port', `${ports.ui}`, '--workspace', workspace],
        env: {
          ...processEnvironment,
          // Whoever reaches the port may read; only a drift job may write.
          EVIDENTLY_SECRET: { secret: bindings.writeSecret.secretName, key: 'value' },
        },
        cpuMillis: 250,
        memoryMiB: 1024,
        ports: { http: ports.ui },
        mounts: [
          { path: workspace, claim: volume },
          { path: '/tmp', scratchMiB: 256 },
        ],
        // It loads the whole library, for up to a minute on a busy node.
        startup: answers(5, 60),
        readiness: answers(10, 3),
        liveness: answers(30, 4),
      },
    ],
    ingress: [...bindings.web.callers, { namespace, podLabels: podsOf('drift'), ports: [tcp(ports.ui)] }],
    egress: [],
  });
}
