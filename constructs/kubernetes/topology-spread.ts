import type { IIoK8sApiCoreV1TopologySpreadConstraint } from 'kubernetes-models/v1/TopologySpreadConstraint';

export type ITopologySpreadConstraint = IIoK8sApiCoreV1TopologySpreadConstraint;

/**
 * Replicas go to different zones and different machines as long as there are some. Zones are a wish where the site has
 * one zone only; a machine holds a second replica rather than leaving it unscheduled.
 */
export const spreadOver = (
  zones: readonly string[],
  podLabels: Readonly<Record<string, string>>,
): ITopologySpreadConstraint[] =>
  (
    [
      { topologyKey: 'topology.kubernetes.io/zone', strict: zones.length > 1 },
      { topologyKey: 'kubernetes.io/hostname', strict: false },
    ] as const
  ).map(({ topologyKey, strict }) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: strict ? 'DoNotSchedule' : 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...podLabels } },
    // Only the pods of one version count, or a rollout would leave its own pods on one side.
    matchLabelKeys: ['pod-template-hash'],
  }));
