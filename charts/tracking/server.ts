import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { Server } from '../../constructs/kubernetes/workloads';
import { tracking } from '../../services';
import { authenticationArguments, authenticationMounts } from './authentication';
import { mlflowContainer } from './container';
import { serverEnvironment } from './environment';
import { allowedHosts, publicHost } from './hosts';
import { components, metricsPath, mlflowPort, mlflowUser, podsOf, serviceName } from './mlflow';
import { serverSizes } from './sizing';
import type { TrackingProps } from './tracking-props';

const { namespace } = tracking;

/** Seconds that a leaving pod still answers, while gateway and service forget it; then its requests may end. */
const drainSeconds = 10;
const requestSeconds = 60;

const serverArguments = (props: TrackingProps, workers: number): string[] => [
  'server',
  '--host',
  '0.0.0.0',
  '--port',
  `${mlflowPort}`,
  '--workers',
  `${workers}`,
  '--artifacts-destination',
  props.bindings.artifacts.uri,
  '--serve-artifacts',
  '--allowed-hosts',
  allowedHosts(props.context).join(','),
  '--cors-allowed-origins',
  `https://${publicHost(props.context)}`,
  '--expose-prometheus',
  metricsPath,
  ...authenticationArguments(props),
  // The gateway reuses connections for a minute; whoever is first to close them must not be the server.
  '--uvicorn-opts',
  `--timeout-keep-alive 75 --timeout-graceful-shutdown ${requestSeconds}`,
];

const health = (options: { periodSeconds: number; failureThreshold: number }) =>
  Probe.fromHttpGet('/health', {
    port: mlflowPort,
    periodSeconds: Duration.seconds(options.periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold: options.failureThreshold,
  });

/**
 * The tracking server. A stated number of replicas rather than an autoscaler: every replica brings its own database
 * connections, so their number is a decision about the database too, and a request waits for the database far longer
 * than for the processor, which is what an autoscaler would look at.
 */
export function addServer(scope: Construct, props: TrackingProps): void {
  const { context, config, bindings } = props;
  const { database, artifacts, identity, web } = bindings;
  const size = serverSizes[config.size];
  const ports = [tcp(mlflowPort)];
  new Server(scope, 'server', {
    name: serviceName,
    namespace,
    owner: tracking.name,
    software: components.server,
    replicas: config.replicas,
    zones: context.zones,
    terminationSeconds: drainSeconds + requestSeconds + 20,
    user: mlflowUser,
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    metrics: { port: mlflowPort, path: '/metrics' },
    containers: [
      mlflowContainer({
        name: 'mlflow',
        args: serverArguments(props, size.workers),
        env: serverEnvironment(props, size),
        cpuMillis: size.cpuMillis,
        memoryMiB: size.memoryMiB,
        scratchMiB: size.scratchMiB,
        mounts: authenticationMounts(props),
        ports: { http: mlflowPort },
        // Loading the drivers takes up to a minute on a busy node.
        startup: health({ periodSeconds: 5, failureThreshold: 60 }),
        readiness: health({ periodSeconds: 10, failureThreshold: 3 }),
        liveness: health({ periodSeconds: 20, failureThreshold: 6 }),
        drainSeconds,
      }),
    ],
    ingress: [
      ...web.callers,
      callersOf(tracking.name, ports),
      { namespace, podLabels: podsOf('garbageCollection'), ports },
    ],
    egress: [...database.egress, ...artifacts.egress, ...identity.egress],
  });
}
