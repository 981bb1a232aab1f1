import type { UpgradeEvidence } from '../../contracts';
import { closedForUpgrades } from '../../kubernetes/karpenter-evidence';

const cluster = { in: 'cluster', type: 'azurerm_kubernetes_cluster' } as const;

/** Where Azure shows how upgrades come. */
export const upgradeEvidence: UpgradeEvidence = {
  'cluster.upgrade-window': [
    { ...cluster, path: 'maintenance_window.allowed', is: { atLeast: 1 } },
    { ...cluster, path: 'maintenance_window_auto_upgrade.day_of_week', is: { present: true } },
    { ...cluster, path: 'maintenance_window_auto_upgrade.duration', is: { atLeast: 4 } },
    { ...cluster, path: 'maintenance_window_node_os.day_of_week', is: { present: true } },
    { ...cluster, path: 'maintenance_window_node_os.duration', is: { atLeast: 4 } },
  ],
  'cluster.upgrade-freezes': [
    { ...cluster, path: 'maintenance_window.not_allowed[+].start', is: { present: true } },
    { ...cluster, path: 'maintenance_window_auto_upgrade.not_allowed[+].start', is: { present: true } },
    { ...cluster, path: 'maintenance_window_node_os.not_allowed[+].start', is: { present: true } },
  ],
  'cluster.self-patching': [
    { ...cluster, path: 'automatic_upgrade_channel', is: { equals: 'patch' } },
    { ...cluster, path: 'node_os_upgrade_channel', is: { equals: 'NodeImage' } },
  ],
  'cluster.made-machines-in-window': [
    {
      in: 'kubernetes',
      type: 'NodePool',
      path: 'spec.disruption.budgets',
      is: { matches: closedForUpgrades },
    },
  ],
};
