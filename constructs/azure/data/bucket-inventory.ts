import { StorageBlobInventoryPolicy } from '@cdktf/provider-azurerm/lib/storage-blob-inventory-policy';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import type { StorageManagementPolicyRule } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';

const schedules = { weekly: 'Weekly', daily: 'Daily' } as const;

/** Azure writes the list of an account into a container of the same account, and nowhere else. */
const containerName = 'inventory';

/** What an audit asks of an object. */
const fields = [
  'Name',
  'Creation-Time',
  'Last-Modified',
  'Etag',
  'Content-Length',
  'BlobType',
  'AccessTier',
  'ServerEncrypted',
  'VersionId',
  'IsCurrentVersion',
  'Deleted',
  'RemainingRetentionDays',
];

/** A list of all objects, versions and deleted objects that can still be restored. */
export function bucketInventory(scope: Construct, site: AzureSite, accountId: string): void {
  if (site.bucketInventory === 'off') return;
  const container = new StorageContainer(scope, 'inventory-container', {
    name: containerName,
    storageAccountId: accountId,
    containerAccessType: 'private',
    lifecycle: { preventDestroy: site.deletionProtection },
  });
  new StorageBlobInventoryPolicy(scope, 'inventory', {
    storageAccountId: accountId,
    rules: [
      {
        name: 'all-versions',
        storageContainerName: container.name,
        format: 'Parquet',
        schedule: schedules[site.bucketInventory],
        scope: 'Blob',
        schemaFields: [...fields],
        filter: { blobTypes: ['blockBlob', 'appendBlob'], includeBlobVersions: true, includeDeleted: true },
      },
    ],
  });
}

/** Lists are kept as long as other logs; their versions go with all others of the account. */
export const inventoryRules = (site: AzureSite): StorageManagementPolicyRule[] =>
  site.bucketInventory === 'off'
    ? []
    : [
        {
          name: 'old-lists',
          enabled: true,
          filters: { blobTypes: ['blockBlob'], prefixMatch: [`${containerName}/`] },
          actions: {
            baseBlob: { deleteAfterDaysSinceModificationGreaterThan: site.auditLogRetentionDays },
          },
        },
      ];
