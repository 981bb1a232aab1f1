import { catalog, type ServiceDefinition, services } from '../../services';

const enabled = new Set(['catalog', 'streaming']);
const parse = (config: object) => catalog.config.parse(config);
const needsOf = (config: object) => catalog.needs(parse(config), enabled);

test('never lets the record of its last upgrade age out, for which every start waits', () => {
  expect(needsOf({}).upgrades).toMatchObject({ access: 'owner', partitions: 1, retentionHours: 87_600 });
});

test('asks for topics that take the largest record its producers send', () => {
  const topics = Object.values(needsOf({})).flatMap((need) => (need.kind === 'topic' ? [need] : []));
  expect(topics).toHaveLength(7);
  expect(topics.map(({ maxRecordMiB }) => maxRecordMiB)).toEqual(topics.map(() => 5));
});

test('asks for the client of the identity provider only where people sign in by it', () => {
  const signIn = { discoveryUrl: 'https://login.example.com/.well-known/openid-configuration' };
  expect(needsOf({})).not.toHaveProperty('signIn');
  expect(needsOf({ signIn })).toHaveProperty('signIn.kind', 'credential');
});

test('takes no identity provider without encryption', () => {
  const discoveryUrl = 'http://login.example.com/.well-known/openid-configuration';
  expect(() => parse({ signIn: { discoveryUrl } })).toThrow('https');
});

test('promises less with one search node', () => {
  expect(catalog.best(parse({}))).toMatchObject({ availabilityPercent: 99.9 });
  expect(catalog.best(parse({ searchNodes: 1 }))).toMatchObject({ availabilityPercent: 99.5 });
});

test('complains of more servers than the database has connections for, one more while they are replaced', () => {
  expect(catalog.complaints?.(parse({ size: 'small' }), enabled)).toEqual([]);
  expect(catalog.complaints?.(parse({ size: 'small', replicas: 3 }), enabled)).toMatchObject([
    { code: 'STORE_TOO_SMALL', path: 'replicas', value: 3, allowed: ['at most 2 with size small'] },
  ]);
  expect(catalog.complaints?.(parse({ size: 'large', replicas: 3 }), enabled)).toEqual([]);
});

describe('other services tell it what they know', () => {
  const called = (name: 'orchestration' | 'transforms' | 'featureStore', config: object, others: string[]) => {
    const service: ServiceDefinition = services[name];
    const needs = service.needs(service.config.parse(config), new Set([name, ...others]));
    return Object.values(needs).flatMap((need) =>
      need.kind === 'endpoint' && need.service === 'catalog' ? [need.endpoint] : [],
    );
  };
  const projects = { shop: { source: { repository: 'https://git.example.com/shop.git', revision: 'v1' } } };

  test.each([
    ['orchestration', {}, 'lineage'],
    ['transforms', { projects }, 'artifacts'],
    ['featureStore', {}, 'artifacts'],
  ] as const)('%s, where there is a catalogue', (name, config, endpoint) => {
    expect(called(name, config, ['catalog'])).toEqual([endpoint]);
    expect(called(name, config, [])).toEqual([]);
  });
});

test('the key of every endpoint is a secret of the service', () => {
  const keys = Object.values(services).flatMap((service: ServiceDefinition) =>
    Object.values(service.endpoints ?? {}).flatMap(({ key }) =>
      key ? [service.needs(service.config.parse({}), new Set())[key]?.kind] : [],
    ),
  );
  expect(keys).toEqual(['secret', 'secret']);
});
