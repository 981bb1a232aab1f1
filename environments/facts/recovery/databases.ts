import { databaseVault } from './database-vault';
import { carryEveryMinutes, heartbeatMinutes } from './intervals';
import type { Mechanism, MechanismProof } from './mechanism';

type Databases = Mechanism<'postgres'>;
type Documents = Mechanism<'documents'>;

const validated: MechanismProof = { by: 'validated', suite: 'terraform-validate' };
const vaulted: MechanismProof = { by: 'validated', suite: 'database-vaults' };
const planned: MechanismProof = { by: 'validated', suite: 'database-copies' };
const drilled: MechanismProof = { by: 'run', suite: 'database-drill' };

/** Restoring copies volumes first: half an hour and about 5 GiB a minute are an estimate, as no cloud promises a figure. */
const pointInTime = (title: string, rpoMinutes: number, source: string): Databases => ({
  id: 'postgres.point-in-time',
  title,
  against: ['data'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes,
  restore: { minutes: 30, minutesPerGiB: 0.2 },
  source,
  cost: 'backups and logs for the days of `backupRetentionDays`',
  proof: validated,
});

const zoneCopy = (title: string, minutes: number, source: string): Databases => ({
  id: 'postgres.zone-copy',
  title,
  against: ['zone'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes: 0,
  restore: { minutes },
  source,
  cost: 'a second server',
  proof: validated,
  when: ({ highlyAvailable }) => highlyAvailable,
  otherwise: 'highlyAvailable: true',
});

/** Snapshots and logs. What a restore takes is an estimate: no cloud promises it. */
const regionBackups = (
  title: string,
  { rpoMinutes, restore }: Pick<Databases, 'rpoMinutes' | 'restore'>,
  source: string,
): Databases => ({
  id: 'postgres.cross-region-backups',
  title,
  against: ['site'],
  reach: 'same-cloud',
  from: 'backup',
  rpoMinutes,
  restore,
  source,
  cost: 'copies of backups in the second region, and the traffic to it',
  proof: planned,
});

const regionReplica = (title: string, source: string): Databases => ({
  id: 'postgres.cross-region-replica',
  title,
  against: ['site'],
  reach: 'same-cloud',
  from: 'pilot-light',
  rpoMinutes: 5,
  restore: { minutes: 15 },
  source,
  cost: 'a server in the second region, and the traffic to it',
  proof: planned,
});

/** Azure Backup vouches for no larger server. */
const mostVaultedGiB = 1024;

/** A day and the time in which a backup may begin is lost at most. What a restore takes is an estimate: no cloud promises it. */
const vault = (
  title: string,
  { rpoMinutes, restore }: Pick<Databases, 'rpoMinutes' | 'restore'>,
  source: string,
): Databases => ({
  id: databaseVault,
  title,
  against: ['attack'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes,
  restore,
  source: `${source}; minutes are an estimate`,
  cost: 'a backup a day for the days of `recovery.vaultDays`, which nobody can end sooner',
  proof: vaulted,
});

/** Unlike a replica, it needs nothing of the other side but a place for files, so it crosses clouds. */
const dumps = (['same-cloud', 'cross-cloud'] as const).map(
  (reach): Databases => ({
    id: 'postgres.dump-copies',
    title: 'Dumps, copied to the other site',
    against: ['site'],
    reach,
    // Between clouds a job in the cluster of the standby carries them over; on one cloud the cloud does.
    from: reach === 'cross-cloud' ? 'warm-standby' : 'backup',
    rpoMinutes: 'interval',
    interval: {
      leastMinutes: 15,
      mostMinutes: 720,
      copy: { minutes: 5, minutesPerGiB: 0.3 },
      carryMinutes: 2 * carryEveryMinutes,
    },
    restore: { minutes: 10, minutesPerGiB: 1 },
    inCluster: true,
    source: 'pg_dump and pg_restore with four parallel jobs, measured by tests/proof/database-dumps.proof.ts',
    cost: 'the traffic of one dump an interval, a day of them in a bucket on each site, and a scratch volume while it runs',
    proof: { by: 'run', suite: 'database-dumps' },
  }),
);

/** What its bucket may be late by, besides the minutes in which a log is closed and archived. */
const archiveCarried = {
  'same-cloud': { rpoMinutes: 75, source: 'as late as the replication of its bucket, which is alerted at 60 min' },
  'cross-cloud': {
    rpoMinutes: 'interval',
    // A log is closed after 5 even if it is not full, and so often something is committed that tells the age.
    interval: { leastMinutes: 15, mostMinutes: 1440, copy: { minutes: 15 }, carryMinutes: 5 + heartbeatMinutes },
    source: 'logs as they are closed, each pass of the copies of buckets',
  },
} as const;

/** The copy has everything already but the last logs: no minutes for each GiB, unlike dumps. */
const archiveReplicas = (['same-cloud', 'cross-cloud'] as const).map(
  (reach): Databases => ({
    ...archiveCarried[reach],
    id: 'postgres.archive-replica',
    title: 'CloudNativePG that follows the archive of the other site',
    against: ['site'],
    reach,
    from: 'warm-standby',
    restore: { minutes: 10 },
    source: `${archiveCarried[reach].source}; promotion measured by tests/proof/archive-replica.proof.ts`,
    cost: 'servers on the standby, a second copy of base backups and logs, and the traffic to it',
    archive: 'needed',
    proof: { by: 'run', suite: 'archive-replica' },
  }),
);

export const postgresMechanisms = {
  aws: [
    pointInTime('Point-in-time recovery of RDS', 5, 'docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html'),
    zoneCopy(
      'Multi-AZ standby of RDS',
      2,
      'docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html: 60 to 120 s',
    ),
    vault(
      'Daily snapshots of RDS in a locked vault',
      { rpoMinutes: 1500, restore: { minutes: 45, minutesPerGiB: 0.2 } },
      'docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html: compliance mode',
    ),
    regionBackups(
      'Automated backups of RDS, replicated',
      { rpoMinutes: 30, restore: { minutes: 60, minutesPerGiB: 0.2 } },
      'docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html: logs follow within minutes, no figure promised',
    ),
    regionReplica(
      'Cross-region read replica of RDS',
      'docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html: seconds behind, alerted at 5 min',
    ),
    ...dumps,
  ],
  google: [
    pointInTime('Point-in-time recovery of Cloud SQL', 5, 'cloud.google.com/sql/docs/postgres/backup-recovery/pitr'),
    zoneCopy(
      'Regional Cloud SQL',
      2,
      'cloud.google.com/sql/docs/postgres/high-availability: about 60 s without connections',
    ),
    vault(
      'Daily backups of Cloud SQL in a locked vault',
      { rpoMinutes: 1800, restore: { minutes: 45, minutesPerGiB: 0.2 } },
      'cloud.google.com/backup-disaster-recovery/docs/concepts/backup-vault: enforced retention',
    ),
    regionReplica(
      'Cross-region replica of Cloud SQL',
      'cloud.google.com/sql/docs/postgres/replication/cross-region-replicas: seconds behind, alerted at 5 min',
    ),
    ...dumps,
  ],
  azure: [
    pointInTime(
      'Point-in-time restore of the flexible server',
      5,
      'learn.microsoft.com/azure/postgresql/backup-restore/concepts-backup-restore',
    ),
    zoneCopy(
      'Zone-redundant standby of the flexible server',
      2,
      'learn.microsoft.com/azure/postgresql/high-availability/concepts-high-availability: 60 to 120 s',
    ),
    {
      // Files, which pg_restore reads into a new server.
      ...vault(
        'Daily backups of the flexible server in a locked vault',
        { rpoMinutes: 1440, restore: { minutes: 90, minutesPerGiB: 1.5 } },
        'learn.microsoft.com/azure/backup/backup-azure-database-postgresql-flex-support-matrix: files, of servers up to 1 TB',
      ),
      when: ({ storageGiB }) => storageGiB <= mostVaultedGiB,
      otherwise: `storageGiB: at most ${mostVaultedGiB}`,
    },
    {
      ...regionBackups(
        'Geo-redundant backups of the flexible server',
        { rpoMinutes: 60, restore: { minutes: 120, minutesPerGiB: 0.2 } },
        'learn.microsoft.com/azure/postgresql/backup-restore/concepts-backup-restore: up to an hour behind, a restore takes minutes to hours, in the paired region alone',
      ),
      toPair: true,
    },
    regionReplica(
      'Cross-region replica of the flexible server',
      'learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas-geo: seconds behind, alerted at 5 min',
    ),
    ...dumps,
  ],
  'in-cluster': [
    {
      id: 'postgres.wal-archive',
      title: 'Base backups and logs of CloudNativePG in a bucket',
      against: ['data'],
      reach: 'same-site',
      from: 'backup',
      rpoMinutes: 5,
      restore: { minutes: 15, minutesPerGiB: 0.2 },
      source: 'a log is archived after 5 min at the latest: archive_timeout',
      cost: 'a bucket of base backups and logs',
      archive: 'needed',
      proof: { by: 'validated', suite: 'kubernetes' },
    },
    {
      id: 'postgres.zone-copy',
      title: 'Synchronous standby of CloudNativePG',
      against: ['zone'],
      reach: 'same-site',
      from: 'backup',
      rpoMinutes: 0,
      restore: { minutes: 1 },
      source: 'synchronous replication, measured by tests/proof/database-drill.proof.ts',
      cost: 'two more servers',
      proof: drilled,
      when: ({ highlyAvailable }) => highlyAvailable,
      otherwise: 'highlyAvailable: true',
    },
    ...dumps,
    ...archiveReplicas,
  ],
} as const satisfies Readonly<Record<string, readonly Databases[]>>;

const documents: readonly Documents[] = [
  {
    id: 'documents.oplog-archive',
    title: 'Backups and oplog of MongoDB in a bucket',
    against: ['data'],
    reach: 'same-site',
    from: 'backup',
    rpoMinutes: 10,
    restore: { minutes: 20, minutesPerGiB: 0.5 },
    source: 'docs.percona.com/percona-backup-mongodb/features/point-in-time-recovery.html: a slice every 10 min',
    cost: 'a bucket of backups',
    archive: 'needed',
    proof: { by: 'validated', suite: 'kubernetes' },
  },
  {
    id: 'documents.volume-copies',
    title: 'Copies of the volumes of MongoDB',
    against: ['data'],
    reach: 'same-site',
    from: 'backup',
    rpoMinutes: 1440,
    restore: { minutes: 30, minutesPerGiB: 0.5 },
    source: 'a snapshot of every volume each `storage.snapshots.everyHours`, 24 at the most; minutes are an estimate',
    cost: 'snapshots for the days of `storage.snapshots.retentionDays`',
    archive: 'absent',
    proof: { by: 'validated', suite: 'volume-snapshots' },
  },
  {
    id: 'documents.zone-copy',
    title: 'Replica set over three zones',
    against: ['zone'],
    reach: 'same-site',
    from: 'backup',
    rpoMinutes: 0,
    restore: { minutes: 1 },
    source: 'mongodb.com/docs/manual/core/replica-set-elections: an election takes 12 s by default',
    cost: 'two more members',
    proof: { by: 'validated', suite: 'kubernetes' },
    when: ({ highlyAvailable }) => highlyAvailable,
    otherwise: 'highlyAvailable: true',
  },
];

/** No cloud keeps them: they run in the cluster everywhere. */
export const documentsMechanisms = { 'in-cluster': documents };
