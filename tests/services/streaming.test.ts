import { type Need, streaming } from '../../services';

type Config = Parameters<typeof streaming.config.parse>[0];

const alone = new Set(['streaming']);
const complaintsOf = (config: Config) => streaming.complaints?.(streaming.config.parse(config), alone) ?? [];
const needsOf = (config: Config): Readonly<Record<string, Need>> =>
  streaming.needs(streaming.config.parse(config), alone);

const users = {
  name: 'users',
  database: 'postgres',
  port: 5432,
  networks: ['10.20.0.0/16'],
  tables: ['public.users'],
  topicPrefix: 'crm',
} as const;

test('the defaults are valid: three brokers and a schema registry', () => {
  expect(complaintsOf({})).toEqual([]);
  expect(Object.entries(needsOf({})).map(([name, { kind }]) => `${name}: ${kind}`)).toEqual([
    'kafka: kafka',
    'schemas: postgres',
  ]);
});

test('the service owns the topics of its list; a compacted one has no retention', () => {
  const needs = needsOf({
    topics: [
      { name: 'user-events.v1', retentionHours: 48 },
      { name: 'profiles', compacted: true },
    ],
  });
  expect(needs.topicUserEventsV1).toEqual({
    kind: 'topic',
    topic: 'user-events.v1',
    access: 'owner',
    partitions: 12,
    retentionHours: 48,
  });
  expect(needs.topicProfiles).not.toHaveProperty('retentionHours');
});

test('parameters are what topics have that state nothing, and reach the brokers', () => {
  const parameters = { 'num.partitions': 24, 'log.retention.hours': 48, 'compression.type': 'zstd' };
  const needs = needsOf({ parameters, topics: [{ name: 'events' }, { name: 'wide', partitions: 96 }] });
  expect(needs.topicEvents).toMatchObject({ partitions: 24, retentionHours: 48 });
  expect(needs.topicWide).toMatchObject({ partitions: 96, retentionHours: 48 });
  expect(needs.kafka).toMatchObject({ parameters });
  expect(needsOf({}).kafka).not.toHaveProperty('parameters');
});

test.each([
  [{ 'num.partitions': 0 }, 'no value of num.partitions: 1 to 200'],
  [{ 'compression.type': 'brotli' }, 'no value of compression.type: producer; zstd'],
  [{ 'unclean.leader.election.enable': true }, 'not to be set: it would lose confirmed records'],
  [{ 'auto.create.topics.enable': true }, 'not to be set: it would let a client make a topic'],
  [{ 'min.insync.replicas': 1 }, 'not to be set: it follows highlyAvailable'],
  [{ 'log.retention.ms': 5 }, 'Unrecognized key'],
])('refuses %j', (parameters, message) => {
  const { error } = streaming.config.safeParse({ parameters });
  expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
});

test('every capture asks for a credential', () => {
  expect(needsOf({ connect: { enabled: true }, captures: [users] }).captureUsers).toMatchObject({
    kind: 'credential',
    keys: ['host', 'username', 'password', 'dbname'],
  });
});

const orders = {
  name: 'orders',
  database: 'postgres',
  from: 'shop',
  tables: ['public.orders'],
  topicPrefix: 'shop',
} as const;

test('a capture of a database of the site asks for the user that the database keeps for it', () => {
  const needs = needsOf({
    connect: { enabled: true },
    captures: [
      orders,
      { ...orders, name: 'notes', database: 'mongodb', from: 'my-notes', tables: ['my_notes.a'], topicPrefix: 'notes' },
    ],
  });
  expect(needs.captureOrders).toEqual({
    kind: 'databaseUser',
    service: 'databases',
    need: 'postgresShop',
    of: 'postgres',
    as: 'capture',
  });
  expect(needs.captureNotes).toEqual({
    kind: 'databaseUser',
    service: 'databases',
    need: 'documentsMyNotes',
    of: 'documents',
    as: 'capture',
  });
});

test('a capture needs tables', () => {
  const parsed = streaming.config.safeParse({ captures: [{ ...orders, tables: [] }] });
  expect(parsed.error?.issues).toMatchObject([{ code: 'too_small', path: ['captures', 0, 'tables'] }]);
});

