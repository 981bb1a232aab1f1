import { ownBucketSyncs } from '../../constructs/contracts/bucket-syncs';
import { suspended } from '../../constructs/kubernetes/recovery-commands';
import type { StoreCopy } from '../../environments/model';
import type { ReachedSite } from './recovery-scope';
import type { RecoveryStep } from './site-steps';

/**
 * Buckets of the standby are written by its services from now on: a lost site that comes back to life must not write into
 * them through the copies. None where no job of the standby copies from there.
 */
export function holdCopiesSteps(standby: ReachedSite, copies: readonly StoreCopy[]): RecoveryStep[] {
  const { site, cluster } = standby;
  const lost = new Set(copies.map(({ from }) => from.name));
  const held = ownBucketSyncs(site)
    .filter(({ from }) => lost.has(from.name))
    .map(({ namespace, name }) => suspended(cluster, namespace, name));
  if (held.length === 0) return [];
  return [
    {
      id: 'hold-copies',
      title: `Stop the copies of buckets into ${site.name}`,
      owner: 'data-on-call',
      timeoutMinutes: 5,
      expectedMinutes: 1,
      reaches: [{ name: site.name, required: true }],
      again: 'harmless',
      lasts: false,
      action: { commands: held.flatMap(({ commands }) => commands) },
      verify: { all: held.map(({ check }) => check) },
      undo: { commands: held.flatMap(({ undo = [] }) => undo) },
      whenItFails: 'Suspend the CronJobs that are named by hand, and delete the jobs that they still run',
    },
  ];
}
