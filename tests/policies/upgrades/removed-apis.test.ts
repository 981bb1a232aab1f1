import { endingApis } from '../../../policies/upgrades/kubernetes-apis';
import { apiChanges, type PlacedObject } from '../../../policies/upgrades/removed-apis';

const object = (apiVersion: string, kind: string, name = 'one'): PlacedObject => ({
  of: 'site',
  object: { apiVersion, kind, metadata: { name, namespace: 'shop' } },
});

it('finds an object in a version that is gone, with its place and the version to use', () => {
  expect(apiChanges([object('policy/v1beta1', 'PodDisruptionBudget')], '1.36').removed).toEqual([
    {
      code: 'API_REMOVED',
      place: 'site shop/PodDisruptionBudget/one',
      message: 'Kubernetes 1.25 serves it no more; the API server would refuse the object',
      value: 'policy/v1beta1 PodDisruptionBudget',
      allowed: ['policy/v1'],
      fix: 'write it as policy/v1, apply that while both are served, and only then upgrade',
    },
  ]);
});

it('looks into lists', () => {
  const list: PlacedObject = {
    of: 'file.yaml',
    object: { apiVersion: 'v1', kind: 'List', items: [object('batch/v1beta1', 'CronJob').object] },
  };
  expect(apiChanges([list], '1.30').removed).toMatchObject([{ value: 'batch/v1beta1 CronJob' }]);
});

it.each([
  ['a version that is served', 'policy/v1', 'PodDisruptionBudget', '1.36'],
  ['the release before it goes', 'policy/v1beta1', 'PodDisruptionBudget', '1.20'],
  ['another kind of the group', 'policy/v1beta1', 'Something', '1.36'],
  ['a kind of an operator', 'example.com/v1beta1', 'CronJob', '1.36'],
])('is silent about %s', (_, apiVersion, kind, target) =>
  expect(apiChanges([object(apiVersion, kind)], target)).toEqual({ removed: [], warnings: [] }),
);

it('warns of what is served still and goes later', () => {
  const { removed, warnings } = apiChanges([object('storage.k8s.io/v1beta1', 'VolumeAttributesClass')], '1.36');
  expect(removed).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('which Kubernetes 1.37 takes away')]);
  expect(apiChanges([object('storage.k8s.io/v1beta1', 'VolumeAttributesClass')], '1.37').removed).toHaveLength(1);
});

it('says that nobody knows what later releases remove', () => {
  expect(apiChanges([], '1.38').warnings).toEqual([expect.stringContaining('up to 1.37')]);
});

it('knows for each kind what to do instead, or that there is nothing, and names no version that goes before', () => {
  const names = endingApis.flatMap(({ apiVersion, kinds }) => kinds.map((kind) => `${apiVersion} ${kind}`));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  for (const { deprecatedIn, removedIn, use, kinds } of endingApis) {
    expect(deprecatedIn).toBeLessThan(removedIn);
    const next = endingApis.find(
      (other) => other.apiVersion === use && other.kinds.some((kind) => kinds.includes(kind)),
    );
    expect(next).toBeUndefined();
  }
});
