import { carryEveryMinutes, wholeInterval } from '../../facts/recovery';
import { type CopyPlace, isSitePublicCloud, type Site, type StoreCopy } from '../site';
import type { RecoveryPlan } from './plan';

/** How the state of a site's cluster is backed up: what exists there and neither in Git nor in a store of its own. */
export interface ClusterState {
  readonly rpoMinutes: number;
  readonly backupEveryMinutes: number;
  /** One backup a day is kept for so long. */
  readonly retentionDays: number;
  /** Volumes without another copy are moved as well: only then does somebody outside of the site have them. */
  readonly movesVolumes: boolean;
  /** Names of the sites whose backups are restored here after their loss. */
  readonly sources: readonly string[];
}

/** What the backups of a site without volume snapshots are kept for. */
const defaultRetentionDays = 14;

/**
 * Backups are begun after one interval and take another one at most; the copy of what they wrote does the same. Four
 * intervals are therefore what may be lost. Five minutes is the least that does not run into itself.
 */
const intervalFor = (rpoMinutes: number): number => wholeInterval(rpoMinutes / 4);

/**
 * What is kept of the cluster of a site; `undefined`: nothing is promised, or the site has no object storage outside of
 * the cluster, where a backup would be lost together with it.
 */
export function clusterState(site: Site): ClusterState | undefined {
  const { recovery } = site;
  if (!recovery || !isSitePublicCloud(site) || site.providers.bucket !== 'managed') return undefined;
  return {
    rpoMinutes: recovery.rpoMinutes,
    backupEveryMinutes: intervalFor(recovery.rpoMinutes),
    retentionDays: site.snapshots?.retentionDays ?? defaultRetentionDays,
    movesVolumes: recovery.standbys.length > 0,
    sources: site.role === 'standby' ? [recovery.primary.name] : [],
  };
}

/** Copies of the bucket with the backups: what a standby restores the cluster from. */
export const clusterStateCopies = (
  { rpoMinutes }: Pick<RecoveryPlan, 'rpoMinutes'>,
  from: CopyPlace,
  places: readonly CopyPlace[],
): StoreCopy[] =>
  places
    .filter((to) => to !== from)
    .map((to) => ({
      service: 'velero',
      need: 'backups',
      from,
      to,
      rpoMinutes,
      ...(to.cloud === from.cloud
        ? { mechanism: 'bucket.replication' }
        : { mechanism: 'bucket.sync', intervalMinutes: Math.max(carryEveryMinutes, intervalFor(rpoMinutes)) }),
    }));
