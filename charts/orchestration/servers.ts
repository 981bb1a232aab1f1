import type { Construct } from 'constructs';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { Server, type ServerProps } from '../../constructs/kubernetes/workloads';
import { orchestration } from '../../services';
import { accounts } from './access';
import { airflowGroup, airflowUser, components, namespace, podsOf, podTemplate, ports, serviceName } from './airflow';
import { airflowContainer } from './container';
import { dagsMounts, fetchDags, followDags, gitEgress } from './dags';
import { serverEnvironment } from './environment';
import { lineageEnvironment } from './lineage';
import { metricsExporter, metricsOfPod } from './metrics';
import type { OrchestrationProps } from './orchestration-props';
import { apiServerProbes, heartbeatProbes } from './probes';
import { startsTrainings } from './retraining';
import { siteDagsAnnotations, siteDagsMounts } from './site-dags';
import { airflowSizes } from './sizing';

/** What all four have in common. */
const common = (props: OrchestrationProps) =>
  ({
    namespace,
    owner: orchestration.name,
    zones: props.context.zones,
    user: airflowUser,
    group: airflowGroup,
    ...metricsOfPod(props),
  }) satisfies Partial<ServerProps>;

const withIdentity = ({ bindings: { identity } }: OrchestrationProps) => ({
  serviceAccountName: identity.serviceAccountName,
  podLabels: identity.podLabels,
});

const requestSeconds = 60;
const drainSeconds = 10;

/** Pages, REST API and what tasks report to. */
export function addApiServer(scope: Construct, props: OrchestrationProps): void {
  const { config, bindings } = props;
  const callers = [tcp(ports.api)];
  new Server(scope, 'api-server', {
    ...common(props),
    ...withIdentity(props),
    name: serviceName,
    software: components.apiServer,
    replicas: config.apiServers,
    terminationSeconds: drainSeconds + requestSeconds + 20,
    usesApiServer: true,
    containers: [
      airflowContainer({
        name: 'api-server',
        args: ['api-server', '--proxy-headers'],
        env: serverEnvironment(props),
        ...airflowSizes[config.size].apiServer,
        ports: { http: ports.api },
        ...apiServerProbes,
        drainSeconds,
      }),
      metricsExporter(),
    ],
    ingress: [
      ...bindings.web.callers,
      callersOf(orchestration.name, callers),
      { namespace, podLabels: podsOf('task'), ports: callers },
      ...(startsTrainings(props.context) ? [{ namespace, podLabels: podsOf('retraining'), ports: callers }] : []),
    ],
    egress: [
      ...bindings.database.egress,
      ...bindings.logs.egress,
      ...bindings.identity.egress,
      { namespace, podLabels: podsOf('triggerer'), ports: [tcp(ports.triggerLogs)] },
    ],
  });
}

/**
 * Decides what runs next, and makes its pod. Every scheduler does all of it; they share the work by locks on rows of the
 * database.
 */
export function addScheduler(scope: Construct, props: OrchestrationProps): void {
  const { config, bindings } = props;
  new Server(scope, 'scheduler', {
    ...common(props),
    name: `${serviceName}-scheduler`,
    software: components.scheduler,
    replicas: config.schedulers,
    serviceAccountName: accounts.scheduler,
    usesApiServer: true,
    podLabels: bindings.lineage?.podLabels,
    containers: [
      airflowContainer({
        name: 'scheduler',
        args: ['scheduler', '--skip-serve-logs'],
        env: { ...serverEnvironment(props), ...lineageEnvironment(props) },
        ...airflowSizes[config.size].scheduler,
        ...heartbeatProbes('SchedulerJob'),
        mounts: [{ path: podTemplate.path, configMap: podTemplate.configMap }],
      }),
      metricsExporter(),
    ],
    ingress: [],
    egress: [...bindings.database.egress, ...(bindings.lineage?.egress ?? [])],
  });
}

/** Reads the DAGs' files: the only server that runs what their authors write. One is enough: while it is away, runs go on. */
export function addDagProcessor(scope: Construct, props: OrchestrationProps): void {
  const { config, bindings } = props;
  new Server(scope, 'dag-processor', {
    ...common(props),
    name: `${serviceName}-dag-processor`,
    annotations: { ...metricsOfPod(props).annotations, ...siteDagsAnnotations(props.context) },
    software: components.dagProcessor,
    replicas: 1,
    initContainers: fetchDags(props),
    containers: [
      airflowContainer({
        name: 'dag-processor',
        args: ['dag-processor'],
        env: serverEnvironment(props),
        ...airflowSizes[config.size].dagProcessor,
        ...heartbeatProbes('DagProcessorJob'),
        // One log a file and day, which only a restart clears away.
        scratchMiB: 4096,
        mounts: [...(config.dags ? dagsMounts : []), ...siteDagsMounts(props.context)],
      }),
      metricsExporter(),
      ...followDags(props),
    ],
    ingress: [],
    egress: [...bindings.database.egress, ...gitEgress(config)],
  });
}

/** Waits for many deferred tasks at once, so that none of them needs a pod meanwhile. */
export function addTriggerer(scope: Construct, props: OrchestrationProps): void {
  const { config, bindings } = props;
  new Server(scope, 'triggerer', {
    ...common(props),
    ...withIdentity(props),
    name: `${serviceName}-triggerer`,
    software: components.triggerer,
    replicas: config.triggerers,
    containers: [
      airflowContainer({
        name: 'triggerer',
        args: ['triggerer'],
        env: serverEnvironment(props),
        ...airflowSizes[config.size].triggerer,
        ports: { logs: ports.triggerLogs },
        ...heartbeatProbes('TriggererJob'),
      }),
      metricsExporter(),
    ],
    ingress: [{ namespace, podLabels: podsOf('apiServer'), ports: [tcp(ports.triggerLogs)] }],
    egress: [...bindings.database.egress, ...bindings.logs.egress, ...bindings.identity.egress],
  });
}
