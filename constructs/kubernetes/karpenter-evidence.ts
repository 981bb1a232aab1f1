import type { AutomaticEvidence } from '../contracts';

const nodePool = { in: 'kubernetes', type: 'NodePool' } as const;

/** Where the promises of pools show on clouds whose clusters run Karpenter. */
export const karpenterEvidence: AutomaticEvidence = {
  'cluster.autoscaling': [{ ...nodePool, path: 'spec.limits.cpu', is: { present: true } }],
  'cluster.spot-pool': [
    {
      ...nodePool,
      path: 'spec.template.spec.requirements',
      is: { matches: /"key":"karpenter\.sh\/capacity-type","operator":"In","values":\["spot"/ },
      quantifier: 'some',
    },
  ],
  'cluster.gpu-pool': [
    {
      ...nodePool,
      path: 'spec.limits',
      is: { matches: /"nvidia\.com\/gpu"/ },
      where: { path: 'metadata.name', equals: 'gpu' },
    },
  ],
};

/** In the budgets of a NodePool: none, for a time, for machines that are outdated; in whichever order keys are written. */
export const closedForUpgrades =
  /\{(?=[^}]*"nodes":"0")(?=[^}]*"schedule":"[^"]+")(?=[^}]*"duration":"\d+h")(?=[^}]*"reasons":\["Drifted"\])[^}]*\}/;
