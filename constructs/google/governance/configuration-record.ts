import { CloudAssetProjectFeed } from '@cdktf/provider-google/lib/cloud-asset-project-feed';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import { PubsubSubscription } from '@cdktf/provider-google/lib/pubsub-subscription';
import { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic';
import { PubsubTopicIamMember } from '@cdktf/provider-google/lib/pubsub-topic-iam-member';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { isTrailLocked } from '../../contracts';
import { GoogleKey } from '../data/key';
import { bucketName, computeName, keyRingName } from '../names';
import { serviceAgentMember } from '../service-agents';

export interface GoogleConfigurationRecordProps {
  readonly site: GoogleSite;
}

/** What is recorded: everything that the stacks make, and what others make beside it. Source: cloud.google.com/asset-inventory/docs/asset-types. */
const assetTypes = [
  'artifactregistry.googleapis.com/Repository',
  'bigquery.googleapis.com/Dataset',
  'cloudkms.googleapis.com/CryptoKey',
  'cloudkms.googleapis.com/CryptoKeyVersion',
  'cloudkms.googleapis.com/KeyRing',
  'cloudresourcemanager.googleapis.com/Project',
  'compute.googleapis.com/Address',
  'compute.googleapis.com/Disk',
  'compute.googleapis.com/Firewall',
  'compute.googleapis.com/ForwardingRule',
  'compute.googleapis.com/Instance',
  'compute.googleapis.com/InstanceTemplate',
  'compute.googleapis.com/Network',
  'compute.googleapis.com/Project',
  'compute.googleapis.com/Route',
  'compute.googleapis.com/Router',
  'compute.googleapis.com/Snapshot',
  'compute.googleapis.com/Subnetwork',
  'compute.googleapis.com/VpnTunnel',
  'container.googleapis.com/Cluster',
  'container.googleapis.com/NodePool',
  'dns.googleapis.com/ManagedZone',
  'iam.googleapis.com/Role',
  'iam.googleapis.com/ServiceAccount',
  'iam.googleapis.com/ServiceAccountKey',
  'logging.googleapis.com/LogBucket',
  'logging.googleapis.com/LogSink',
  'pubsub.googleapis.com/Subscription',
  'pubsub.googleapis.com/Topic',
  'secretmanager.googleapis.com/Secret',
  'serviceusage.googleapis.com/Service',
  'sqladmin.googleapis.com/Instance',
  'storage.googleapis.com/Bucket',
];

/** What of a resource is recorded: how it is set up, and who may do what with it. A feed knows one of them. */
const contents = { resources: 'RESOURCE', rights: 'IAM_POLICY' } as const;

const secondsPerDay = 86_400;
/** A file at least this often. */
const fileSeconds = '300s';
/** What could not be written to the bucket yet waits a week. */
const waitSeconds = '604800s';

/**
 * How every resource of the project was configured and who had which rights on it, one line a change, in files of a
 * bucket that keeps them for the site's retention. Cloud Asset Inventory itself answers for the last 35 days only.
 * Messages and files stay in the site's region, under an own key.
 */
export class GoogleConfigurationRecord extends Construct {
  constructor(scope: Construct, id: string, { site }: GoogleConfigurationRecordProps) {
    super(scope, id);
    const keyRing = new KmsKeyRing(this, 'key-ring', { name: keyRingName(site, 'governance'), location: site.region });
    const key = new GoogleKey(this, 'key', {
      site,
      keyRing,
      name: 'governance',
      users: { pubsub: serviceAgentMember(site, 'pubsub'), storage: serviceAgentMember(site, 'storage') },
    });
    const topic = new PubsubTopic(this, 'changes', {
      name: computeName(site, 'assets'),
      kmsKeyName: key.keyId,
      messageStoragePolicy: { allowedPersistenceRegions: [site.region], enforceInTransit: true },
      dependsOn: [...key.ready],
    });
    this.keep(site, key, topic);
    const publisher = new PubsubTopicIamMember(this, 'publisher', {
      topic: topic.name,
      role: 'roles/pubsub.publisher',
      member: serviceAgentMember(site, 'cloudAsset'),
    });
    for (const [name, contentType] of Object.entries(contents)) {
      new CloudAssetProjectFeed(this, name, {
        project: site.projectId,
        billingProject: site.projectId,
        feedId: computeName(site, name),
        contentType,
        assetTypes,
        feedOutputConfig: { pubsubDestination: { topic: topic.id } },
        dependsOn: [publisher],
      });
    }
  }

  private keep(site: GoogleSite, key: GoogleKey, topic: PubsubTopic): void {
    const days = site.auditLogRetentionDays;
    const bucket = new StorageBucket(this, 'bucket', {
      name: bucketName(site, 'assets'),
      location: site.region,
      storageClass: 'STANDARD',
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      encryption: { defaultKmsKeyName: key.keyId },
      retentionPolicy: { retentionPeriod: days * secondsPerDay, isLocked: isTrailLocked(site) },
      lifecycleRule: [{ action: { type: 'Delete' }, condition: { age: days } }],
      forceDestroy: false,
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    const writer = serviceAgentMember(site, 'pubsub');
    const grants = ['roles/storage.legacyBucketReader', 'roles/storage.objectCreator'].map(
      (role) =>
        new StorageBucketIamMember(this, role.replace(/^.*\./, ''), { bucket: bucket.name, role, member: writer }),
    );
    new PubsubSubscription(this, 'files', {
      name: computeName(site, 'assets'),
      topic: topic.id,
      messageRetentionDuration: waitSeconds,
      // Nothing that records ends by itself.
      expirationPolicy: { ttl: '' },
      cloudStorageConfig: {
        bucket: bucket.name,
        filenamePrefix: 'changes/',
        filenameSuffix: '.jsonl',
        filenameDatetimeFormat: 'YYYY/MM/DD/hh_mm_ssZ',
        maxDuration: fileSeconds,
      },
      dependsOn: grants,
    });
  }
}
