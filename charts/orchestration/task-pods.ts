import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { dump } from 'js-yaml';
import { keepInPlace } from '../../constructs/kubernetes/keep-in-place';
import { networkPolicy, tcp } from '../../constructs/kubernetes/network-policy';
import { podManifest } from '../../constructs/kubernetes/workloads';
import { orchestration } from '../../services';
import { airflowGroup, airflowUser, components, namespace, podsOf, podTemplate, ports, serviceName } from './airflow';
import { airflowContainer } from './container';
import { dagsMounts, fetchDags, gitEgress } from './dags';
import { taskEnvironment } from './environment';
import { internet } from './internet';
import type { OrchestrationProps } from './orchestration-props';
import { siteDagsMounts } from './site-dags';

/** Airflow looks for the container of this name, and gives it the task. */
const taskContainer = 'base';

function taskPod(props: OrchestrationProps) {
  const { config, bindings } = props;
  return podManifest({
    name: `${serviceName}-task`,
    namespace,
    owner: orchestration.name,
    software: components.task,
    user: airflowUser,
    group: airflowGroup,
    serviceAccountName: bindings.taskIdentity.serviceAccountName,
    podLabels: {
      ...bindings.taskIdentity.podLabels,
      ...bindings.tracking?.podLabels,
      ...bindings.lineage?.podLabels,
    },
    annotations: keepInPlace,
    initContainers: fetchDags(props),
    containers: [
      airflowContainer({
        name: taskContainer,
        // Airflow gives arguments alone. The image's own entry point would first look for a database.
        command: ['/usr/bin/dumb-init', '--'],
        env: taskEnvironment(props),
        cpuMillis: config.tasks.cpuMillis,
        memoryMiB: config.tasks.memoryMiB,
        scratchMiB: 2048,
        mounts: [...(config.dags ? dagsMounts : []), ...siteDagsMounts(props.context)],
      }),
    ],
  });
}

/** What the scheduler makes the pod of every task from, and where those pods may go. */
export function addTaskPods(scope: Construct, props: OrchestrationProps): void {
  const { config, bindings } = props;
  new ConfigMap(scope, 'task-pod', {
    metadata: { name: podTemplate.configMap, namespace },
    data: { [podTemplate.file]: dump(taskPod(props)) },
  });
  networkPolicy(scope, {
    name: `${serviceName}-task`,
    namespace,
    podLabels: podsOf('task'),
    ingress: [],
    egress: [
      { namespace, podLabels: podsOf('apiServer'), ports: [tcp(ports.api)] },
      ...bindings.logs.egress,
      ...bindings.taskIdentity.egress,
      ...gitEgress(config),
      ...(bindings.tracking?.egress ?? []),
      ...(bindings.lineage?.egress ?? []),
      ...(config.tasks.internet ? [internet] : []),
    ],
  });
}
