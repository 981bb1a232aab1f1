import type { AwsSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import type { BucketRecovery } from '../../contracts/recovery-commands';
import { bucketName } from '../names';
import { signInProfile } from '../sign-in';

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
};
