import type { Construct } from 'constructs';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { typedObject } from '../typed-object';
import { type WorkloadProps, workloadLabels } from './pod-props';

/** At most one pod leaves at a time while nodes are drained; a pod that does not work may always go. */
export function addBudget(scope: Construct, props: WorkloadProps): void {
  const { labels, selector } = workloadLabels(props);
  const budget: IPodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: props.name, namespace: props.namespace, labels },
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: selector } },
  };
  typedObject(scope, budget);
}
