import {
  droppedVersions,
  type RecordedOperators,
  recordOperators,
  versionNames,
  withoutVersions,
} from '../../policies/operator-upgrades';
import type { KindVersions } from '../../services/operator-kinds';

const kafka = 'kafka.example.com/Kafka';
const definitions = (versions: KindVersions, chart = '2.0.0') => ({
  strimzi: { chart, releases: [chart], kinds: { [kafka]: versions } },
});
const recorded = (served: readonly string[], stored: readonly string[]): RecordedOperators => ({
  strimzi: { chart: '1.0.0', kinds: { [kafka]: { served, stored } } },
});
const found = (before: RecordedOperators, after: KindVersions, owners = ['strimzi']) =>
  droppedVersions('prod', before, owners, definitions(after));

it('refuses an upgrade that no longer serves a version, with the place, the choices and the way on', () => {
  expect(found(recorded(['v1', 'v1beta2'], ['v1']), { served: ['v1'], unserved: ['v1beta2'], stored: 'v1' })).toEqual([
    {
      code: 'VERSION_DROPPED',
      place: `operators.strimzi.kinds["${kafka}"].served`,
      message: 'strimzi 2.0.0 no longer serves a version that objects may ask for; 1.0.0 is recorded',
      value: 'v1beta2',
      allowed: ['v1'],
      fix: `bring every manifest of ${kafka} that is not Evenkeel's to a version of the list, then run \`evenkeel lock prod --migrated ${kafka}@v1beta2\`; or stay with the release that runs`,
    },
  ]);
});

it('refuses an upgrade that no longer lists a version that objects are stored in, and says it once', () => {
  const [finding, ...others] = found(recorded(['v1', 'v1beta2'], ['v1beta2', 'v1']), { served: ['v1'], stored: 'v1' });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: 'VERSION_DROPPED', value: 'v1beta2' });
  expect(finding?.place).toMatch(/\.stored$/);
  expect(finding?.fix).toContain('status.storedVersions');
});

it('refuses an upgrade that defines a kind no longer at all', () => {
  const gone = { strimzi: { chart: '2.0.0', releases: [], kinds: {} } };
  expect(droppedVersions('prod', recorded(['v1'], ['v1']), ['strimzi'], gone)).toMatchObject([{ value: 'v1' }]);
});

it('refuses a downgrade that loses a version', () =>
  expect(found(recorded(['v1', 'v2'], ['v2']), { served: ['v1'], stored: 'v1' })).toMatchObject([{ value: 'v2' }]));

it.each<[string, RecordedOperators, KindVersions]>([
  ['nothing changes', recorded(['v1'], ['v1']), { served: ['v1'], stored: 'v1' }],
  ['a version comes', recorded(['v1'], ['v1']), { served: ['v1', 'v2'], stored: 'v1' }],
  ['another version is stored', recorded(['v1', 'v2'], ['v1']), { served: ['v1', 'v2'], stored: 'v2' }],
  [
    'a version stays listed without being served',
    recorded(['v2'], ['v1', 'v2']),
    { served: ['v2'], unserved: ['v1'], stored: 'v2' },
  ],
])('is silent where %s', (_what, before, after) => expect(found(before, after)).toEqual([]));

it('is silent where the environment runs the operator no longer', () =>
  expect(found(recorded(['v1beta2'], ['v1beta2']), { served: ['v1'], stored: 'v1' }, [])).toEqual([]));

it('is silent where another operator defines the kind now', () => {
  const moved = {
    strimzi: { chart: '2', releases: [], kinds: {} },
    crds: { ...definitions({ served: ['v1'], stored: 'v1' }).strimzi },
  };
  expect(droppedVersions('prod', recorded(['v1'], ['v1']), ['crds', 'strimzi'], moved)).toEqual([]);
});

it('lets the upgrade through once the version is migrated', () => {
  const left = withoutVersions(recorded(['v1', 'v1beta2'], ['v1beta2', 'v1']), new Set([`${kafka}@v1beta2`]));
  expect(found(left, { served: ['v1'], stored: 'v1' })).toEqual([]);
});

it('remembers every version that objects were stored in', () => {
  const after = recordOperators(
    ['strimzi'],
    recorded(['v1', 'v2'], ['v1']),
    definitions({ served: ['v1', 'v2'], stored: 'v2' }),
  );
  expect(after).toEqual({
    strimzi: { chart: '2.0.0', kinds: { [kafka]: { served: ['v1', 'v2'], stored: ['v1', 'v2'] } } },
  });
  expect(versionNames(after)).toEqual([`${kafka}@v1`, `${kafka}@v2`]);
});