test('a collection of another database is refused with the name it must have', () => {
  const captures = [{ ...orders, database: 'mongodb', from: 'my-notes', tables: ['notes.a'] } as const];
  expect(complaintsOf({ connect: { enabled: true }, captures })).toEqual([
    expect.objectContaining({ path: 'captures.0.tables.0', value: 'notes.a', allowed: ['my_notes.a'] }),
  ]);
});

const captured = (...captures: readonly object[]): Config => ({
  connect: { enabled: true },
  captures,
});

test.each<[string, Config, string]>([
  ['brokers that do not spread over three zones', { brokers: 4 }, 'brokers'],
  ['a topic twice', { topics: [{ name: 'a' }, { name: 'a' }] }, 'topics.1.name'],
  ['captures without Kafka Connect', { captures: [users] }, 'connect.enabled'],
  ['two captures of one slot', captured(orders, { ...orders, name: 'more', topicPrefix: 'more' }), 'captures.1.from'],
  ['two captures under one prefix', captured(users, { ...users, name: 'more' }), 'captures.1.topicPrefix'],
  ['a capture of no database', captured({ ...users, networks: [] }), 'captures.0'],
  ['an address of a known database', captured({ ...orders, port: 5432 }), 'captures.0'],
  ['two captures of one name', { connect: { enabled: true }, captures: [users, users] }, 'captures.1.name'],
])('%s: refused', (_, config, path) => {
  expect(complaintsOf(config)).toEqual([expect.objectContaining({ code: 'SERVICE_CONFLICT', path })]);
});

test('a single broker is enough where no copy is promised', () => {
  expect(complaintsOf({ brokers: 1, highlyAvailable: false })).toEqual([]);
});

test('with one copy less can be promised', () => {
  const best = (config: Config) => streaming.best(streaming.config.parse(config)).availabilityPercent;
  expect(best({ brokers: 1, highlyAvailable: false })).toBeLessThan(best({}) ?? 0);
});

describe('mirroring', () => {
  const mirror = { from: { bootstrap: ['kafka.primary.example.com:9094'], networks: ['10.30.0.0/16'] } };

  test('off unless it is told where from', () => {
    expect(streaming.config.parse({})).not.toHaveProperty('mirror');
    expect(Object.keys(needsOf({}))).not.toContain('mirrorSource');
  });

  test('copies every topic and group, and asks for what it signs in with', () => {
    expect(streaming.config.parse({ mirror }).mirror).toMatchObject({ topics: '.*', groups: '.*', replicas: 2 });
    expect(needsOf({ mirror }).mirrorSource).toMatchObject({ kind: 'credential', keys: ['password', 'ca.crt'] });
  });

  test.each([
    ['a server without a port', { bootstrap: ['kafka.primary.example.com'], networks: ['10.30.0.0/16'] }],
    ['no network', { bootstrap: ['kafka.primary.example.com:9094'], networks: [] }],
  ])('%s: refused', (_, from) => {
    expect(streaming.config.safeParse({ mirror: { from } }).success).toBe(false);
  });
});

test('a registry that is off offers no schemas', () => {
  const offered = (config: Config) => streaming.offered?.(streaming.config.parse(config));
  expect(offered({})).toEqual(['schemas']);
  expect(offered({ schemaRegistry: { enabled: false } })).toEqual([]);
});

describe('a managed broker', () => {
  const managed = (config: object) => streaming.config.parse({ broker: 'managed', ...config });

  test('needs no operator, and an identity to sign in with', () => {
    const config = managed({});
    expect(streaming.operators(config)).toEqual([]);
    expect(streaming.needs(config, new Set())).toMatchObject({
      kafka: { managed: true, connect: false },
      identity: { kind: 'identity', grants: 'needs' },
    });
  });

  test.each([
    ['mirror', { mirror: {} }],
    ['highlyAvailable', { highlyAvailable: false }],
  ])('is refused with %s', (path, config) => {
    expect(streaming.complaints?.(managed(config), new Set())).toMatchObject([{ code: 'SERVICE_CONFLICT', path }]);
    expect(streaming.complaints?.(streaming.config.parse(config), new Set())).toEqual([]);
  });
});
