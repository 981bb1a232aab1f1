import { dataQuality, transforms } from '../../services';

type Config = Parameters<typeof transforms.config.parse>[0];

const enabled = new Set<string>(['transforms']);
const source = { repository: 'https://git.example.com/shop/dbt.git', revision: 'v3.1.0' };
const snowflake = {
  kind: 'snowflake',
  host: 'acme-analytics.snowflakecomputing.com',
  warehouse: 'LOADING',
  database: 'SHOP',
  role: 'TRANSFORMER',
};
const needsOf = (config: Config) =>
  Object.entries(transforms.needs(transforms.config.parse(config), enabled)).map(
    ([name, { kind }]) => `${name}: ${kind}`,
  );
const complaintsOf = (config: Config) => transforms.complaints?.(transforms.config.parse(config), enabled) ?? [];

test('the defaults run nothing and need no database', () => {
  expect(needsOf({})).toEqual(['key: key']);
  expect(complaintsOf({})).toEqual([]);
});

test('a project brings the warehouse that it is for', () => {
  const needs = needsOf({
    projects: {
      shop: { source },
      lake: { source, warehouse: 'lakehouse' },
      acme: { source, warehouse: 'acme' },
    },
    warehouses: { acme: snowflake },
  });
  expect(needs).toEqual(['warehouse: postgres', 'lakehouse: endpoint', 'outsideAcme: credential', 'key: key']);
});

test('keys and passwords of a warehouse are no part of the configuration', () => {
  const outside = transforms.needs(transforms.config.parse({ warehouses: { acme: snowflake } }), enabled);
  expect(outside).toHaveProperty('outsideAcme.keys', ['user', 'private-key']);
  expect(transforms.config.safeParse({ warehouses: { acme: { ...snowflake, password: 'secret' } } }).success).toBe(
    false,
  );
});

test('a warehouse that nobody described, and one that takes a name of the site', () => {
  expect(complaintsOf({ projects: { shop: { source, warehouse: 'acme' } } })).toEqual([
    expect.objectContaining({ path: 'projects.shop.warehouse', value: 'acme', allowed: ['postgres', 'lakehouse'] }),
  ]);
  expect(complaintsOf({ warehouses: { lakehouse: snowflake } })).toEqual([
    expect.objectContaining({ path: 'warehouses.lakehouse' }),
  ]);
});

test.each([
  [
    'a password in the address of a repository',
    { source: { ...source, repository: 'https://me:x@git.example.com/a' } },
  ],
  ['an option among the selectors', { source, select: ['--full-refresh'] }],
  ['a folder outside the repository', { source: { ...source, folder: '/etc' } }],
  ['a schedule of four fields', { source, schedule: '0 3 * *' }],
])('refuses %s', (_what, project) => {
  expect(transforms.config.safeParse({ projects: { shop: project } }).success).toBe(false);
});

describe('dataQuality', () => {
  const quality = (suites: object) => dataQuality.complaints?.(dataQuality.config.parse({ suites }), enabled) ?? [];

  test('a suite that expects nothing is refused', () => {
    expect(quality({ orders: { data: { from: 'files', path: 'orders.parquet' } } })).toEqual([
      expect.objectContaining({ code: 'SERVICE_CONFLICT', path: 'suites.orders.expectations' }),
    ]);
  });

  test('a suite on a warehouse that nobody described is refused', () => {
    const data = { from: 'warehouse', warehouse: 'acme', query: 'SELECT 1' };
    const newestRow = { column: 'at', maxAgeMinutes: 60 };
    expect(quality({ orders: { data, newestRow } })).toEqual([
      expect.objectContaining({ path: 'suites.orders.data.warehouse', value: 'acme' }),
    ]);
  });

  test('a path out of the bucket is refused', () => {
    const suite = { data: { from: 'files', path: '../other.csv' } };
    expect(dataQuality.config.safeParse({ suites: { orders: suite } }).success).toBe(false);
  });
});
