import type { GoogleSite } from '../../../environments/model';
import { type ClusterStateStore, clusterStateBucket } from '../../contracts';
import { bucket } from './bucket';

/**
 * Cloud Storage. The plugin wants to be told of a service account where no key is mounted, but only signs links for
 * downloads as it; pods are principals themselves here, so there is none, and nobody gets such links.
 */
export function clusterStateStore(site: GoogleSite): ClusterStateStore | undefined {
  const request = clusterStateBucket(site);
  if (!request) return undefined;
  const { name, egress } = bucket.bind(request);
  return {
    provider: 'gcp',
    bucket: name,
    config: { serviceAccount: 'none' },
    plugin: { name: 'velero-plugin-for-gcp', image: 'docker.io/velero/velero-plugin-for-gcp:v1.14.2' },
    egress,
  };
}
