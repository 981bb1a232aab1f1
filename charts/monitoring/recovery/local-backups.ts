import { serviceTenants, storeSeries } from '../../../constructs/contracts';
import { clusterState, isSitePublicCloud, type Site } from '../../../environments/model';
import { uncopiedVolumes } from '../../volume-snapshots/copied-volumes';
import type { WatchedStore } from '../stores';

/** A backup that stays on the site itself. Each has an alert of its own where it is made: this is where ages are compared. */
export interface LocalBackup {
  readonly service: string;
  readonly store: string;
  /** PromQL in seconds; one series at most. */
  readonly age: string;
}

const { backupAge } = storeSeries.postgres;

/** Databases whose backups something measures. */
const databases = (stores: readonly WatchedStore[]): LocalBackup[] =>
  stores
    .filter(({ recordings }) => backupAge in recordings)
    .map(({ service, name: store }) => ({
      service,
      store,
      age: `max(${backupAge}{service="${service}",store="${store}"})`,
    }));

/** Volumes that a job copies, see `charts/volume-snapshots`; where backups of the cluster move them, those are watched. */
const volumes = (site: Site): LocalBackup[] =>
  isSitePublicCloud(site) && site.snapshots && !clusterState(site)?.movesVolumes
    ? serviceTenants(site)
        .filter((tenant) => uncopiedVolumes(site, tenant).length > 0)
        .map(({ name, namespace }) => ({
          service: name,
          store: `${name}-volumes`,
          age: `time() - max(kube_cronjob_status_last_successful_time{namespace="${namespace}",cronjob="volume-snapshots"})`,
        }))
    : [];

/** Every backup of a site that is measured, in the order of the catalogue. */
export const localBackups = (site: Site, stores: readonly WatchedStore[]): LocalBackup[] => [
  ...databases(stores),
  ...volumes(site),
];
