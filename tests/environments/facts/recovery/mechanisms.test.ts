import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CapabilityId, capabilities, stackNames } from '../../../../constructs/contracts';
import {
  type CopyReach,
  clusterReady,
  type Loss,
  type Mechanism,
  mechanismTable,
  peopleAct,
  recoveryTiers,
  type StoredKind,
  type StoreProvider,
  standbyStacks,
} from '../../../../environments/facts/recovery';
import { needKinds } from '../../../../services/needs';

const root = join(__dirname, '..', '..', '..', '..');

/** Where the output of a build shows a mechanism that has no part of its own: a promise that every build is held against. */
const shownBy: Readonly<Record<string, CapabilityId>> = {
  'postgres.point-in-time': 'postgres.point-in-time-recovery',
  'postgres.wal-archive': 'postgres.point-in-time-recovery',
  'postgres.zone-copy': 'postgres.highly-available',
  'postgres.vault': 'postgres.vault',
  'bucket.versions': 'bucket.versioned',
  'bucket.zones': 'bucket.private',
  'bucket.lock': 'bucket.retention-lock',
  'cache.zone-copy': 'cache.highly-available',
  'warehouse.versions': 'warehouse.deletion-protection',
  'files.backups': 'files.backups',
  'files.zones': 'files.private',
  'kafka.zone-copies': 'topic.three-copies',
  'secret.copies': 'secret.shared',
  'secret.own': 'secret.recoverable',
  'credential.entered': 'secret.recoverable',
  'key.own': 'key.deletion-protection',
};

/** Mechanisms whose parts carry other names in the code, with the file that makes them. */
const madeBy: Readonly<Record<string, string>> = {
  'cache.rematerialise': 'tests/proof/feast.proof.ts',
  'documents.oplog-archive': 'constructs/in-cluster/documents.ts',
  'documents.volume-copies': 'charts/volume-snapshots/copied-volumes.ts',
  'documents.zone-copy': 'constructs/in-cluster/documents.ts',
  'kafka.mirror': 'services/mirroring.ts',
  'kafka.replay': 'services/mirroring.ts',
};

interface Entry {
  readonly kind: StoredKind;
  readonly provider: StoreProvider;
  readonly mechanism: Mechanism;
}

const kinds = Object.keys(mechanismTable) as StoredKind[];
const entries: readonly Entry[] = kinds.flatMap((kind) =>
  Object.entries(mechanismTable[kind]).flatMap(([provider, mechanisms]) =>
    (mechanisms as readonly unknown[]).map((mechanism) => ({
      kind,
      provider: provider as StoreProvider,
      mechanism: mechanism as Mechanism,
    })),
  ),
);
const ids = [...new Set(entries.map(({ mechanism }) => mechanism.id))].sort();

const sources = (folder: string): string =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

