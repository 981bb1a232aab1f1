import { storedMigrations } from '../../../policies/upgrades/stored-versions';
import type { KindVersions } from '../../../services/operator-kinds';

const kind = 'example.com/Thing';
const found = (served: readonly string[], stored: readonly string[], next: KindVersions | undefined) =>
  storedMigrations(
    'thing',
    { thing: { chart: '1.0.0', kinds: { [kind]: { served, stored } } } },
    { kinds: next ? { [kind]: next } : {} },
  );

it('stores objects anew in the version that both releases have', () => {
  expect(found(['v1', 'v1beta1'], ['v1beta1', 'v1'], { served: ['v1'], stored: 'v1' })).toEqual({
    migrations: [{ kind, from: ['v1beta1'], to: 'v1' }],
    stuck: [],
    unserved: [],
  });
});

it('says that a release is needed in between where no stored version stays', () => {
  expect(found(['v1beta1'], ['v1beta1'], { served: ['v1'], stored: 'v1' })).toMatchObject({
    migrations: [],
    stuck: [{ kind, from: ['v1beta1'] }],
  });
  expect(found(['v1'], ['v1'], undefined).stuck).toEqual([{ kind, from: ['v1'] }]);
});

it('names what is served no more and is not stored', () => {
  expect(found(['v1', 'v1beta1'], ['v1'], { served: ['v1'], unserved: ['v1beta1'], stored: 'v1' })).toEqual({
    migrations: [],
    stuck: [],
    unserved: [`${kind}@v1beta1`],
  });
});

it('is silent where nothing goes, or nothing is known', () => {
  const nothing = { migrations: [], stuck: [], unserved: [] };
  expect(found(['v1'], ['v1'], { served: ['v1', 'v2'], stored: 'v2' })).toEqual(nothing);
  expect(storedMigrations('thing', {}, undefined)).toEqual(nothing);
});
