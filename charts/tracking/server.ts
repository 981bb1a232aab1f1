import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import {
  Deployment,
  DeploymentStrategy,
  Handler,
  LabelSelector,
  PercentOrAbsolute,
  Probe,
  Service,
  ServiceAccount,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { finishPod, restrictedPod } from '../../constructs/kubernetes/pod';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { spreadOver } from '../../constructs/kubernetes/topology-spread';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { tracking } from '../../services';
import { componentLabels } from '../labels';
import { mlflowContainer } from './container';
import { serverEnvironment } from './environment';
import { allowedHosts, publicHost } from './hosts';
import { components, metricsPath, mlflowPort, mlflowUser, serviceName } from './mlflow';
import { serverSizes } from './sizing';
import type { TrackingProps } from './tracking-props';

const { namespace } = tracking;

/** Seconds that a leaving pod still answers, while gateway and service forget it; then its requests may end. */
const drainSeconds = 10;
const requestSeconds = 60;

const serverArguments = ({ context, bindings }: TrackingProps, workers: number): string[] => [
  'server',
  '--host',
  '0.0.0.0',
  '--port',
  `${mlflowPort}`,
  '--workers',
  `${workers}`,
  '--artifacts-destination',
  bindings.artifacts.uri,
  '--serve-artifacts',
  '--allowed-hosts',
  allowedHosts(context).join(','),
  '--cors-allowed-origins',
  `https://${publicHost(context)}`,
  '--expose-prometheus',
  metricsPath,
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
  const size = serverSizes[config.size];
  const { labels, selector } = componentLabels(tracking.name, components.server);
  const metadata = { name: serviceName, namespace, labels };
  const deployment = new Deployment(scope, 'server', {
    metadata,
    replicas: config.replicas,
    select: false,
    strategy: DeploymentStrategy.rollingUpdate({
      maxUnavailable: PercentOrAbsolute.absolute(0),
      maxSurge: PercentOrAbsolute.absolute(1),
    }),
    minReady: Duration.seconds(10),
    terminationGracePeriod: Duration.seconds(drainSeconds + requestSeconds + 20),
    serviceAccount: ServiceAccount.fromServiceAccountName(scope, 'identity', bindings.identity.serviceAccountName),
    // The clouds project their own token where the identity needs one; nobody here talks to the API server.
    automountServiceAccountToken: false,
    securityContext: restrictedPod(mlflowUser),
    containers: [
      {
        ...mlflowContainer(scope, {
          name: 'mlflow',
          command: ['mlflow'],
          args: serverArguments(props, size.workers),
          environment: serverEnvironment(props, size),
          cpuMillis: size.cpuMillis,
          memoryMiB: size.memoryMiB,
          scratchMiB: size.scratchMiB,
        }),
        ports: [{ name: 'http', number: mlflowPort }],
        // Loading the drivers takes up to a minute on a busy node.
        startup: health({ periodSeconds: 5, failureThreshold: 60 }),
        readiness: health({ periodSeconds: 10, failureThreshold: 3 }),
        liveness: health({ periodSeconds: 20, failureThreshold: 6 }),
        lifecycle: { preStop: Handler.fromCommand(['sleep', `${drainSeconds}`]) },
      },
    ],
  });
  deployment.select(LabelSelector.of({ labels: selector }));
  finishPod(deployment, {
    labels: { ...labels, ...bindings.identity.podLabels },
    annotations: {
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': `${mlflowPort}`,
      'prometheus.io/path': '/metrics',
    },
    priorityClassName: priorityClasses.service,
    topologySpread: spreadOver(context.zones, selector),
  });
  const service = new Service(scope, 'service', {
    metadata,
    ports: [{ name: 'http', port: mlflowPort, targetPort: mlflowPort }],
  });
  for (const [key, value] of Object.entries(selector)) service.selectLabel(key, value);
  ApiObject.of(service).addJsonPatch(JsonPatch.add('/spec/ports/0/appProtocol', 'http'));
  const budget: IPodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: selector } },
  };
  typedObject(scope, budget);
}
