import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { BucketLock, BucketNeed, BucketTiers } from '../../../services';
import type { CloudNeedProvider, NeedRequest } from '../../contracts';
import { bucketName } from '../names';
import { restrictedApiCidr } from '../network/google-apis';
import type { GoogleTypes } from '../types';
import { bucketHadoop } from './bucket-hadoop';
import type { GoogleKey } from './key';

export interface GoogleBucketProps {
  readonly site: GoogleSite;
  readonly name: string;
  readonly key: GoogleKey;
  /** Superseded and deleted objects stay restorable this long. */
  readonly versionRetentionDays: number;
  /** Objects move to Nearline and Coldline; default: never. */
  readonly tiers?: BucketTiers;
  /** Objects are deleted after this many days; default: never. */
  readonly deleteAfterDays?: number;
  /** Retention policy of the bucket; default: none. */
  readonly lock?: BucketLock;
}

/** Storage classes by the words of tiers. Both answer at once. */
const storageClasses = { infrequentAfterDays: 'NEARLINE', coldAfterDays: 'COLDLINE' } as const;

const moveToTiers = (tiers: BucketTiers) =>
  (['infrequentAfterDays', 'coldAfterDays'] as const).flatMap((word) => {
    const age = tiers[word];
    return age === undefined
      ? []
      : [{ action: { type: 'SetStorageClass', storageClass: storageClasses[word] }, condition: { age } }];
  });

const secondsOfDay = 86_400;

/**
 * A locked object can be neither replaced nor deleted, so that it never has versions, and Cloud Storage takes a retention
 * policy instead of versions only.
 */
const keeping = (lock: BucketLock | undefined) =>
  lock && !lock.replaceable
    ? {
        versioning: { enabled: false },
        retentionPolicy: { retentionPeriod: lock.days * secondsOfDay, isLocked: lock.mode === 'compliance' },
      }
    : { versioning: { enabled: true } };

/**
 * A bucket or object deleted by mistake comes back within a week, even past its versions. Nobody can destroy an object
 * sooner, and a shorter time holds for later deletions only: what is locked and replaceable is kept by that.
 */
const softDeletionDays = (lock: BucketLock | undefined): number => Math.max(7, lock?.replaceable ? lock.days : 0);

/**
 * A private, versioned bucket with an own key. Public access is prevented, so every request carries a token, and Cloud
 * Storage refuses tokens without TLS. Reads and writes are in the audit log (`GoogleLogArchive`).
 */
export class GoogleBucket extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: GoogleBucketProps) {
    super(scope, id);
    const { site, key, versionRetentionDays, tiers, deleteAfterDays, lock } = props;
    const bucket = new StorageBucket(this, 'bucket', {
      name: props.name,
      location: site.region,
      storageClass: 'STANDARD',
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      ...keeping(lock),
      encryption: { defaultKmsKeyName: key.keyId },
      softDeletePolicy: { retentionDurationSeconds: softDeletionDays(lock) * secondsOfDay },
      lifecycleRule: [
        {
          action: { type: 'Delete' },
          condition: { daysSinceNoncurrentTime: versionRetentionDays, withState: 'ARCHIVED' },
        },
        { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
        ...(tiers === undefined ? [] : moveToTiers(tiers)),
        // What is deleted while it is live becomes a version, which goes by the first rule.
        ...(deleteAfterDays === undefined
          ? []
          : [{ action: { type: 'Delete' }, condition: { age: deleteAfterDays, withState: 'LIVE' } }]),
      ],
      forceDestroy: !site.deletionProtection,
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    this.name = bucket.name;
  }
}

const nameOf = ({ site, service, name }: NeedRequest<'bucket', GoogleSite>): string => bucketName(site, service, name);

const wordsOf = ({ versionRetentionDays, tiers, deleteAfterDays, lock }: BucketNeed) => ({
  versionRetentionDays,
  tiers,
  deleteAfterDays,
  lock,
});

/** Cloud Storage, reached over the private addresses of Google's APIs. */
export const bucket: CloudNeedProvider<'bucket', GoogleTypes> = {
  bind: (request) => ({
    name: nameOf(request),
    uri: `gs://${nameOf(request)}`,
    env: { GOOGLE_CLOUD_PROJECT: request.site.projectId },
    hadoop: bucketHadoop(nameOf(request), request.site.projectId),
    egress: [{ cidr: restrictedApiCidr, ports: [{ port: 443, protocol: 'TCP' }] }],
  }),
  manifests: () => {},
  provision: (scope, request, { foundation, key }) => {
    const { site, need } = request;
    const name = nameOf(request);
    const made = new GoogleBucket(scope, 'bucket', { site, name, key, ...wordsOf(need) });
    foundation.inventory?.list(made, made.name);
    return {
      serviceGrants: [
        { on: 'bucket', bucket: name, role: 'roles/storage.objectUser' },
        // To ask for the bucket itself; the least role that may.
        ...(need.askedFor ? [{ on: 'bucket' as const, bucket: name, role: 'roles/storage.legacyBucketReader' }] : []),
      ],
      secretReaderGrants: [],
    };
  },
};
