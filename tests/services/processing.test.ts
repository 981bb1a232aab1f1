import { type Need, processing } from '../../services';

type Config = Parameters<typeof processing.config.parse>[0];

const alone = new Set(['processing']);
const parsed = (config: Config) => processing.config.parse(config);
const complaintsOf = (config: Config) => processing.complaints?.(parsed(config), alone) ?? [];
const needsOf = (config: Config): Readonly<Record<string, Need>> => processing.needs(parsed(config), alone);

const stream = { jar: 'jars/sessions.jar', entryClass: 'com.example.Sessions' } as const;
const batch = { file: 'jobs/daily.py' } as const;

test('the defaults are valid: a bucket, two identities and the pages of past runs', () => {
  expect(complaintsOf({})).toEqual([]);
  expect(Object.entries(needsOf({})).map(([name, { kind }]) => `${name}: ${kind}`)).toEqual([
    'files: bucket',
    'flink: identity',
    'spark: identity',
    'history: route',
  ]);
});

test('a stream asks for the topics that it reads, and owns those that it writes', () => {
  const needs = needsOf({
    streams: {
      sessions: {
        ...stream,
        reads: [{ name: 'user-events.v1', partitions: 24 }],
        writes: [{ name: 'sessions' }, { name: 'audit', owned: false }],
      },
    },
  });
  expect(needs.readsUserEventsV1).toEqual({
    kind: 'topic',
    topic: 'user-events.v1',
    access: 'consume',
    partitions: 24,
  });
  expect(needs.writesSessions).toMatchObject({ access: 'owner', retentionHours: 168 });
  expect(needs.writesAudit).toMatchObject({ access: 'produce' });
});

test('only batches that may be interrupted ask for interruptible nodes', () => {
  expect(needsOf({ batches: { daily: batch } }).spot).toEqual({ kind: 'pool', purpose: 'spot', gpus: 0 });
  expect(needsOf({ batches: { daily: { ...batch, spot: false } } }).spot).toBeUndefined();
});

test.each<[string, Config, string, string]>([
  [
    'results that wait longer for their checkpoint than is stated',
    { streams: { sessions: { ...stream, latencySeconds: 5 } } },
    'OBJECTIVE_UNREACHABLE',
    'streams.sessions.checkpoints.intervalSeconds',
  ],
  [
    'a pause that is longer than the interval',
    { streams: { sessions: { ...stream, checkpoints: { intervalSeconds: 10, minPauseSeconds: 20 } } } },
    'SERVICE_CONFLICT',
    'streams.sessions.checkpoints.minPauseSeconds',
  ],
  [
    'more copies than partitions',
    { streams: { sessions: { ...stream, parallelism: 13, reads: [{ name: 'events', partitions: 12 }] } } },
    'SERVICE_CONFLICT',
    'streams.sessions.parallelism',
  ],
  [
    'two streams that make one topic',
    {
      streams: {
        a: { ...stream, writes: [{ name: 'results' }] },
        b: { ...stream, writes: [{ name: 'results' }] },
      },
    },
    'SERVICE_CONFLICT',
    'streams.b.writes.0.owned',
  ],
  [
    'fewer executors at most than at least',
    { batches: { daily: { ...batch, executors: { min: 5, max: 4 } } } },
    'SERVICE_CONFLICT',
    'batches.daily.executors.min',
  ],
  [
    'a jar without a main class',
    { batches: { daily: { file: 'jobs/daily.jar' } } },
    'SERVICE_CONFLICT',
    'batches.daily.mainClass',
  ],
  [
    'a program in the root of the bucket, which the history server cleans',
    { batches: { daily: { file: 'daily.py' } } },
    'SERVICE_CONFLICT',
    'batches.daily.file',
  ],
  [
    'the same of a stream',
    { streams: { sessions: { ...stream, jar: 'sessions-1.4.0.jar' } } },
    'SERVICE_CONFLICT',
    'streams.sessions.jar',
  ],
  [
    'a Python program with a main class',
    { batches: { daily: { ...batch, mainClass: 'com.example.Daily' } } },
    'SERVICE_CONFLICT',
    'batches.daily.mainClass',
  ],
])('%s: refused', (_, config, code, path) => {
  expect(complaintsOf(config)).toEqual([expect.objectContaining({ code, path })]);
});

test('a stream that may repeat results need not wait for checkpoints', () => {
  expect(complaintsOf({ streams: { sessions: { ...stream, latencySeconds: 0.1, exactlyOnce: false } } })).toEqual([]);
});

test('copies as many as partitions are fine, and a stream without topics has no such bound', () => {
  const reads = [{ name: 'events', partitions: 12 }];
  expect(complaintsOf({ streams: { sessions: { ...stream, parallelism: 12, reads } } })).toEqual([]);
  expect(complaintsOf({ streams: { sessions: { ...stream, parallelism: 40 } } })).toEqual([]);
});

test('results are at best as fresh as the slowest exactly-once stream writes checkpoints', () => {
  const best = (config: Config) => processing.best(parsed(config)).freshnessMinutes;
  expect(best({})).toBeUndefined();
  expect(best({ streams: { sessions: { ...stream, checkpoints: { intervalSeconds: 60 } } } })).toBe(2);
  expect(best({ streams: { sessions: { ...stream, exactlyOnce: false } } })).toBeUndefined();
});

describe('tables of the lakehouse', () => {
  const programs = {
    streams: { sessions: { ...stream, catalog: 'lakehouse' } },
    batches: { daily: { ...batch, catalog: 'lakehouse' } },
  } as const;

  test('ask for the catalogue and for the right to its files, and only where a program uses them', () => {
    expect(needsOf(programs)).toMatchObject({
      catalog: { kind: 'endpoint', service: 'lakehouse', endpoint: 'catalog' },
      tables: { kind: 'sharedBucket', service: 'lakehouse', need: 'tables' },
    });
    expect(needsOf({ streams: { sessions: stream } })).not.toHaveProperty('tables');
  });

  test('need the service that keeps them', () => {
    expect(complaintsOf(programs)).toMatchObject([
      { code: 'SERVICE_MISSING', path: 'streams.sessions.catalog' },
      { code: 'SERVICE_MISSING', path: 'batches.daily.catalog' },
    ]);
    expect(processing.complaints?.(parsed(programs), new Set(['processing', 'lakehouse']))).toEqual([]);
  });

  test('need a Spark that Iceberg knows', () => {
    const batches = { daily: { ...batch, catalog: 'lakehouse', sparkVersion: '4.9.0' } } as const;
    expect(processing.complaints?.(parsed({ batches }), new Set(['lakehouse']))).toMatchObject([
      { code: 'VERSION_PAIR', value: '4.9.0', allowed: ['4.0.x', '4.1.x'] },
    ]);
  });
});
