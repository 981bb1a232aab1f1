import type { AzureSite } from '../../../environments/model';
import { holdKey } from '../../contracts/bucket-syncs';
import type { Command } from '../../contracts/command';
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
  // Accounts answer in the network of the site only, and take whoever has a role on their data.
  holdCopies: ({ site, service, name }) => {
    const account = storageAccountName(site, service, name);
    const blob = (verb: string, words: readonly string[] = []): Command =>
      az(site, [
        'storage',
        'blob',
        verb,
        '--auth-mode',
        'login',
        '--account-name',
        account,
        '--container-name',
        name,
        '--name',
        holdKey,
        ...words,
      ]);
    const put = blob('upload', ['--data', 'held', '--overwrite', 'true', '--no-progress']);
    return {
      commands: [put],
      check: {
        command: blob('exists', ['--query', 'exists']),
        expects: /^true$/im,
        untouched: /^false$/im,
        says: `hold in ${account}`,
      },
      // What is not there cannot be deleted: it is an error.
      undo: [put, blob('delete')],
    };
  },
};
