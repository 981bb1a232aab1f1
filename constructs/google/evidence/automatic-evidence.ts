import type { AutomaticEvidence } from '../../contracts';

const cluster = { in: 'cluster', type: 'google_container_cluster' } as const;
const computeClass = { in: 'kubernetes', type: 'ComputeClass' } as const;

/** Where promises of pools show where GKE makes the machines. */
export const automaticEvidence: AutomaticEvidence = {
  'cluster.autoscaling': [{ ...cluster, path: 'cluster_autoscaling.resource_limits', is: { atLeast: 2 } }],
  'cluster.spot-pool': [
    {
      ...computeClass,
      path: 'spec.priorities',
      is: { matches: /"spot":true/ },
      where: { path: 'metadata.name', equals: 'spot' },
    },
  ],
  'cluster.gpu-pool': [
    {
      ...computeClass,
      path: 'spec.priorities[].gpu.driverVersion',
      is: { present: true },
      where: { path: 'metadata.name', equals: 'gpu' },
    },
  ],
};
