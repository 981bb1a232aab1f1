import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../environments/model';
import type { BucketNeed } from '../../services';
import type { CloudNeedProvider, NeedRequest } from '../contracts';
import { bucketHadoop } from './bucket-hadoop';
import { restrictedApiCidr } from './google-apis';
import type { GoogleKey } from './key';
import { bucketName } from './names';
import type { GoogleTypes } from './types';

export interface GoogleBucketProps {
  readonly site: GoogleSite;
  readonly name: string;
  readonly key: GoogleKey;
  /** Superseded and deleted objects stay restorable this long. */
  readonly versionRetentionDays: number;
  /** Objects move to Nearline after this many days; default: never. */
  readonly coldAfterDays?: number;
  /** Objects are deleted after this many days; default: never. */
  readonly deleteAfterDays?: number;
}

/**
 * A private, versioned bucket with an own key. Public access is prevented, so every request carries a token, and Cloud
 * Storage refuses tokens without TLS. Reads and writes are in the audit log (`GoogleLogArchive`).
 */
export class GoogleBucket extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: GoogleBucketProps) {
    super(scope, id);
    const { site, key, versionRetentionDays, coldAfterDays, deleteAfterDays } = props;
    const bucket = new StorageBucket(this, 'bucket', {
      name: props.name,
      location: site.region,
      storageClass: 'STANDARD',
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      versioning: { enabled: true },
      encryption: { defaultKmsKeyName: key.keyId },
      // A bucket or object deleted by mistake comes back within a week, even past its versions.
      softDeletePolicy: { retentionDurationSeconds: 604800 },
      lifecycleRule: [
        {
          action: { type: 'Delete' },
          condition: { daysSinceNoncurrentTime: versionRetentionDays, withState: 'ARCHIVED' },
        },
        { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
        ...(coldAfterDays === undefined
          ? []
          : [{ action: { type: 'SetStorageClass', storageClass: 'NEARLINE' }, condition: { age: coldAfterDays } }]),
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

const lifecycleOf = ({ versionRetentionDays, coldAfterDays, deleteAfterDays }: BucketNeed) => ({
  versionRetentionDays,
  coldAfterDays,
  deleteAfterDays,
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
  provision: (scope, request, { key }) => {
    const { site, need } = request;
    const name = nameOf(request);
    new GoogleBucket(scope, 'bucket', { site, name, key, ...lifecycleOf(need) });
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
