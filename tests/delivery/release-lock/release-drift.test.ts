import { driftedComponents, ownComponents, releaseDrift } from '../../../delivery/release-lock/release-drift';
import { type ReleaseComponents, type ReleaseRecord, releaseId } from '../../../delivery/release-lock/release-record';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { environmentInput } from '../../fixtures/environment';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

const components: ReleaseComponents = {
  evenkeel: '0.1.0',
  environmentSchema: 'e'.repeat(64),
  kubernetes: '1.35',
  images: { 'docker.io/library/postgres:17': digest('a'), 'quay.io/own/server:1': digest('b') },
  charts: { keda: '2.1' },
  operators: {},
  providers: {},
  models: {},
  featureViews: {},
};

const record = (own: ReleaseRecord['own'] = {}): ReleaseRecord => ({
  id: releaseId(components),
  components,
  own,
  sites: {},
  signatures: [],
  evidence: [],
});

const moved = { ...components, images: { 'docker.io/library/postgres:17': digest('c'), 'quay.io/new/server:1': null } };

it('is silent where an environment runs the release, or less of it', () => {
  expect(driftedComponents(record(), components, [])).toEqual([]);
  expect(driftedComponents(record(), { ...components, images: {}, charts: {} }, [])).toEqual([]);
});

it('names what is another version, and what the release does not have', () =>
  expect(driftedComponents(record(), moved, [])).toEqual([
    { path: 'images/docker.io/library/postgres:17', before: digest('a'), after: digest('c') },
    { path: 'images/quay.io/new/server:1', after: 'unresolved' },
  ]));

it("holds what is an environment's own to what was recorded of it", () => {
  const patterns = ['images/quay.io/new/*', 'images/docker.io/library/postgres:17'];
  const own = ownComponents(moved, patterns);
  expect(own).toEqual({
    'images/docker.io/library/postgres:17': digest('c'),
    'images/quay.io/new/server:1': 'unresolved',
  });
  expect(driftedComponents(record(own), moved, patterns)).toEqual([]);
  expect(driftedComponents(record(own), components, patterns)).toEqual([
    { path: 'images/docker.io/library/postgres:17', before: digest('c'), after: digest('a') },
  ]);
});

const environment = (release: object) => resolveEnvironment(environmentInput({ release }), 'test.ts');

it('asks nothing of an environment that runs what its file says', () =>
  expect(releaseDrift(environment({}), undefined, moved, 'test.lock.json')).toEqual([]));

it('refuses an environment without the release that it is to have', () =>
  expect(releaseDrift(environment({ promotedFrom: 'staging' }), undefined, components, 'test.lock.json')).toMatchObject(
    [{ code: 'RELEASE_MISSING', fix: 'run `evenkeel promote staging test`' }],
  ));

it('says all that differs in one finding, and the way', () => {
  const found = releaseDrift(environment({ promotedFrom: 'staging' }), record(), moved, 'test.lock.json');
  expect(found).toMatchObject([{ code: 'RELEASE_DRIFT', file: 'test.lock.json' }]);
  expect(found[0]?.value).toEqual([
    `images/docker.io/library/postgres:17: ${digest('a')} -> ${digest('c')}`,
    'images/quay.io/new/server:1: not in the release -> unresolved',
  ]);
  expect(found[0]?.fix).toContain('evenkeel promote staging test');
});
