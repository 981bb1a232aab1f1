import type { BucketBinding, WarehouseBinding } from '../contracts';

type Engine = WarehouseBinding['engine'];
type Of<E extends Engine> = Extract<WarehouseBinding, { readonly engine: E }>;

/**
 * Feast's `offline_store` by the engine that answers. Fields as `AthenaOfflineStoreConfig` and
 * `BigQueryOfflineStoreConfig` of Feast 0.67 have them.
 */
const settings: {
  readonly [E in Engine]: (warehouse: Of<E>, files: Pick<BucketBinding, 'uri'>) => Readonly<Record<string, string>>;
} = {
  athena: ({ catalog, database, region, workgroup, stagingUri }) => ({
    type: 'athena',
    region,
    data_source: catalog,
    database,
    workgroup,
    // The root of its own bucket: Feast cleans up below the root, whatever prefix stands here.
    s3_staging_location: stagingUri,
  }),
  bigquery: ({ catalog, database, region }, { uri }) => ({
    type: 'bigquery',
    project_id: catalog,
    dataset: database,
    location: region,
    gcs_staging_location: `${uri}/staging`,
  }),
};

/** How Feast is told of a warehouse. */
export const feastWarehouse = <E extends Engine>(
  warehouse: Of<E> & { readonly engine: E },
  files: Pick<BucketBinding, 'uri'>,
): Readonly<Record<string, string>> => settings[warehouse.engine](warehouse, files);
