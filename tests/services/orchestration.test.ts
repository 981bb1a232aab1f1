import { objectivesOf, orchestration } from '../../services';
import { airflowConnections } from '../../services/orchestration';

const parse = (config: Parameters<typeof orchestration.config.parse>[0] = {}) => orchestration.config.parse(config);
const alone = new Set(['orchestration']);
const complaintsOf = (config: Parameters<typeof orchestration.config.parse>[0]) =>
  orchestration.complaints?.(parse(config), alone) ?? [];

test('the defaults are valid and keep what they promise', () => {
  expect(complaintsOf({})).toEqual([]);
  const { availabilityPercent, freshnessMinutes } = objectivesOf(orchestration, parse());
  const best = orchestration.best(parse());
  expect(availabilityPercent).toBeLessThanOrEqual(best.availabilityPercent ?? 0);
  expect(freshnessMinutes).toBeGreaterThanOrEqual(best.freshnessMinutes ?? Number.POSITIVE_INFINITY);
});

test('needs alone: database, logs, two identities, four shared secrets, a route and a key', () => {
  const needs = orchestration.needs(parse(), alone);
  expect(Object.fromEntries(Object.entries(needs).map(([name, { kind }]) => [name, kind]))).toEqual({
    database: 'postgres',
    logs: 'bucket',
    identity: 'identity',
    taskIdentity: 'identity',
    fernetKey: 'secret',
    jwtSecret: 'secret',
    apiSecret: 'secret',
    adminPassword: 'secret',
    web: 'route',
    key: 'key',
  });
  expect(needs.identity.serviceAccount).not.toBe(needs.taskIdentity.serviceAccount);
});

test('reaches MLflow only where the site runs it', () => {
  expect(orchestration.needs(parse(), alone)).not.toHaveProperty('tracking');
  expect(orchestration.needs(parse(), new Set(['orchestration', 'tracking'])).tracking).toEqual({
    kind: 'endpoint',
    service: 'tracking',
    endpoint: 'http',
  });
});

test('asks for a token only for a private repository', () => {
  const repository = 'https://git.example.com/acme/dags.git';
  expect(orchestration.needs(parse({ dags: { repository } }), alone)).not.toHaveProperty('git');
  expect(orchestration.needs(parse({ dags: { repository, private: true } }), alone).git).toMatchObject({
    kind: 'credential',
    keys: ['username', 'password'],
  });
});

test.each([
  ['a repository that is not https', { dags: { repository: 'git@github.com:acme/dags.git' } }],
  ['a password in the URL', { dags: { repository: 'https://me:secret@git.example.com/dags.git' } }],
  ['a path out of the repository', { dags: { repository: 'https://git.example.com/dags.git', subPath: '../etc' } }],
  ['a single scheduler', { schedulers: 1 }],
  ['an unknown field', { workers: 3 }],
])('refuses %s', (_what, config) => {
  expect(orchestration.config.safeParse(config).success).toBe(false);
});

test('more servers than the database has connections for are named with both numbers', () => {
  const config = { size: 'small', schedulers: 5, triggerers: 4, parallelism: 32 } as const;
  expect(airflowConnections(parse(config))).toBe((2 * 1 + 5 + 4 + 1) * 10);
  expect(complaintsOf(config)).toEqual([
    expect.objectContaining({ code: 'STORE_TOO_SMALL', path: 'size', message: expect.stringContaining('120') }),
  ]);
  expect(complaintsOf({ ...config, size: 'standard' })).toEqual([]);
});

test('more tasks than the namespace holds pods for are named with what fits', () => {
  expect(complaintsOf({ schedulers: 3 })).toEqual([
    expect.objectContaining({
      code: 'SERVICE_CONFLICT',
      path: 'parallelism',
      allowed: ['at most 53 with 3 schedulers'],
    }),
  ]);
  expect(complaintsOf({ schedulers: 3, parallelism: 53 })).toEqual([]);
});

test('has a user for alerts only where models are watched', () => {
  expect(orchestration.needs(parse(), alone)).not.toHaveProperty('retrainingPassword');
  const watched = orchestration.needs(parse(), new Set(['orchestration', 'modelMonitoring']));
  expect(watched.retrainingPassword).toEqual({ kind: 'secret', length: 32, boundTo: 'data' });
});
