import { feastWarehouse } from '../../../constructs/kubernetes/feast-warehouse';

const files = { uri: 'gs://files' };
const place = { catalog: 'catalog', database: 'features', region: 'here', env: {}, egress: [] };

describe('feastWarehouse', () => {
  it('tells Feast of Athena by the fields that its store has', () => {
    const athena = { ...place, engine: 'athena' as const, workgroup: 'group', stagingUri: 's3://own' };
    expect(feastWarehouse(athena, files)).toEqual({
      type: 'athena',
      region: 'here',
      data_source: 'catalog',
      database: 'features',
      workgroup: 'group',
      s3_staging_location: 's3://own',
    });
  });

  it('tells Feast of BigQuery, with the place of exports in the bucket of the service', () => {
    expect(feastWarehouse({ ...place, engine: 'bigquery' }, files)).toEqual({
      type: 'bigquery',
      project_id: 'catalog',
      dataset: 'features',
      location: 'here',
      gcs_staging_location: 'gs://files/staging',
    });
  });
});
