import { isClusterNeed } from '../../services/needs';
import { type ArchivedKind, archiveStorage, type Cloud, cloudFacts } from '../facts';
import { isSitePublicCloud, type ProviderChoice, type Site } from './site';

/** Whether databases of a kind, inside a cluster there, can send their backups to object storage outside of it. */
export const canArchive = (kind: string, cloud: Cloud, buckets: ProviderChoice): boolean =>
  kind in archiveStorage &&
  buckets === 'managed' &&
  archiveStorage[kind as ArchivedKind].includes(cloudFacts[cloud].objectStorage);

/** Whether databases of a kind run in the cluster of the site and send their backups to object storage outside of it. */
export const isArchived = (site: Site, kind: ArchivedKind): boolean =>
  isSitePublicCloud(site) &&
  (isClusterNeed(kind) || site.providers[kind] === 'in-cluster') &&
  canArchive(kind, site.cloud, site.providers.bucket);
