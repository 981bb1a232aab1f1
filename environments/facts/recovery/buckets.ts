import type { Mechanism, MechanismProof } from './mechanism';

type Buckets = Mechanism<'bucket'>;

const validated: MechanismProof = { by: 'validated', suite: 'terraform-validate' };

const versions: Buckets = {
  id: 'bucket.versions',
  title: 'Superseded and deleted objects stay restorable',
  against: ['data'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes: 0,
  restore: { minutes: 15 },
  source: 'versioning or soft delete of every bucket, for the days of the need',
  cost: 'superseded objects for their days',
  proof: validated,
};

const zones: Buckets = {
  id: 'bucket.zones',
  title: 'Objects in three zones',
  against: ['zone'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes: 0,
  restore: { minutes: 0 },
  source: 'S3 Standard, regional Cloud Storage and zone-redundant storage keep every object in three zones',
  cost: 'none',
  proof: validated,
};

const lock: Buckets = {
  id: 'bucket.lock',
  title: 'Objects that nobody can change or delete for a time',
  against: ['attack'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes: 0,
  restore: { minutes: 60 },
  source: 'object lock, retention policy or immutability policy in compliance mode',
  cost: 'superseded objects for the days of the lock',
  proof: validated,
  when: (need) => need.lock?.mode === 'compliance',
  otherwise: "lock: { days, mode: 'compliance' }",
};

const replication = (title: string, rpoMinutes: number, source: string): Buckets => ({
  // What is deleted at the source is deleted in the copy on AWS and Azure, where it stays restorable, and stays on Google Cloud.
  id: 'bucket.replication',
  title,
  against: ['site'],
  reach: 'same-cloud',
  from: 'backup',
  rpoMinutes,
  restore: { minutes: 0 },
  source,
  cost: 'a second copy of every object, and the traffic to it',
  proof: validated,
});

/** By tokens that live an hour: neither side holds a key of the other one. */
const sync: Buckets = {
  id: 'bucket.sync',
  title: 'Objects copied to the other cloud at intervals',
  against: ['site'],
  reach: 'cross-cloud',
  // Its jobs run in the cluster of a standby, which a cheaper tier does not have before the loss.
  from: 'warm-standby',
  rpoMinutes: 'interval',
  // A pass lists everything and copies what is new; alerts fire where it takes longer.
  interval: { leastMinutes: 15, mostMinutes: 1440, copy: { minutes: 15 } },
  restore: { minutes: 0 },
  source:
    'rclone on the side whose buckets answer inside only, else on the standby; measured by tests/proof/bucket-sync.proof.ts',
  cost: 'a second copy of every object, and the traffic between the clouds',
  proof: { by: 'run', suite: 'bucket-sync' },
};

export const bucketMechanisms = {
  aws: [
    versions,
    zones,
    lock,
    replication(
      'S3 replication with time control',
      15,
      'docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html: 99.99 % within 15 min',
    ),
    sync,
  ],
  google: [
    versions,
    zones,
    lock,
    replication(
      'Cross-bucket replication by Storage Transfer',
      60,
      'cloud.google.com/storage-transfer/docs/cross-bucket-replication: minutes as a rule, no figure promised; alerted at 60 min',
    ),
    sync,
  ],
  azure: [
    versions,
    zones,
    lock,
    {
      ...replication(
        'Object replication',
        60,
        'learn.microsoft.com/azure/storage/blobs/object-replication-overview: minutes as a rule, no figure promised; alerted at 60 min',
      ),
      // Accounts with folders and containers under a lock take no part in it.
      when: (need) => need.fileSystem !== true && need.lock === undefined,
    },
    sync,
  ],
  'in-cluster': [],
} as const satisfies Readonly<Record<string, readonly Buckets[]>>;
