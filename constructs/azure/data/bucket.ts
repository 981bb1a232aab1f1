import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import {
  StorageManagementPolicy,
  type StorageManagementPolicyRule,
} from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import type { BucketLock, BucketTiers } from '../../../services';
import type { CloudNeedProvider, NeedRequest } from '../../contracts';
import { bucketLock } from '../bucket-lock';
import { archiveLogs } from '../diagnostics';
import { containerId, storageAccountName } from '../names';
import { resourceGroup } from '../resource-group';
import type { AzureSiteNetwork } from '../site-network';
import { AzureStorageAccount } from '../storage-account';
import type { AzureTypes } from '../types';
import { bucketHadoop } from './bucket-hadoop';
import { bucketInventory, inventoryRules } from './bucket-inventory';
import { changeFeed } from './bucket-replication';
import type { AzureKey } from './key';

export interface AzureBucketProps {
  readonly site: AzureSite;
  readonly network: AzureSiteNetwork;
  /** Of the storage account: unique in the world. */
  readonly name: string;
  readonly container: string;
  readonly key: AzureKey;
  /** Superseded and deleted objects stay restorable this long; 365 at most. */
  readonly versionRetentionDays: number;
  /** Objects move to the cool tier and the cold one; default: never. */
  readonly tiers?: BucketTiers;
  /** Objects are deleted after this many days; default: never. */
  readonly deleteAfterDays?: number;
  /** Immutability policy of the container; default: none. */
  readonly lock?: BucketLock;
  /** What object replication asks of the account; default: nothing. */
  readonly changes?: ReturnType<typeof changeFeed>;
  /** Reached by the protocol of Data Lake Storage too. Default: false. */
  readonly fileSystem?: boolean;
}

/** The archive tier answers after hours and does not exist in three zones: nothing goes there. */
const moveToTiers = ({ infrequentAfterDays, coldAfterDays }: BucketTiers) => ({
  ...(infrequentAfterDays === undefined
    ? {}
    : { tierToCoolAfterDaysSinceModificationGreaterThan: infrequentAfterDays }),
  ...(coldAfterDays === undefined ? {} : { tierToColdAfterDaysSinceModificationGreaterThan: coldAfterDays }),
});

const deleteOld = (days: number): StorageManagementPolicyRule => ({
  name: 'delete-old',
  enabled: true,
  filters: { blobTypes: ['blockBlob'] },
  actions: { baseBlob: { deleteAfterDaysSinceModificationGreaterThan: days } },
});

/**
 * A bucket in Azure's words: a storage account of its own with one container. Versions and soft deletion work together:
 * the policy counts a version's age from its writing, so a version may be let go on the day it is superseded; soft
 * deletion then keeps it restorable for the stated time. Uncommitted parts of uploads go after a week by themselves.
 */
export class AzureBucket extends Construct {
  constructor(scope: Construct, id: string, props: AzureBucketProps) {
    super(scope, id);
    const { site, network, key, versionRetentionDays: days, tiers, deleteAfterDays, fileSystem = false } = props;
    const account = new AzureStorageAccount(this, 'account', {
      site,
      group: resourceGroup(this, site, 'data'),
      name: props.name,
      key,
      access: network,
      fileSystem,
      ...(props.lock?.replaceable ? { versionLockDays: props.lock.days } : {}),
      blobs: {
        versioningEnabled: true,
        ...props.changes,
        deleteRetentionPolicy: { days },
        containerDeleteRetentionPolicy: { days },
      },
    });
    const container = new StorageContainer(this, 'container', {
      name: props.container,
      storageAccountId: account.accountId,
      containerAccessType: 'private',
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    if (props.lock) bucketLock(this, container, props.lock);
    bucketInventory(this, site, account.accountId);
    new StorageManagementPolicy(this, 'lifecycle', {
      storageAccountId: account.accountId,
      rule: [
        {
          name: 'lifecycle',
          enabled: true,
          filters: { blobTypes: ['blockBlob'] },
          actions: {
            version: { deleteAfterDaysSinceCreation: days },
            ...(tiers ? { baseBlob: moveToTiers(tiers) } : {}),
          },
        },
        ...(deleteAfterDays === undefined ? [] : [deleteOld(deleteAfterDays)]),
        ...inventoryRules(site),
      ],
    });
    archiveLogs(this, 'logs', {
      of: `${account.accountId}/blobServices/default`,
      archiveId: network.archiveId,
      categories: ['StorageRead', 'StorageWrite', 'StorageDelete'],
    });
  }
}

const nameOf = ({ site, service, name }: NeedRequest<'bucket', AzureSite>): string =>
  storageAccountName(site, service, name);

/** Blob storage, reached through its private endpoint. */
export const bucket: CloudNeedProvider<'bucket', AzureTypes> = {
  bind: (request) => ({
    name: nameOf(request),
    uri: `wasbs://${request.name}@${nameOf(request)}.blob.core.windows.net`,
    env: { AZURE_STORAGE_ACCOUNT_NAME: nameOf(request), AZURE_STORAGE_ANON: 'false' },
    hadoop: bucketHadoop(nameOf(request), request.name),
    egress: [{ cidr: request.site.addresses.endpoints, ports: [{ port: 443, protocol: 'TCP' }] }],
  }),
  manifests: () => {},
  provision: (scope, request, { network, key }) => {
    const { site, need } = request;
    const name = nameOf(request);
    const { versionRetentionDays, tiers, deleteAfterDays, lock, fileSystem } = need;
    new AzureBucket(scope, 'bucket', {
      site,
      network,
      name,
      container: request.name,
      key,
      versionRetentionDays,
      tiers,
      deleteAfterDays,
      lock,
      changes: changeFeed(site, request.service, request.name),
      fileSystem,
    });
    return {
      serviceGrants: [
        { name: `bucket-${name}`, on: containerId(site, name, request.name), role: 'Storage Blob Data Contributor' },
      ],
      readGrants: [
        { name: `bucket-${name}`, on: containerId(site, name, request.name), role: 'Storage Blob Data Reader' },
      ],
      secretReaderGrants: [],
    };
  },
};
