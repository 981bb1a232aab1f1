import { type CopyReach, losses, type Mechanism, type MechanismProof, type StoredKind } from './mechanism';

const validated: MechanismProof = { by: 'validated', suite: 'terraform-validate' };
const mockApplied: MechanismProof = { by: 'validated', suite: 'terraform-mock-apply' };

/** What holds on the site itself and on every other one alike. */
const onEverySite = <K extends StoredKind>(mechanism: Omit<Mechanism<K>, 'against' | 'reach'>): Mechanism<K>[] =>
  (['same-site', 'same-cloud', 'cross-cloud'] as const).map((reach) => ({
    ...mechanism,
    against: reach === 'same-site' ? ['data', 'attack', 'zone'] : ['site'],
    reach,
  }));

/** There on every site already, with nothing to wait for. */
const thereAlready = { from: 'backup', rpoMinutes: 0, restore: { minutes: 0 } } as const;

const zoneCopy = (proof: MechanismProof): Mechanism<'cache'> => ({
  id: 'cache.zone-copy',
  title: 'Copies in other zones that take over',
  against: ['zone'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes: 0,
  restore: { minutes: 1 },
  source: 'a copy takes over within a minute on every provider',
  cost: 'a second server',
  proof,
  when: ({ highlyAvailable }) => highlyAvailable,
  otherwise: 'highlyAvailable: true',
});

/** Caches and online stores: what they hold was made from something that is kept, and is made again. */
const rematerialised = onEverySite<'cache'>({
  id: 'cache.rematerialise',
  title: 'Filled again from what it was made of',
  from: 'backup',
  rpoMinutes: 0,
  restore: { minutes: 15, minutesPerGiB: 2 },
  inCluster: true,
  source: 'estimate: Feast writes about 8 MB a second with one worker',
  cost: 'none',
  proof: { by: 'run', suite: 'feast' },
});

const managedCache = [zoneCopy(validated), ...rematerialised];

const warehouse: readonly Mechanism<'warehouse'>[] = [
  {
    id: 'warehouse.versions',
    title: 'Superseded and deleted tables stay restorable',
    against: ['data', 'zone'],
    reach: 'same-site',
    from: 'backup',
    rpoMinutes: 0,
    restore: { minutes: 15 },
    source: 'versions of the bucket, or time travel of the dataset; minutes are an estimate',
    cost: 'superseded data for their days',
    proof: validated,
  },
];

const filesInZones: Mechanism<'files'> = {
  id: 'files.zones',
  title: 'Files in three zones',
  against: ['zone'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes: 0,
  restore: { minutes: 1 },
  source: 'EFS with a mount target in every zone, regional Filestore, zone-redundant Azure Files',
  cost: 'none',
  proof: validated,
};

const fileBackups = (source: string, proof: MechanismProof): Mechanism<'files'> => ({
  id: 'files.backups',
  title: 'Daily backups of the shared folder',
  against: ['data'],
  reach: 'same-site',
  from: 'backup',
  rpoMinutes: 1440,
  restore: { minutes: 60 },
  source: `${source}; minutes are an estimate`,
  cost: 'backups for the days that volumes keep theirs',
  proof,
});

const secret: readonly Mechanism<'secret'>[] = [
  ...onEverySite<'secret'>({
    ...thereAlready,
    id: 'secret.own',
    title: 'A value of its own on every site',
    source: 'nothing that is stored depends on it, so a lost one is written anew',
    cost: 'a secret a site',
    proof: mockApplied,
    when: ({ boundTo }) => boundTo !== 'data',
  }),
  ...onEverySite<'secret'>({
    ...thereAlready,
    id: 'secret.copies',
    title: 'The same value in the store of every site',
    source:
      'the `secrets` stack copies what stored data depends on; a deleted one can be brought back for `secrets.recoveryDays`',
    cost: 'a secret a site',
    proof: mockApplied,
    when: ({ boundTo }) => boundTo === 'data',
  }),
];

const credential = onEverySite<'credential'>({
  ...thereAlready,
  id: 'credential.entered',
  title: 'Entered by a person on every site',
  source: '`evenkeel accounts` lists what is entered where',
  cost: 'a secret a site',
  proof: mockApplied,
});

const key = onEverySite<'key'>({
  ...thereAlready,
  id: 'key.own',
  title: 'A key of its own on every site: copies are sealed anew where they arrive',
  source: 'a deleted key can be brought back for `secrets.recoveryDays`; no key leaves its region',
  cost: 'a key a site',
  proof: validated,
});

/** What can be made anew is begun empty, and filled by who made it before. */
export const begunAnew = (kind: StoredKind, reach: CopyReach): Mechanism => ({
  id: `${kind}.begun-anew`,
  title: 'Begun empty, and made anew',
  against: losses,
  reach,
  from: 'backup',
  rpoMinutes: 0,
  restore: { minutes: 5 },
  inCluster: true,
  source: 'the data class `rebuildable` says so',
  cost: 'none',
  proof: { by: 'validated', suite: 'kubernetes' },
  onlyRebuildable: true,
});

const forAll = <M>(mechanisms: M) => ({
  aws: mechanisms,
  google: mechanisms,
  azure: mechanisms,
  'in-cluster': mechanisms,
});

/** What is made again, or made on every site alike: nothing has to be carried over. */
export const remadeMechanisms = {
  cache: {
    ...forAll(managedCache),
    'in-cluster': [zoneCopy({ by: 'validated', suite: 'kubernetes' }), ...rematerialised],
  },
  // Only AWS and Google Cloud have a query engine for features.
  warehouse: { aws: warehouse, google: warehouse },
  files: {
    aws: [filesInZones, fileBackups('AWS Backup of EFS, once a day', validated)],
    google: [
      filesInZones,
      fileBackups('a backup of Filestore each `storage.snapshots.everyHours`, 24 at the most', {
        by: 'validated',
        suite: 'volume-snapshots',
      }),
    ],
    // Neither Azure Backup nor the cluster's driver restores shares that speak NFS.
    azure: [filesInZones],
    // Volumes of a class of the owner: what is kept of them is theirs to say.
    'in-cluster': [],
  },
  secret: forAll(secret),
  credential: forAll(credential),
  key: forAll(key),
};
