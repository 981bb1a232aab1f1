import type { AzureSite } from '../../../environments/model';
import { type ClusterStateStore, clusterStateBucket } from '../../contracts';
import { bucket } from './bucket';

/**
 * Blob storage by Entra ID. With the address stated the plugin asks Azure's management for nothing, neither for keys of
 * the account nor for its properties, so that it needs no right on the account.
 */
export function clusterStateStore(site: AzureSite): ClusterStateStore | undefined {
  const request = clusterStateBucket(site);
  if (!request) return undefined;
  const { name: account, egress } = bucket.bind(request);
  return {
    provider: 'azure',
    bucket: request.name,
    config: {
      storageAccount: account,
      storageAccountURI: `https://${account}.blob.core.windows.net`,
      useAAD: 'true',
    },
    plugin: {
      name: 'velero-plugin-for-microsoft-azure',
      image: 'docker.io/velero/velero-plugin-for-microsoft-azure:v1.14.2',
    },
    egress,
  };
}
