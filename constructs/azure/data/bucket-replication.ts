import { StorageObjectReplication } from '@cdktf/provider-azurerm/lib/storage-object-replication';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { type ReplicationProps, replicatedBuckets } from '../../contracts';
import { resourceId, storageAccountName } from '../names';

const accountId = (site: AzureSite, service: string, need: string): string =>
  resourceId(site, 'data', 'Microsoft.Storage/storageAccounts', storageAccountName(site, service, need));

/** Where object replication reads what has changed: only accounts that send need it. Days. */
const changeFeedDays = 7;

/** What an account keeps for object replication. Default: nothing. */
export const changeFeed = (
  site: AzureSite,
  service: string,
  need: string,
): { readonly changeFeedEnabled?: boolean; readonly changeFeedRetentionInDays?: number } =>
  replicatedBuckets(site).some(({ request }) => request.service === service && request.name === need)
    ? { changeFeedEnabled: true, changeFeedRetentionInDays: changeFeedDays }
    : {};

/**
 * Azure copies every blob of the containers, those that were there before as well. A deletion is followed, and what was
 * deleted stays restorable on both sides for its days.
 */
export function replicateBuckets(scope: Construct, { site, buckets, targets }: ReplicationProps<AzureSite>): void {
  for (const { request, to } of buckets) {
    const { service, name } = request;
    for (const { name: place } of to) {
      const target = targets.get(place);
      if (!target) throw new Error(`${place} takes ${service}/${name} of ${site.name} and is not part of the stack`);
      new StorageObjectReplication(scope, `replicated-${service}-${name}-to-${place}`, {
        sourceStorageAccountId: accountId(site, service, name),
        destinationStorageAccountId: accountId(target.site, service, name),
        rules: [{ sourceContainerName: name, destinationContainerName: name, copyBlobsCreatedAfter: 'Everything' }],
      });
    }
  }
}
