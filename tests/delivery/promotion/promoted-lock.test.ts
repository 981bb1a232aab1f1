import { type EnvironmentLock, lockedEnvironment } from '../../../delivery/environment-lock';
import { promotedLock, withNextWave } from '../../../delivery/promotion/promoted-lock';
import {
  type ReleaseComponents,
  type ReleaseEvidence,
  type ReleaseRecord,
  releaseId,
} from '../../../delivery/release-lock/release-record';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { environmentInput } from '../../fixtures/environment';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const [postgres, mlflow, own] = ['docker.io/library/postgres:17', 'ghcr.io/mlflow/mlflow:v3', 'quay.io/acme/own:1'];
const environment = resolveEnvironment(environmentInput(), 'test.ts');
const [first, ...others] = environment.sites.map(({ name }) => name);
if (first === undefined) throw new Error('the environment has no site');

const evidence = (kind: ReleaseEvidence['kind'], name: string): ReleaseEvidence => ({
  kind,
  name,
  at: '2026-11-22T12:00:00Z',
  sha256: '0'.repeat(64),
  says: 'what it says',
  ok: true,
});

function lockOf(name: string, images: Record<string, string>, ofEvidence: ReleaseEvidence[]) {
  const components: ReleaseComponents = {
    evenkeel: '1.0.0',
    environmentSchema: 'e'.repeat(64),
    kubernetes: '1.35',
    images,
    charts: {},
    operators: {},
    providers: {},
    models: {},
    featureViews: {},
  };
  const release: ReleaseRecord = {
    id: releaseId(components),
    components,
    own: { 'charts/velero': name },
    sites: {},
    signatures: [],
    evidence: ofEvidence,
  };
  return { schema: 2, environment: name, images, operators: {}, release } satisfies EnvironmentLock;
}

const source = lockOf('staging', { [postgres]: digest('b'), [mlflow]: digest('b') }, [
  evidence('proof', 'of staging'),
  evidence('drill', 'of staging'),
]);
const target = lockOf('test', { [postgres]: digest('a'), [mlflow]: digest('a'), [own]: digest('c') }, [
  evidence('drill', 'of test'),
]);
const record = {
  from: 'staging',
  askedBy: 'grace@example.com',
  at: '2026-11-22T12:00:00Z',
  approvedBy: [],
  waves: [[first], others],
  done: 1,
};

it('takes the release over as a whole; what the target found and has of its own stays', () => {
  const { release, images } = promotedLock({ environment, source, target, record });
  expect(release.id).toBe(source.release.id);
  expect(release.own).toEqual(target.release.own);
  expect(release.evidence.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['proof of staging', 'drill of test']);
  expect(images).toEqual({ ...source.images, [own]: digest('c') });
});

it('a part of a release is a release that no other environment has', () => {
  const partial = { [mlflow]: digest('b') };
  const { release, images, promotion } = promotedLock({ environment, source, target, partial, record });
  expect(images).toEqual({ ...target.images, ...partial });
  expect(release.components.images).toEqual(images);
  expect(release.id).toBe(releaseId(release.components));
  expect([source.release.id, target.release.id]).not.toContain(release.id);
  expect(promotion.release).toBe(release.id);
});

it('a part of a release has nothing to go into where there is none', () =>
  expect(() =>
    promotedLock({ environment, source, target: undefined, partial: { [mlflow]: digest('b') }, record }),
  ).toThrow('PROMOTION_NOTHING'));

it('keeps what waiting sites run, and lets go of it with the last wave', () => {
  const lock = promotedLock({ environment, source, target, record });
  expect(lock.promotion.before?.release).toEqual({
    id: target.release.id,
    components: target.release.components,
    own: target.release.own,
  });
  const { sites } = lockedEnvironment(environment, 'environments/test.ts', lock);
  expect(sites.map(({ imageDigests = {}, awaitsRelease }) => [imageDigests[postgres], awaitsRelease])).toEqual([
    [digest('b'), undefined],
    ...others.map(() => [digest('a'), true]),
  ]);
  const last = withNextWave(lock.promotion, '2026-11-23T12:00:00Z');
  expect([last.done, last.at, last.before]).toEqual([2, '2026-11-23T12:00:00Z', undefined]);
});
