import type { Site } from '../../environments/model';
import type { Evidence, InClusterEvidence } from '../contracts';
import { archiveTenants } from './archive-tenants';
import { evidence } from './capabilities';

const shown = (type: string, path: string, is: Evidence['is']): Evidence => ({ in: 'kubernetes', type, path, is });

/** Which promises show in what is rendered for needs that this site meets inside the cluster. */
export const evidenceInside = (site: Site): InClusterEvidence => ({
  ...evidence,
  ...(archiveTenants(site).some(({ operators }) => operators.includes('barman-cloud'))
    ? {
        'postgres.point-in-time-recovery': [
          shown('Cluster', 'spec.plugins[].isWALArchiver', { equals: true }),
          shown('ScheduledBackup', 'spec.schedule', { present: true }),
          shown('ObjectStore', 'spec.retentionPolicy', { matches: /^[1-9]\d*d$/ }),
        ],
      }
    : {}),
});
