import type { Construct } from 'constructs';
import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1/PriorityClass';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { typedObject } from '../../constructs/kubernetes/typed-object';

type PriorityClassProps = Pick<IPriorityClass, 'value' | 'description' | 'preemptionPolicy'>;

/** Below one million: Kubernetes' own classes and those of the clouds stay above. */
const classes: Readonly<Record<keyof typeof priorityClasses, PriorityClassProps>> = {
  platformCritical: { value: 900_000, description: 'Operators and the gateway: without them nothing else recovers.' },
  service: { value: 500_000, description: 'What users wait for, and the databases behind it.' },
  tool: { value: 300_000, description: 'What people work with; it gives way to what products call.' },
  batch: { value: 100_000, description: 'Jobs that can start again.', preemptionPolicy: 'Never' },
  // The lowest for which the autoscalers of all clouds still bring a machine.
  headroom: { value: -10, description: 'Keeps room free and gives way to everything.', preemptionPolicy: 'Never' },
};

export function addPriorityClasses(scope: Construct): void {
  for (const [key, props] of Object.entries(classes)) {
    const manifest: IPriorityClass = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: priorityClasses[key as keyof typeof priorityClasses] },
      preemptionPolicy: 'PreemptLowerPriority',
      ...props,
    };
    typedObject(scope, manifest);
  }
}
