import type { EnvValue, NetworkPeer } from '../../constructs/contracts';
import { libpqParts, libpqTls } from '../../constructs/kubernetes/postgres-environment';
import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import type { ExternalWarehouse } from '../../services/warehouses';
import { fetchFile } from '../batch-runs/fetch-file';
import { warehouseEgress, warehouseSecret } from '../batch-runs/outside-warehouse';
import type { DataQualityProps, Suite } from './data-quality-props';
import { clients } from './great-expectations';

const folder = '/data';
const dataMount = { path: folder, scratchMiB: 8192 } as const;

/** How a run gets its rows. */
interface DataSource {
  readonly requirements: readonly string[];
  readonly fetch: readonly ContainerSpec[];
  readonly mounts: ContainerSpec['mounts'];
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly egress: readonly NetworkPeer[];
}

function files(path: string, { bindings }: DataQualityProps): DataSource {
  return {
    requirements: [],
    fetch: [
      fetchFile({
        name: 'data',
        bucket: bindings.files,
        file: path,
        folder,
        mounts: [dataMount, { path: '/tmp', scratchMiB: 1024 }],
      }),
    ],
    mounts: [dataMount],
    env: { SOURCE: 'files', DATA_FOLDER: folder },
    podLabels: bindings.identity.podLabels,
    egress: [...bindings.files.egress, ...bindings.identity.egress],
  };
}

function lakehouse(query: string, { bindings }: DataQualityProps): DataSource {
  const endpoint = bindings.lakehouse;
  if (!endpoint) throw new Error('a suite has no lakehouse');
  return {
    requirements: [clients.lakehouse],
    fetch: [],
    mounts: [],
    env: { SOURCE: 'lakehouse', QUERY: query, TRINO_HOST: endpoint.host, TRINO_PORT: `${endpoint.port}` },
    podLabels: endpoint.podLabels,
    egress: endpoint.egress,
  };
}

/** The database that dbt builds, as a user that may read it. */
function transforms(query: string, { bindings }: DataQualityProps): DataSource {
  const database = bindings.transforms;
  if (!database) throw new Error('a suite has no database of transforms');
  const { secretName, sslMode = 'require', podLabels, egress } = database;
  return {
    requirements: [clients.transforms],
    fetch: [],
    mounts: [],
    env: {
      SOURCE: 'transforms',
      QUERY: query,
      ...libpqParts(secretName),
      ...libpqTls(sslMode),
    },
    podLabels,
    egress,
  };
}

function outside(
  name: string,
  warehouse: ExternalWarehouse,
  query: string,
  { bindings }: DataQualityProps,
): DataSource {
  const secretName = warehouseSecret(bindings, name);
  const key = (of: string) => ({ secret: secretName, key: of });
  const common = {
    fetch: [],
    mounts: [],
    requirements: [clients[warehouse.kind]],
    egress: warehouseEgress(warehouse),
  } as const;
  switch (warehouse.kind) {
    case 'snowflake':
      return {
        ...common,
        env: {
          SOURCE: 'snowflake',
          QUERY: query,
          SNOWFLAKE_ACCOUNT: warehouse.host.replace('.snowflakecomputing.com', ''),
          SNOWFLAKE_WAREHOUSE: warehouse.warehouse,
          SNOWFLAKE_DATABASE: warehouse.database,
          SNOWFLAKE_SCHEMA: warehouse.schema,
          SNOWFLAKE_ROLE: warehouse.role,
          SNOWFLAKE_USER: key('user'),
          SNOWFLAKE_KEY: key('private-key'),
        },
      };
    case 'databricks':
      return {
        ...common,
        env: {
          SOURCE: 'databricks',
          QUERY: query,
          DATABRICKS_SERVER: warehouse.host,
          DATABRICKS_HTTP_PATH: warehouse.httpPath,
          DATABRICKS_CATALOG: warehouse.catalog,
          DATABRICKS_SCHEMA: warehouse.schema,
          DATABRICKS_CLIENT_ID: key('client-id'),
          DATABRICKS_CLIENT_SECRET: key('client-secret'),
        },
      };
  }
}

/** Where the rows of a suite come from. */
export function dataSourceOf({ data }: Suite, props: DataQualityProps): DataSource {
  switch (data.from) {
    case 'files':
      return files(data.path, props);
    case 'lakehouse':
      return lakehouse(data.query, props);
    case 'transforms':
      return transforms(data.query, props);
    case 'warehouse': {
      const warehouse = props.config.warehouses[data.warehouse];
      if (!warehouse) throw new Error(`there is no warehouse ${data.warehouse}`);
      return outside(data.warehouse, warehouse, data.query, props);
    }
  }
}
