import type { AwsSite } from '../../../environments/model';
import { holdKey } from '../../contracts/bucket-syncs';
import type { Command } from '../../contracts/command';
import type { BucketRecovery } from '../../contracts/recovery-commands';
import { bucketName } from '../names';
import { signInProfile } from '../sign-in';
import { aws } from './call';

/** Buckets of S3. */
export const buckets: BucketRecovery<AwsSite> = {
  // S3 has no command for it; rclone reads a bucket as it was, by the caller's own sign-in.
  restoreObjects: ({ site, service, name }, at) => {
    const bucket = bucketName(site, service, name);
    const remote = (more: string): string => `:s3,provider=AWS,env_auth=true,region=${site.region}${more}:${bucket}`;
    const env = signInProfile(site);
    const rclone = (args: readonly string[]): Command => ({
      program: 'rclone',
      args: [...args, remote(`,version_at="${at}"`), remote('')],
      reaches: site.name,
      ...(env ? { env: { AWS_PROFILE: env } } : {}),
    });
    return {
      commands: [rclone(['copy', '--checksum'])],
      check: {
        // It ends with 1 where one differs.
        command: rclone(['check', '--one-way', '--fast-list']),
        expects: /^/,
        says: `objects of ${bucket} that differ from those of ${at}`,
      },
    };
  },
  holdCopies: ({ site, service, name }) => {
    const object = (verb: 'put' | 'delete'): Command =>
      aws(site, ['s3api', `${verb}-object`, '--bucket', bucketName(site, service, name), '--key', holdKey]);
    return {
      commands: [object('put')],
      check: {
        command: aws(site, [
          's3api',
          'list-objects-v2',
          '--bucket',
          bucketName(site, service, name),
          '--prefix',
          holdKey,
          '--query',
          'length(Contents || `[]`)',
        ]),
        expects: /^1$/m,
        untouched: /^0$/m,
        says: `holds in ${bucketName(site, service, name)}`,
      },
      undo: [object('delete')],
    };
  },
};
