import type { GoogleSite } from '../../../environments/model';
import { holdKey } from '../../contracts/bucket-syncs';
import type { Command } from '../../contracts/command';
import { type BucketRecovery, exactly, nothing } from '../../contracts/recovery-commands';
import { bucketName } from '../names';
import { gcloud } from './call';
import { restoreScript } from './restore-script';

/** Buckets of Cloud Storage. */
export const buckets: BucketRecovery<GoogleSite> = {
  restoreObjects: ({ site, service, name }, at) => {
    const bucket = bucketName(site, service, name);
    const script = (mode: 'copy' | 'look'): Command => ({
      program: 'node',
      args: ['--eval', restoreScript, bucket, at, site.projectId, mode],
      reaches: site.name,
    });
    return {
      commands: [script('copy')],
      check: {
        command: script('look'),
        expects: /^differing: 0$/m,
        says: `objects of ${bucket} that differ from those of ${at}`,
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
