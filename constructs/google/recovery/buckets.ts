import type { GoogleSite } from '../../../environments/model';
import { holdKey } from '../../contracts/bucket-syncs';
import { type BucketRecovery, exactly, nothing } from '../../contracts/recovery-commands';
import { bucketName } from '../names';
import { gcloud } from './call';

/** Buckets of Cloud Storage. */
export const buckets: BucketRecovery<GoogleSite> = {
  // What was overwritten is a version, and what was deleted is softly so; both come back under their names.
  restoreObjects: ({ site, service, name }, at) => {
    const bucket = bucketName(site, service, name);
    return {
      commands: [
        gcloud(site, ['storage', 'restore', `gs://${bucket}/**`, '--deleted-after-time', at, '--allow-overwrite']),
      ],
      check: {
        command: gcloud(site, ['storage', 'buckets', 'describe', `gs://${bucket}`, '--format', 'value(name)']),
        expects: exactly(bucket),
        says: `the bucket ${bucket} answers`,
      },
    };
  },
  holdCopies: ({ site, service, name }) => {
    const hold = `gs://${bucketName(site, service, name)}/${holdKey}`;
    const put = gcloud(site, ['storage', 'cp', '-', hold], { stdin: 'held' });
    return {
      commands: [put],
      check: {
        command: gcloud(site, ['storage', 'objects', 'list', hold, '--format', 'value(name)']),
        expects: exactly(holdKey),
        untouched: nothing,
        says: `hold in ${bucketName(site, service, name)}`,
      },
      // What is not there cannot be removed: it is an error.
      undo: [put, gcloud(site, ['storage', 'rm', hold])],
    };
  },
};
