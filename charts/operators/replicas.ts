import { spreadOver } from '../../constructs/kubernetes/topology-spread';
import type { ChartContext } from '../chart-context';

/** Two of everything: one may be drained while the other leads. */
export const operatorReplicas = 2;

export const budget = { enabled: true, minAvailable: 1 } as const;

/** Requests of a controller that keeps its objects in memory; only memory is capped, so it is never throttled. */
export const controllerResources = (cpu: string, memory: string) => ({
  requests: { cpu, memory },
  limits: { memory },
});

/**
 * The same for a chart that caps processor time by itself. Not every engine hands on that a value is taken back, so the
 * cap is put where it does not throttle.
 */
export const liftedResources = (cpu: string, memory: string) => {
  const { requests, limits } = controllerResources(cpu, memory);
  return { requests, limits: { ...limits, cpu: '2' } };
};

/** Replicas apart from each other. Operators may share a zone rather than wait for one. */
export const apart = (context: ChartContext, podLabels: Readonly<Record<string, string>>) =>
  spreadOver(context.zones, podLabels).map((constraint) => ({
    ...constraint,
    whenUnsatisfiable: 'ScheduleAnyway' as const,
  }));
