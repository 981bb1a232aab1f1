import type { UpgradeEvidence } from '../../contracts';
import { closedForUpgrades } from '../../kubernetes/karpenter-evidence';

/** EKS moves nothing by itself, in a window or out of it, before the extended support of the version ends. */
const nothingMoves = [
  { in: 'cluster', type: 'aws_eks_cluster', path: 'upgrade_policy.support_type', is: { equals: 'EXTENDED' } },
  // Machines and add-ons stay at the release they were made with.
  { in: 'cluster', type: 'aws_eks_node_group', path: 'version', is: { matches: /^1\.\d{2}$/ } },
  { in: 'cluster', type: 'aws_eks_addon', path: 'resolve_conflicts_on_update', is: { equals: 'OVERWRITE' } },
] as const;

/** Where AWS shows how upgrades come. */
export const upgradeEvidence: UpgradeEvidence = {
  'cluster.upgrade-window': nothingMoves,
  'cluster.upgrade-freezes': nothingMoves,
  'cluster.self-patching': {
    absent: 'EKS patches its own control plane, whenever it wants, and machines and add-ons never',
    instead:
      'apply the cluster stack in the window after every release: it brings newer images and add-ons; automatic pools follow at once',
  },
  'cluster.made-machines-in-window': [
    {
      in: 'kubernetes',
      type: 'NodePool',
      path: 'spec.disruption.budgets',
      is: { matches: closedForUpgrades },
    },
  ],
};
