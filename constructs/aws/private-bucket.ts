import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite } from '../../environments/model';
import type { AwsKey } from './data/key';
import { policyDocument, type Statement } from './iam';
import { accessLogBucketName } from './names';

export interface PrivateBucketProps {
  readonly site: AwsSite;
  readonly name: string;
  /** `undefined`: S3's own key, which is the only one that access logs can be delivered with. */
  readonly key?: AwsKey;
  readonly lifecycleRules: readonly S3BucketLifecycleConfigurationRule[];
  /** Who else may use the bucket. Default: who IAM allows. */
  readonly statements?: readonly Statement[];
  /** Whether requests are logged to the site's access log bucket. */
  readonly accessLogs: boolean;
  /** What must exist before requests can be logged. Default: nothing. */
  readonly accessLogsAfter?: readonly ITerraformDependable[];
  /** Service of AWS that writes some of its files under S3's own key, whatever it is told. Default: none. */
  readonly encryptsOtherwise?: string;
  /** How long nobody deletes an object: in compliance mode not even the account's owner. Default: objects are not locked. */
  readonly lock?: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE'; readonly days: number };
}

const minimumTlsVersion = '1.2';

/** Requests that a bucket refuses, whoever sends them. */
const refusals = (bucketArn: string, own: boolean, exempt: string | undefined): Statement[] => {
  const everything = [bucketArn, `${bucketArn}/*`];
  const deny = { effect: 'Deny', actions: ['s3:*'], resources: everything, principals: { AWS: '*' } } as const;
  return [
    { ...deny, sid: 'WithoutTls', conditions: { Bool: { 'aws:SecureTransport': 'false' } } },
    { ...deny, sid: 'OldTls', conditions: { NumericLessThan: { 's3:TlsVersion': minimumTlsVersion } } },
    ...(own
      ? [
          {
            sid: 'OtherEncryption',
            effect: 'Deny' as const,
            actions: ['s3:PutObject'],
            resources: [`${bucketArn}/*`],
            principals: { AWS: '*' },
            // Writers that say nothing get the bucket's own key.
            conditions: {
              StringNotEqualsIfExists: {
                's3:x-amz-server-side-encryption': 'aws:kms',
                ...(exempt ? { 'aws:PrincipalServiceName': exempt } : {}),
              },
            },
          },
        ]
      : []),
  ];
};

/** Uploads that nobody finished cost money and show in no listing. */
export const abortUploads = (): S3BucketLifecycleConfigurationRule => ({
  id: 'abort-uploads',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
});

/** Superseded and deleted objects go for good after so many days. */
export const expireVersions = (days: number): S3BucketLifecycleConfigurationRule => ({
  id: 'expire-versions',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  noncurrentVersionExpiration: [{ noncurrentDays: days }],
  expiration: [{ expiredObjectDeleteMarker: true }],
});

/**
 * Objects are kept for so many days and no longer.
 * @param deletedDays how long what was deleted or written over stays besides
 */
export const keptFor = (days: number, deletedDays = 1): S3BucketLifecycleConfigurationRule[] => [
  abortUploads(),
  {
    id: 'end-of-retention',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    expiration: [{ days }],
    noncurrentVersionExpiration: [{ noncurrentDays: deletedDays }],
  },
];

/** A bucket nobody can open to the public: versioned, encrypted, without access lists, reachable over TLS 1.2 only. */
export class PrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** What uses the bucket waits for these. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { site, key } = props;
    const bucket = new S3Bucket(this, 'bucket', {
      bucket: props.name,
      forceDestroy: !site.deletionProtection,
      ...(props.lock ? { objectLockEnabled: true } : {}),
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    this.name = bucket.bucket;
    this.arn = bucket.arn;

    const ownership = new S3BucketOwnershipControls(this, 'ownership', {
      bucket: bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const publicAccess = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: key
            ? { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.keyId }
            : { sseAlgorithm: 'AES256' },
          // One data key a bucket rather than one an object: a hundredth of the calls to KMS.
          bucketKeyEnabled: key !== undefined,
        },
      ],
    });
    const locks = props.lock
      ? [
          new S3BucketObjectLockConfigurationA(this, 'lock', {
            bucket: bucket.id,
            rule: { defaultRetention: { mode: props.lock.mode, days: props.lock.days } },
            dependsOn: [versioning],
          }),
        ]
      : [];
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: bucket.id,
      rule: [...props.lifecycleRules],
      dependsOn: [versioning],
    });
    const policy = new S3BucketPolicy(this, 'policy', {
      bucket: bucket.id,
      policy: policyDocument([
        ...refusals(bucket.arn, key !== undefined, props.encryptsOtherwise),
        ...(props.statements ?? []),
      ]),
      dependsOn: [publicAccess],
    });
    if (props.accessLogs) {
      new S3BucketLoggingA(this, 'logging', {
        bucket: bucket.id,
        targetBucket: accessLogBucketName(site),
        targetPrefix: `${props.name}/`,
        targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
        dependsOn: [...(props.accessLogsAfter ?? [])],
      });
    }
    this.ready = [ownership, publicAccess, versioning, encryption, policy, ...locks];
  }
}
