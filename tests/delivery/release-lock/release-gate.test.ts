import type { EnvironmentLock } from '../../../delivery/environment-lock';
import type { ReleasedSite } from '../../../delivery/release-lock/release-components';
import { releaseComponents } from '../../../delivery/release-lock/release-components';
import { judgeRelease } from '../../../delivery/release-lock/release-gate';
import { type ReleaseComponents, releaseId } from '../../../delivery/release-lock/release-record';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { environmentInput } from '../../fixtures/environment';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const environment = resolveEnvironment(
  environmentInput({ release: { promotedFrom: 'staging', own: ['charts/velero'] } }),
  'test.ts',
);
const names = environment.sites.map(({ name }) => name);
const siteWith = (name: string, letter: string, charts: Record<string, string> = {}): ReleasedSite => ({
  name,
  published: [`ghcr.io/mlflow/mlflow:v3@${digest(letter)}`],
  release: { charts, providers: {} } as unknown as ReleasedSite['release'],
});
const [first = '', second = '', third = ''] = names;
const componentsOf = (letter: string): ReleaseComponents =>
  releaseComponents(environment, {}, [siteWith(first, letter)]);
const recordOf = (components: ReleaseComponents, own: Record<string, string> = {}) => ({
  id: releaseId(components),
  components,
  own,
});
const lockWith = (own?: Record<string, string>): EnvironmentLock => {
  const release = recordOf(componentsOf('b'), own);
  return {
    schema: 2,
    environment: 'test',
    images: {},
    operators: {},
    release: { ...release, sites: {}, signatures: [], evidence: [] },
  };
};
const openLock = (): EnvironmentLock => ({
  ...lockWith(),
  promotion: {
    release: releaseId(componentsOf('b')),
    from: 'staging',
    askedBy: 'grace@example.com',
    at: '2026-11-22T12:00:00Z',
    approvedBy: [],
    waves: [[first], [second, third]],
    done: 1,
    before: { images: {}, release: recordOf(componentsOf('a')) },
  },
});
const found = (lock: EnvironmentLock, sites: readonly ReleasedSite[], recordsOwn = false) =>
  judgeRelease(environment, 'environments/test.ts', {}, sites, { lock, recordsOwn }).findings.map(
    ({ code, value, fix }) => ({ code, value, fix }),
  );

it('holds all sites to the release once it is everywhere', () => {
  expect(
    found(
      lockWith(),
      names.map((name) => siteWith(name, 'b')),
    ),
  ).toEqual([]);
  expect(
    found(
      lockWith(),
      names.map((name) => siteWith(name, 'a')),
    ),
  ).toMatchObject([{ code: 'RELEASE_DRIFT' }]);
});

describe('while a promotion is under way', () => {
  it('sites that wait are held to the release before', () =>
    expect(found(openLock(), [siteWith(first, 'b'), siteWith(second, 'a'), siteWith(third, 'a')])).toEqual([]));

  it.each([
    ['a site that waits runs the new one', [siteWith(first, 'b'), siteWith(second, 'b')], '--continue'],
    [
      'a site that is through runs the one before',
      [siteWith(first, 'a'), siteWith(second, 'a')],
      'change them afterwards',
    ],
  ])('%s: drift', (_what, sites, fix) => {
    const all = found(openLock(), sites);
    expect(all).toMatchObject([{ code: 'RELEASE_DRIFT' }]);
    expect(all[0]?.fix).toContain(fix);
  });
});

describe('after Evenkeel was upgraded while sites wait', () => {
  /** As an Evenkeel of another version would have recorded it. */
  const by = (evenkeel: string, letter: string) => {
    const components = { ...componentsOf(letter), evenkeel };
    return recordOf(components);
  };
  const { evenkeel: here } = componentsOf('b');
  const upgraded = (before: string, underWay: string): EnvironmentLock => {
    const lock = openLock();
    const { release, promotion } = lock;
    if (!release || !promotion) throw new Error('the lock is open');
    const record = by(underWay, 'b');
    return {
      ...lock,
      release: { ...release, ...record },
      promotion: { ...promotion, release: record.id, before: { images: {}, release: by(before, 'b') } },
    };
  };
  const sites = [siteWith(first, 'b'), siteWith(second, 'b'), siteWith(third, 'b')];

  it('to that of the release: those that wait are held, and the way is to finish it', () => {
    const [drift, ...others] = found(upgraded('0.0.1', here), sites);
    expect(others).toEqual([]);
    expect(drift).toMatchObject({ code: 'RELEASE_DRIFT', value: [`evenkeel: 0.0.1 -> ${here}`] });
    expect(drift?.fix).toContain('finish the promotion first, `evenkeel promote staging test --continue`');
    expect(drift?.fix).toContain(`git restore <out>/test/${second}`);
    // The fix works: with the last wave nobody waits, and the same build finds nothing.
    const { promotion: _through, ...through } = upgraded('0.0.1', here);
    expect(found(through, sites)).toEqual([]);
  });

  it('to a later one: all are held, and the way is back to the one that it began with', () => {
    const all = found(upgraded('0.0.1', '0.0.2'), sites);
    expect(all.map(({ code }) => code)).toEqual(['RELEASE_DRIFT', 'RELEASE_DRIFT']);
    for (const { fix } of all) {
      expect(fix).toContain('bring back the file and the Evenkeel (0.0.2)');
      // Both are refused while a promotion is open.
      expect(fix).not.toMatch(/lock test --release|promote staging test`/);
    }
  });
});

it("what is an environment's own is held to its record, unless it is recorded right now", () => {
  const sites = [siteWith(first, 'b', { velero: '12.2.1' })];
  expect(found(lockWith({ 'charts/velero': '12.2.1' }), sites)).toEqual([]);
  expect(found(lockWith(), sites)).toMatchObject([{ code: 'RELEASE_DRIFT' }]);
  expect(found(lockWith(), sites, true)).toEqual([]);
});
