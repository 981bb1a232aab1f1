import { postgresSettings } from '../../constructs/contracts';
import { parseEnvironment } from '../../environments/schema/parse-environment';
import { databases, inUnits, keptParameters, postgresParameters } from '../../services';
import { environmentInput } from '../fixtures/environment';

const findings = (parameters: object, others: object = {}) =>
  parseEnvironment(
    environmentInput({ services: { databases: { postgres: { orders: { parameters, ...others } } } } }),
    'environments/test.ts',
  ).findings.map(({ code, place, value, allowed }) => ({ code, place, value, allowed }));

const at = (name: string): string => `services.databases.postgres.orders.parameters.${name}`;

it('reads amounts in units of PostgreSQL, and nothing that is no whole number of them', () => {
  expect(inUnits('64MB', 'kB')).toBe(65_536);
  expect(inUnits('8GB', '8kB')).toBe(1_048_576);
  expect(inUnits('2GB', 'MB')).toBe(2048);
  expect(inUnits('5min', 'ms')).toBe(300_000);
  expect(inUnits('90 s', 's')).toBe(90);
  for (const wrong of ['64', '64mb', '1.5GB', '-1', '4kB', '']) expect(inUnits(wrong, '8kB')).toBeUndefined();
});

it('takes what is allowed', () => {
  expect(
    findings({ work_mem: '64MB', random_page_cost: 1.1, jit: false, statement_timeout: 0, max_connections: 300 }),
  ).toEqual([]);
});

it.each([
  ['too much', { work_mem: '64GB' }, 'work_mem', ['64kB to 2GB', 'units: kB, MB, GB, TB']],
  ['an amount without a unit', { work_mem: '64' }, 'work_mem', ['64kB to 2GB', 'units: kB, MB, GB, TB']],
  ['a fraction beyond one', { autovacuum_vacuum_scale_factor: 2 }, 'autovacuum_vacuum_scale_factor', ['0 to 1']],
  ['half a connection', { max_connections: 100.5 }, 'max_connections', ['50 to 5000']],
  [
    'an unknown choice',
    { default_transaction_isolation: 'dirty' },
    'default_transaction_isolation',
    ['read committed', 'repeatable read', 'serializable'],
  ],
])('refuses %s with place, value and choices', (_what, parameters, name, allowed) => {
  expect(findings(parameters)).toEqual([
    { code: 'INVALID_VALUE', place: at(name), value: Object.values(parameters)[0], allowed },
  ]);
});

it('refuses what would break a promise, and says which', () => {
  for (const [name, why] of Object.entries(keptParameters)) {
    const [finding, ...others] = parseEnvironment(
      environmentInput({ services: { databases: { postgres: { orders: { parameters: { [name]: 'off' } } } } } }),
      'environments/test.ts',
    ).findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ place: at(name), value: 'off', allowed: ['leave it out'] });
    expect(finding?.message).toContain(why);
  }
});

it('refuses a name that nobody knows, and lists those there are', () => {
  const [finding] = findings({ wrok_mem: '64MB' });
  expect(finding).toMatchObject({ code: 'UNKNOWN_KEY', place: at('wrok_mem') });
  expect(finding?.allowed).toEqual(Object.keys(postgresParameters).sort());
});

it('refuses a parameter that the version does not have yet', () => {
  const complaints = (majorVersion: number) =>
    databases.complaints?.(
      databases.config.parse({ postgres: { orders: { majorVersion, parameters: { transaction_timeout: '1h' } } } }),
      new Set(),
    );
  expect(complaints(17)).toEqual([]);
  expect(complaints(16)).toMatchObject([
    { code: 'VERSION_PAIR', path: 'postgres.orders.parameters.transaction_timeout', allowed: ['majorVersion: 17'] },
  ]);
});

it('lets the environment have the last word over what a size has', () => {
  const of = (need: Parameters<typeof postgresSettings>[0]) =>
    Object.fromEntries(postgresSettings(need).map(({ name, withUnit }) => [name, withUnit]));
  expect(of({ size: 'small' })).toEqual({
    idle_in_transaction_session_timeout: '3600000ms',
    log_autovacuum_min_duration: '10000ms',
    track_io_timing: 'on',
  });
  expect(
    of({ size: 'large', parameters: { autovacuum_vacuum_scale_factor: 0.1, effective_cache_size: '1GB' } }),
  ).toEqual(expect.objectContaining({ autovacuum_vacuum_scale_factor: '0.1', effective_cache_size: '1048576kB' }));
});

it('has bounds that are amounts of their own units', () => {
  for (const [name, parameter] of Object.entries(postgresParameters)) {
    if (parameter.kind !== 'amount') continue;
    const [min, max] = [inUnits(parameter.min, parameter.unit), inUnits(parameter.max, parameter.unit)];
    expect([name, min !== undefined && max !== undefined && min < max]).toEqual([name, true]);
  }
});