describe('the mechanisms', () => {
  it('are of kinds of needs, and called after them', () => {
    expect(kinds.filter((kind) => !(needKinds as readonly string[]).includes(kind))).toEqual([]);
    expect(entries.filter(({ kind, mechanism }) => !mechanism.id.startsWith(`${kind}.`))).toEqual([]);
  });

  it('stand once for each provider, reach and loss', () => {
    const keys = entries.flatMap(({ provider, mechanism }) =>
      mechanism.against.map((loss) => `${provider} ${mechanism.reach} ${loss} ${mechanism.id}`),
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('say where their figures are from, what they cost and what to set', () => {
    for (const { mechanism } of entries) {
      const { source, cost, title, interval, rpoMinutes, when, otherwise } = mechanism;
      expect([source, cost, title].filter((text) => text.trim().length < 4)).toEqual([]);
      expect(interval === undefined).toBe(rpoMinutes !== 'interval');
      expect(when === undefined && otherwise !== undefined).toBe(false);
    }
  });

  it('of other sites are against the loss of the site, and those of the same site against what it survives', () => {
    for (const { mechanism } of entries) {
      expect(mechanism.against.includes('site')).toBe(mechanism.reach !== 'same-site');
    }
  });

  it('name proofs that exist', () => {
    const missing = entries.flatMap(({ mechanism: { proof } }) =>
      proof.by === 'paper' || existsSync(join(root, 'tests', 'proof', `${proof.suite}.proof.ts`)) ? [] : [proof.suite],
    );
    expect(missing).toEqual([]);
  });

  it('are built: code, a proof or a promise of every build names each of them', () => {
    const code = ['constructs', 'charts', 'stacks', 'runbooks', 'policies', 'tests/proof'].map(sources).join('\n');
    const unbuilt = ids.filter((id) => {
      const promise = shownBy[id];
      const file = madeBy[id];
      return !(
        code.includes(`'${id}'`) ||
        (promise && promise in capabilities) ||
        (file && existsSync(join(root, file)))
      );
    });
    expect(unbuilt).toEqual([]);
  });

  it('leave no list behind of what is gone', () => {
    const known = [...Object.keys(shownBy), ...Object.keys(madeBy)];
    expect(known.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('cover every loss of every kind of store with every provider, but for these', () => {
    const asked: readonly (readonly [Loss, CopyReach])[] = [
      ['data', 'same-site'],
      ['attack', 'same-site'],
      ['zone', 'same-site'],
      ['site', 'same-cloud'],
      ['site', 'cross-cloud'],
    ];
    const gaps = kinds.flatMap((kind) =>
      Object.keys(mechanismTable[kind]).flatMap((provider) =>
        asked
          .filter(
            ([loss, reach]) =>
              !entries.some(
                (entry) =>
                  entry.kind === kind &&
                  entry.provider === provider &&
                  entry.mechanism.reach === reach &&
                  entry.mechanism.against.includes(loss),
              ),
          )
          .map(([loss, reach]) => `${kind} of ${provider}: ${loss}, ${reach}`),
      ),
    );
    expect(gaps).toMatchInlineSnapshot(`
      [
        "postgres of in-cluster: attack, same-site",
        "documents of in-cluster: attack, same-site",
        "documents of in-cluster: site, same-cloud",
        "documents of in-cluster: site, cross-cloud",
        "bucket of in-cluster: data, same-site",
        "bucket of in-cluster: attack, same-site",
        "bucket of in-cluster: zone, same-site",
        "bucket of in-cluster: site, same-cloud",
        "bucket of in-cluster: site, cross-cloud",
        "kafka of aws: data, same-site",
        "kafka of aws: attack, same-site",
        "kafka of aws: site, same-cloud",
        "kafka of aws: site, cross-cloud",
        "kafka of google: data, same-site",
        "kafka of google: attack, same-site",
        "kafka of google: site, same-cloud",
        "kafka of google: site, cross-cloud",
        "kafka of azure: data, same-site",
        "kafka of azure: attack, same-site",
        "kafka of azure: site, same-cloud",
        "kafka of azure: site, cross-cloud",
        "kafka of in-cluster: attack, same-site",
        "warehouse of aws: attack, same-site",
        "warehouse of aws: site, same-cloud",
        "warehouse of aws: site, cross-cloud",
        "warehouse of google: attack, same-site",
        "warehouse of google: site, same-cloud",
        "warehouse of google: site, cross-cloud",
        "files of aws: attack, same-site",
        "files of aws: site, same-cloud",
        "files of aws: site, cross-cloud",
        "files of google: attack, same-site",
        "files of google: site, same-cloud",
        "files of google: site, cross-cloud",
        "files of azure: data, same-site",
        "files of azure: attack, same-site",
        "files of azure: site, same-cloud",
        "files of azure: site, cross-cloud",
        "files of in-cluster: data, same-site",
        "files of in-cluster: attack, same-site",
        "files of in-cluster: zone, same-site",
        "files of in-cluster: site, same-cloud",
        "files of in-cluster: site, cross-cloud",
      ]
    `);
  });
});

describe('the ways', () => {
  it('are shorter before a loss the dearer the tier', () => {
    const minutes = recoveryTiers.map((tier) => clusterReady[tier].minutes);
    expect(minutes).toEqual([...minutes].sort((a, b) => b - a));
    const stacks = recoveryTiers.map((tier) => standbyStacks[tier].length);
    expect(stacks).toEqual([...stacks].sort((a, b) => a - b));
  });

  it('say where their minutes are from', () => {
    for (const { source } of [...peopleAct, ...Object.values(clusterReady)]) expect(source).not.toBe('');
  });

  it('name stacks of a site', () => {
    expect(standbyStacks['active-active'].filter((name) => !(stackNames as readonly string[]).includes(name))).toEqual(
      [],
    );
    expect([...standbyStacks['warm-standby']].sort()).toEqual(
      [...stackNames].filter((name) => name !== ('secrets' as never)).sort(),
    );
  });
});
