import type { GoogleSite } from '../../../environments/model';
import { type BucketRecovery, exactly } from '../../contracts/recovery-commands';
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
};
