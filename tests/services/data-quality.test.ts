import { inClusterNeeds } from '../../constructs/in-cluster';
import { unmetNeeds } from '../../policies/needs';
import { dataQuality, type Need, type Services, transforms } from '../../services';
import type { ConfigOf } from '../../services/define-service';
import { localSite } from '../fixtures/sites';

const config = dataQuality.config.parse({
  ownKey: false,
  suites: {
    built: {
      data: { from: 'transforms', query: 'SELECT 1' },
      expectations: [{ type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 1 } }],
    },
  },
});
const source = { repository: 'https://git.example.com/shop.git', revision: 'v1' };

test('a suite over the database of transforms asks for its reader', () => {
  const needs: Readonly<Record<string, Need>> = dataQuality.needs(config, new Set());
  expect(needs.transforms).toEqual({
    kind: 'databaseUser',
    service: 'transforms',
    need: 'warehouse',
    of: 'postgres',
    as: 'reader',
  });
  expect(dataQuality.needs(dataQuality.config.parse({}), new Set())).not.toHaveProperty('transforms');
});

describe('on a site', () => {
  const found = (other?: ConfigOf<Services['transforms']>) =>
    unmetNeeds(
      localSite({ services: { dataQuality: config, ...(other ? { transforms: other } : {}) } }),
      0,
      inClusterNeeds,
    ).filter(({ place }) => place === 'services.dataQuality');

  test('without dbt it is refused', () =>
    expect(found()).toMatchObject([{ code: 'SERVICE_MISSING', fix: expect.stringContaining('services.transforms') }]));

  test('with a dbt that has no database it is refused', () =>
    expect(found(transforms.config.parse({ ownKey: false }))).toMatchObject([
      { code: 'UNKNOWN_VALUE', value: 'warehouse', message: 'uses a database that dbt does not have' },
    ]));

  test('with a project in the database it is met', () =>
    expect(found(transforms.config.parse({ ownKey: false, projects: { shop: { source } } }))).toEqual([]));
});
