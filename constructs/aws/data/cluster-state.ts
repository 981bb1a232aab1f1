import type { AwsSite } from '../../../environments/model';
import { type ClusterStateStore, clusterStateBucket } from '../../contracts';
import { bucket } from './bucket';

/** S3, signed in to as the pod itself: neither key nor profile. The bucket's own settings encrypt what arrives. */
export function clusterStateStore(site: AwsSite): ClusterStateStore | undefined {
  const request = clusterStateBucket(site);
  if (!request) return undefined;
  const { name, egress } = bucket.bind(request);
  return {
    provider: 'aws',
    bucket: name,
    config: { region: site.region },
    plugin: { name: 'velero-plugin-for-aws', image: 'docker.io/velero/velero-plugin-for-aws:v1.14.3' },
    egress,
  };
}
