import type { Construct } from 'constructs';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { Server } from '../../constructs/kubernetes/workloads';
import { scaling } from '../../services';
import type { ScalingProps } from './scaling-props';

/** Waits until it is told to leave. */
const pause = { name: 'pause', version: '3.10.1', user: 65_535 } as const;

/**
 * Pods that do nothing and give way to anything: what comes takes their place at once, and a new machine comes for them
 * instead. They are spread like any server, so that there is room in every zone.
 */
export function addHeadroom(scope: Construct, { context, config: { headroom } }: ScalingProps): void {
  const { pods, cpuMillis, memoryGiB } = headroom;
  if (pods === 0) return;
  new Server(scope, 'headroom', {
    name: 'headroom',
    namespace: scaling.namespace,
    owner: scaling.name,
    software: { name: pause.name, version: pause.version, component: 'headroom' },
    replicas: pods,
    zones: context.zones,
    terminationSeconds: 1,
    priorityClassName: priorityClasses.headroom,
    user: pause.user,
    containers: [
      {
        name: pause.name,
        image: `registry.k8s.io/pause:${pause.version}`,
        cpuMillis,
        cpuLimitMillis: cpuMillis,
        memoryMiB: memoryGiB * 1024,
      },
    ],
    ingress: [],
    egress: [],
  });
}
