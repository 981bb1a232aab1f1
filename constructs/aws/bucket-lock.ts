import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import type { Construct } from 'constructs';
import type { BucketLock } from '../../services';
import type { PrivateBucket } from './private-bucket';

/**
 * Object Lock with a default for every new version: an object that is overwritten or deleted leaves its version behind,
 * which nobody deletes before its day. In governance, `s3:BypassGovernanceRetention` lifts it, which no role of a site has.
 */
export const bucketLock = (scope: Construct, bucket: PrivateBucket, { days, mode }: BucketLock): void => {
  new S3BucketObjectLockConfigurationA(scope, 'lock', {
    bucket: bucket.name,
    objectLockEnabled: 'Enabled',
    rule: { defaultRetention: { days, mode: mode === 'compliance' ? 'COMPLIANCE' : 'GOVERNANCE' } },
    // Only a bucket with versions can be locked.
    dependsOn: [...bucket.ready],
  });
};
