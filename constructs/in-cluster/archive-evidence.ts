import { archiveReplica, type Site } from '../../environments/model';
import { archiveTenants, type Evidence, type InClusterEvidence, takesBy } from '../contracts';
import { evidence } from './capabilities';

const shown = (type: string, path: string, is: Evidence['is'], more: Partial<Evidence> = {}): Evidence => ({
  in: 'kubernetes',
  type,
  path,
  is,
  ...more,
});

/** A copy of another site has no backups of its own; where there are such copies, there may be nothing else. */
function ownBackups(site: Site): readonly [Evidence, ...Evidence[]] {
  const maybe = takesBy(site, archiveReplica) ? ({ optional: true } as const) : {};
  return [
    shown(
      'Cluster',
      'spec.plugins[].isWALArchiver',
      { equals: true },
      { ...maybe, where: { path: 'spec.replica', absent: true } },
    ),
    shown('ScheduledBackup', 'spec.schedule', { present: true }, maybe),
    shown('ObjectStore', 'spec.retentionPolicy', { matches: /^[1-9]\d*d$/ }),
  ];
}

/** Which promises show in what is rendered for needs that this site meets inside the cluster. */
export const evidenceInside = (site: Site): InClusterEvidence => ({
  ...evidence,
  ...(archiveTenants(site).some(({ operators }) => operators.includes('barman-cloud'))
    ? { 'postgres.point-in-time-recovery': ownBackups(site) }
    : {}),
});
