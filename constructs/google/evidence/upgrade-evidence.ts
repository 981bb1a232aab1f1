import type { UpgradeEvidence } from '../../contracts';

const cluster = { in: 'cluster', type: 'google_container_cluster' } as const;

const window = {
  ...cluster,
  path: 'maintenance_policy.recurring_window.recurrence',
  is: { matches: /^FREQ=WEEKLY;BYDAY=([A-Z]{2},?)+$/ },
} as const;

/** Where Google shows how upgrades come. */
export const upgradeEvidence: UpgradeEvidence = {
  'cluster.upgrade-window': [
    window,
    { ...cluster, path: 'maintenance_policy.recurring_window.start_time', is: { matches: /T\d\d:00:00Z$/ } },
    { ...cluster, path: 'maintenance_policy.recurring_window.end_time', is: { matches: /T\d\d:00:00Z$/ } },
  ],
  'cluster.upgrade-freezes': [
    {
      ...cluster,
      path: 'maintenance_policy.maintenance_exclusion[+].exclusion_options.scope',
      is: { equals: 'NO_MINOR_OR_NODE_UPGRADES' },
    },
  ],
  'cluster.self-patching': [{ ...cluster, path: 'release_channel.channel', is: { equals: 'EXTENDED' } }],
  // GKE replaces machines that it made for pods as it replaces all others.
  'cluster.made-machines-in-window': [window],
};
