import type { IRollout } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/Rollout';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { spreadOver } from '../../constructs/kubernetes/topology-spread';
import { podManifest, workloadLabels } from '../../constructs/kubernetes/workloads';
import type { ModelWorkload } from './workload';

export type PodTemplate = NonNullable<IRollout['spec']['template']>;
export type PodSpec = NonNullable<PodTemplate['spec']>;

const scraped = ({ port, path }: ModelWorkload['metrics']) => ({
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': `${port}`,
  'prometheus.io/path': path,
});

/**
 * The pods of a workload as data, for the keepers that the workload kit does not know. `hashLabel`: what the keeper tells
 * its versions apart by.
 */
export function podTemplate(workload: ModelWorkload, hashLabel: string): PodTemplate {
  const { metadata, spec } = podManifest({
    ...workload,
    annotations: { ...workload.annotations, ...scraped(workload.metrics) },
    priorityClassName: priorityClasses.service,
  }) as { metadata: NonNullable<PodTemplate['metadata']>; spec: PodSpec };
  const [server, ...others] = spec.containers;
  if (!server) throw new Error(`${workload.name} has no container`);
  const { selector } = workloadLabels(workload);
  return {
    metadata: { labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {} },
    spec: {
      ...spec,
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: workload.terminationSeconds,
      topologySpreadConstraints: spreadOver(workload.zones, selector).map((constraint) => ({
        ...constraint,
        matchLabelKeys: [hashLabel],
      })),
      containers: [
        {
          ...server,
          resources: { ...server.resources, limits: { ...server.resources?.limits, ...workload.pool?.limits } },
        },
        ...others,
      ],
    },
  };
}
