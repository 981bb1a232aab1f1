import type { AzureSite } from '../../../environments/model';
import { type CopyAges, copyAgesBy } from '../../contracts';
import { postgresServerName } from '../names';
import { metricSeries } from './store-metrics';

/** Ages of copies. A replica is a server of the site that takes it, and asked for with all others. */
export const copyAges = (site: AzureSite): CopyAges =>
  copyAgesBy(site, {
    'postgres.cross-region-replica': ({ service, need }) =>
      `max(${metricSeries(postgresServerName(site, service, need), 'physical_replication_delay_in_seconds', 'maximum')})`,
    'bucket.replication': () => ({
      unmeasured:
        'Azure Monitor has what object replication has still to do as a preview, under an id that Azure chooses: az storage account or-policy list',
    }),
  });
