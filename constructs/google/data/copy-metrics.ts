import type { GoogleSite } from '../../../environments/model';
import { type CopyAges, copyAgesBy } from '../../contracts';
import { sqlInstanceName } from '../names';
import { monitoredSeries } from './store-metrics';

/** Ages of copies. A replica is a database of the site that takes it, and asked for with all others. */
export const copyAges = (site: GoogleSite): CopyAges =>
  copyAgesBy(site, {
    'postgres.cross-region-replica': ({ service, need }) =>
      `max(${monitoredSeries('postgres', 'replication/replica_lag', `${site.projectId}:${sqlInstanceName(site, service, need)}`)})`,
    'bucket.replication': () => ({
      unmeasured:
        'Cloud Monitoring has no metric of how far Storage Transfer is behind: a job that compares everything once a day bounds it',
    }),
  });
