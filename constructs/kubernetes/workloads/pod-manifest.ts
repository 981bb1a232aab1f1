import { App, Chart } from 'cdk8s';
import { Pod, RestartPolicy } from 'cdk8s-plus-28';
import { reachesApiServer } from '../network-policy';
import { jobPriority, podProps, type WorkloadProps, workloadLabels } from './pod-props';

/** What software that makes pods by itself starts from: a pod's manifest instead of an object of its own. */
type PodManifestProps = Omit<WorkloadProps, 'ingress' | 'egress' | 'metrics'>;

/** A pod that runs once, under the same rules as every workload, as plain data for a template file. */
export function podManifest(props: PodManifestProps): Readonly<Record<string, unknown>> {
  const { name, namespace, pool, usesApiServer } = props;
  // A tree of its own: the pod is part of a file, not of the site.
  const chart = new Chart(new App(), 'pod', { disableResourceNameHashes: true });
  const workload = { ...props, ingress: [], egress: [] };
  new Pod(chart, 'pod', { restartPolicy: RestartPolicy.NEVER, ...podProps(chart, workload) });
  const [{ spec }] = chart.toJson() as [{ spec: Record<string, unknown> }];
  const { labels } = workloadLabels(workload);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: { ...labels, ...props.podLabels, ...(usesApiServer ? reachesApiServer : {}) },
      ...(props.annotations ? { annotations: { ...props.annotations } } : {}),
    },
    spec: {
      ...spec,
      priorityClassName: props.priorityClassName ?? jobPriority,
      enableServiceLinks: false,
      ...(pool && pool.tolerations.length > 0
        ? { nodeSelector: pool.nodeSelector, tolerations: pool.tolerations }
        : {}),
    },
  };
}
