import type { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageContainerImmutabilityPolicy } from '@cdktf/provider-azurerm/lib/storage-container-immutability-policy';
import type { Construct } from 'constructs';
import type { BucketLock } from '../../services';

/**
 * A time-based policy of the container: a blob, or in an account that locks versions every version of it, can be neither
 * replaced nor deleted before its day; its tier may change.
 * Locked, the policy can be made longer five times and never shorter; unlocked, whoever administers the account may take
 * it away.
 */
export const bucketLock = (scope: Construct, container: StorageContainer, { days, mode }: BucketLock): void => {
  new StorageContainerImmutabilityPolicy(scope, 'lock', {
    storageContainerResourceManagerId: container.id,
    immutabilityPeriodInDays: days,
    locked: mode === 'compliance',
    protectedAppendWritesAllEnabled: false,
    protectedAppendWritesEnabled: false,
  });
};
