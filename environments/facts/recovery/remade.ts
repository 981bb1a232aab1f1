import { type CopyReach, losses, type Mechanism, type MechanismProof, type StoredKind } from './mechanism';

const validated: MechanismProof = { by: 'validated', suite: 'terraform-validate' };
const everywhere = ['same-site', 'same-cloud', 'cross-cloud'] as const;

/** Caches and online stores: what they hold was made from something that is kept, and is made again. */
const cache: readonly Mechanism<'cache'>[] = [
  {
    id: 'cache.zone-copy',
    title: 'Copies in other zones that take over',
    against: ['zone'],
    reach: 'same-site',
    from: 'backup',
    rpoMinutes: 0,
    restore: { minutes: 1 },
    source: 'a copy takes over within a minute on every provider',
    cost: 'a second server',
    proof: validated,
    when: ({ highlyAvailable }) => highlyAvailable,
    otherwise: 'highlyAvailable: true',
  },
  ...everywhere.map(
    (reach): Mechanism<'cache'> => ({
      id: 'cache.rematerialise',
      title: 'Filled again from what it was made of',
      against: reach === 'same-site' ? ['data', 'attack', 'zone'] : ['site'],
      reach,
      from: 'backup',
      rpoMinutes: 0,
      restore: { minutes: 15, minutesPerGiB: 2 },
      inCluster: true,
      source: 'Feast writes about 8 MB a second with one worker, measured by tests/proof/feast.proof.ts',
      cost: 'none',
      proof: { by: 'run', suite: 'feast' },
    }),
  ),
];

const warehouse: readonly Mechanism<'warehouse'>[] = [
  {
    id: 'warehouse.versions',
    title: 'Superseded and deleted tables stay restorable',
    against: ['data', 'zone'],
    reach: 'same-site',
    from: 'backup',
    rpoMinutes: 0,
    restore: { minutes: 15 },
    source: 'versions of the bucket, or time travel of the dataset',
    cost: 'superseded data for their days',
    proof: validated,
  },
];

const files: readonly Mechanism<'files'>[] = [
  {
    id: 'files.backups',
    title: 'Daily backups of the shared folder',
    against: ['data', 'zone'],
    reach: 'same-site',
    from: 'backup',
    rpoMinutes: 1440,
    restore: { minutes: 60 },
    source: 'AWS Backup of EFS, backups of Filestore, Azure Backup of file shares: one a day',
    cost: 'backups for the days that volumes keep theirs',
    proof: validated,
  },
];

const secret: readonly Mechanism<'secret'>[] = [
  ...everywhere.map(
    (reach): Mechanism<'secret'> => ({
      id: 'secret.own',
      title: 'A value of its own on every site',
      against: reach === 'same-site' ? ['data', 'attack', 'zone'] : ['site'],
      reach,
      from: 'backup',
      rpoMinutes: 0,
      restore: { minutes: 0 },
      source: 'nothing that is stored depends on it, so a lost one is written anew',
      cost: 'a secret a site',
      proof: { by: 'run', suite: 'terraform-moto' },
      when: ({ boundTo }) => boundTo !== 'data',
    }),
  ),
  ...everywhere.map(
    (reach): Mechanism<'secret'> => ({
      id: 'secret.copies',
      title: 'The same value in the store of every site',
      against: reach === 'same-site' ? ['data', 'attack', 'zone'] : ['site'],
      reach,
      from: 'backup',
      rpoMinutes: 0,
      restore: { minutes: 0 },
      source:
        'the `secrets` stack copies what stored data depends on; a deleted one can be brought back for `secrets.recoveryDays`',
      cost: 'a secret a site',
      proof: { by: 'run', suite: 'terraform-moto' },
      when: ({ boundTo }) => boundTo === 'data',
    }),
  ),
];

const credential: readonly Mechanism<'credential'>[] = [
  ...everywhere.map(
    (reach): Mechanism<'credential'> => ({
      id: 'credential.entered',
      title: 'Entered by a person on every site',
      against: reach === 'same-site' ? ['data', 'attack', 'zone'] : ['site'],
      reach,
      from: 'backup',
      rpoMinutes: 0,
      restore: { minutes: 0 },
      source: '`evenkeel accounts` lists what is entered where',
      cost: 'a secret a site',
      proof: { by: 'validated', suite: 'terraform-mock-apply' },
    }),
  ),
];

const key: readonly Mechanism<'key'>[] = [
  ...everywhere.map(
    (reach): Mechanism<'key'> => ({
      id: 'key.own',
      title: 'A key of its own on every site: copies are sealed anew where they arrive',
      against: reach === 'same-site' ? ['data', 'attack', 'zone'] : ['site'],
      reach,
      from: 'backup',
      rpoMinutes: 0,
      restore: { minutes: 0 },
      source: 'a deleted key can be brought back for `secrets.recoveryDays`; no key leaves its region',
      cost: 'a key a site',
      proof: validated,
    }),
  ),
];

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
  cache: forAll(cache),
  warehouse: forAll(warehouse),
  files: forAll(files),
  secret: forAll(secret),
  credential: forAll(credential),
  key: forAll(key),
};
