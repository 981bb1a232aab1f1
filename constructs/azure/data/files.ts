import { StorageShare } from '@cdktf/provider-azurerm/lib/storage-share';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import type { FilesNeed } from '../../../services';
import type { CloudNeedProvider, MadeVolume, NeedRequest } from '../../contracts';
import { addSharedClaim, sharedClaim } from '../../kubernetes/shared-claim';
import { archiveLogs } from '../diagnostics';
import { groupName, storageAccountName } from '../names';
import { resourceGroup } from '../resource-group';
import type { AzureSiteNetwork } from '../site-network';
import { AzureStorageAccount } from '../storage-account';
import type { AzureTypes } from '../types';
import type { AzureKey } from './key';

/** The smallest share that is sold on fast disks. Source: learn.microsoft.com/azure/storage/files/understanding-billing, 2026-11. */
const leastGiB = 100;
/** A deleted share can be brought back for so long. */
const retentionDays = 30;
const share = 'shared';

export interface AzureFilesProps {
  readonly site: AzureSite;
  readonly network: AzureSiteNetwork;
  /** Of the storage account: unique in the world. */
  readonly name: string;
  readonly key: AzureKey;
  readonly need: FilesNeed;
}

/**
 * An Azure Files share that speaks NFS, in three zones: an own key, reached by its private endpoint alone and over TLS
 * alone, no keys of the account. It is sold by what is reserved.
 */
export class AzureFiles extends Construct {
  readonly volume: MadeVolume;

  constructor(scope: Construct, id: string, { site, network, name, key, need }: AzureFilesProps) {
    super(scope, id);
    const account = new AzureStorageAccount(this, 'account', {
      site,
      group: resourceGroup(this, site, 'data'),
      name,
      key,
      access: network,
      shares: { retentionPolicy: { days: retentionDays } },
    });
    new StorageShare(this, 'share', {
      name: share,
      storageAccountId: account.accountId,
      enabledProtocol: 'NFS',
      quota: Math.max(leastGiB, need.storageGiB),
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    archiveLogs(this, 'logs', {
      of: `${account.accountId}/fileServices/default`,
      archiveId: network.archiveId,
      categories: ['StorageRead', 'StorageWrite', 'StorageDelete'],
    });
    this.volume = {
      driver: 'file.csi.azure.com',
      handle: `${name}-${share}`,
      attributes: {
        resourceGroup: groupName(site, 'data'),
        storageAccount: name,
        shareName: share,
        protocol: 'nfs',
        encryptInTransit: 'true',
      },
      mountOptions: ['noresvport'],
    };
  }
}

const nameOf = ({ site, service, name }: NeedRequest<'files', AzureSite>): string =>
  storageAccountName(site, service, name);

/** Azure Files by NFS, mounted by the nodes over TLS. */
export const files: CloudNeedProvider<'files', AzureTypes> = {
  bind: sharedClaim,
  manifests: (scope, request) => addSharedClaim(scope, request),
  provision: (scope, request, { network, key }) => {
    const { site, need } = request;
    const { volume } = new AzureFiles(scope, 'files', { site, network, name: nameOf(request), key, need });
    return { serviceGrants: [], secretReaderGrants: [], volume };
  },
};
