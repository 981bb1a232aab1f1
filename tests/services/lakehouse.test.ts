import { lakehouse } from '../../services';

const enabled = new Set<string>(['lakehouse']);
const complaintsOf = (config: object) => lakehouse.complaints?.(lakehouse.config.parse(config), enabled) ?? [];

test('the defaults are valid', () => {
  expect(complaintsOf({})).toEqual([]);
  const needs = lakehouse.needs(lakehouse.config.parse({}), enabled);
  expect(Object.entries(needs).map(([name, { kind }]) => `${name}: ${kind}`)).toEqual([
    'tables: bucket',
    'catalog: postgres',
    'identity: identity',
    'encryptionKey: secret',
    'clusterSecret: secret',
    'web: route',
    'key: key',
  ]);
});

test('a catalogue that can be set back further than its files is refused', () => {
  expect(complaintsOf({ backupRetentionDays: 30, fileRetentionDays: 7 })).toEqual([
    expect.objectContaining({ path: 'fileRetentionDays', value: 7, allowed: ['at least 30'] }),
  ]);
});

test.each([
  [
    'a host that is not of the vendor',
    { kind: 'snowflake', host: 'example.com', warehouse: 'A', database: 'B', role: 'C' },
  ],
  ['an address instead of a host', { kind: 'databricks', host: 'https://x.y.net', httpPath: '/sql/1.0/warehouses/a' }],
  ['no host', { kind: 'databricks', httpPath: '/sql/1.0/warehouses/a' }],
])('refuses an outside warehouse with %s', (_what, warehouse) => {
  expect(lakehouse.config.safeParse({ warehouses: { acme: warehouse } }).success).toBe(false);
});
