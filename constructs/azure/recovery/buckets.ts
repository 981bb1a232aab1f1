import type { AzureSite } from '../../../environments/model';
import { type BucketRecovery, nothing } from '../../contracts/recovery-commands';
import { storageAccountName } from '../names';
import { az, dataGroup } from './call';

/** Containers of storage accounts, one each. */
export const buckets: BucketRecovery<AzureSite> = {
  restoreObjects: ({ site, service, name }, at) => {
    const account = storageAccountName(site, service, name);
    return {
      commands: [
        az(site, [
          'storage',
          'blob',
          'restore',
          ...dataGroup(site),
          '--account-name',
          account,
          '--time-to-restore',
          at,
        ]),
      ],
      check: {
        command: az(site, [
          'storage',
          'account',
          'show',
          ...dataGroup(site),
          '--name',
          account,
          '--expand',
          'blobRestoreStatus',
          '--query',
          'blobRestoreStatus.status',
        ]),
        expects: /^Complete$/m,
        untouched: nothing,
        says: `restore of ${account}`,
      },
    };
  },
};
