import { S3BucketInventory } from '@cdktf/provider-aws/lib/s3-bucket-inventory';
import type { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { accessLogBucketName, inventoryPrefix } from '../names';
import type { PrivateBucket } from '../private-bucket';

const frequencies = { weekly: 'Weekly', daily: 'Daily' } as const;

/** What an audit asks of an object besides its name, version and age. */
const fields = [
  'Size',
  'LastModifiedDate',
  'StorageClass',
  'ETag',
  'EncryptionStatus',
  'BucketKeyStatus',
  'ObjectLockRetainUntilDate',
  'ObjectLockMode',
];

/** A list of all objects and versions, beside the access logs of the site, for as long as those are kept. */
export function bucketInventory(scope: Construct, site: AwsSite, bucket: PrivateBucket): void {
  if (site.bucketInventory === 'off') return;
  new S3BucketInventory(scope, 'inventory', {
    bucket: bucket.name,
    name: 'all-versions',
    enabled: true,
    includedObjectVersions: 'All',
    schedule: { frequency: frequencies[site.bucketInventory] },
    optionalFields: [...fields],
    destination: {
      bucket: {
        accountId: site.accountId,
        bucketArn: `arn:aws:s3:::${accessLogBucketName(site)}`,
        prefix: inventoryPrefix,
        format: 'Parquet',
        // Of S3's own key, like all in that bucket.
        encryption: { sseS3: {} },
      },
    },
    dependsOn: [...bucket.ready],
  });
}
