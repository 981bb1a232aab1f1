import type { S3BucketLifecycleConfigurationRule } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { BucketLock, BucketTiers } from '../../../services';
import type { CloudNeedProvider, NeedRequest, NetworkPeer } from '../../contracts';
import { bucketLock } from '../bucket-lock';
import type { Statement } from '../iam';
import { bucketName } from '../names';
import { abortUploads, expireVersions, PrivateBucket } from '../private-bucket';
import type { AwsGrant, AwsTypes } from '../types';
import { bucketHadoop } from './bucket-hadoop';
import { bucketInventory } from './bucket-inventory';
import { copyWriters } from './bucket-replication';
import type { AwsKey } from './key';

export interface AwsBucketProps {
  readonly site: AwsSite;
  readonly name: string;
  readonly key: AwsKey;
  /** Superseded and deleted objects stay restorable this long. */
  readonly versionRetentionDays: number;
  /** Objects move to Standard-IA and Glacier Instant Retrieval; default: never. */
  readonly tiers?: BucketTiers;
  /** Objects are deleted after this many days; default: never. */
  readonly deleteAfterDays?: number;
  /** Who else may write there; default: who IAM of the account allows. */
  readonly writers?: readonly Statement[];
  /** Object Lock for every new object; default: none. */
  readonly lock?: BucketLock;
}

/** Storage classes by the words of tiers. Both answer at once. */
const storageClasses = { infrequentAfterDays: 'STANDARD_IA', coldAfterDays: 'GLACIER_IR' } as const;

const moveToTiers = (tiers: BucketTiers): S3BucketLifecycleConfigurationRule => ({
  id: 'move-to-tiers',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  transition: (['infrequentAfterDays', 'coldAfterDays'] as const).flatMap((word) => {
    const days = tiers[word];
    return days === undefined ? [] : [{ days, storageClass: storageClasses[word] }];
  }),
});

/** Leaves a version behind, which `expireVersions` lets go in its time. */
const deleteOld = (days: number): S3BucketLifecycleConfigurationRule => ({
  id: 'delete-old',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  expiration: [{ days }],
});

/** A private, versioned S3 bucket with an own key, TLS 1.2 only, whose requests are logged. */
export class AwsBucket extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AwsBucketProps) {
    super(scope, id);
    const { site, name, key, versionRetentionDays, tiers, deleteAfterDays, lock, writers } = props;
    const bucket = new PrivateBucket(this, 'bucket', {
      site,
      name,
      key,
      lifecycleRules: [
        abortUploads(),
        expireVersions(versionRetentionDays),
        ...(tiers === undefined ? [] : [moveToTiers(tiers)]),
        ...(deleteAfterDays === undefined ? [] : [deleteOld(deleteAfterDays)]),
      ],
      statements: writers,
      accessLogs: true,
    });
    if (lock) bucketLock(this, bucket, lock);
    bucketInventory(this, site, bucket);
    this.name = bucket.name;
    this.arn = bucket.arn;
  }
}

const nameOf = ({ site, service, name }: NeedRequest<'bucket', AwsSite>): string => bucketName(site, service, name);

/** What a service may do with its bucket: objects, all of them, and nothing about the bucket itself. */
export const useBucket = (site: AwsSite, bucketArn: string, keyId: string): AwsGrant[] => [
  { actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], resources: [bucketArn] },
  {
    actions: [
      's3:AbortMultipartUpload',
      's3:DeleteObject',
      's3:GetObject',
      's3:ListMultipartUploadParts',
      's3:PutObject',
    ],
    resources: [`${bucketArn}/*`],
  },
  {
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyId],
    conditions: { StringEquals: { 'kms:ViaService': `s3.${site.region}.amazonaws.com` } },
  },
];

/** S3's addresses are public and change; the endpoint's policy narrows them to the account's buckets. */
export const s3Egress: readonly NetworkPeer[] = [
  {
    cidr: '0.0.0.0/0',
    except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
    ports: [{ port: 443, protocol: 'TCP' }],
  },
];

/** S3, reached by a route of the network that leads nowhere else. */
export const bucket: CloudNeedProvider<'bucket', AwsTypes> = {
  bind: (request) => ({
    name: nameOf(request),
    uri: `s3://${nameOf(request)}`,
    env: { AWS_REGION: request.site.region, AWS_DEFAULT_REGION: request.site.region },
    hadoop: bucketHadoop(nameOf(request), request.site.region),
    egress: s3Egress,
  }),
  manifests: () => {},
  provision: (scope, request, { key }) => {
    const { site, need } = request;
    const made = new AwsBucket(scope, 'bucket', {
      site,
      name: nameOf(request),
      key,
      versionRetentionDays: need.versionRetentionDays,
      tiers: need.tiers,
      deleteAfterDays: need.deleteAfterDays,
      lock: need.lock,
      writers: copyWriters(site, request.service, request.name),
    });
    return { serviceGrants: useBucket(site, made.arn, key.keyId), secretReaderGrants: [] };
  },
};
