import { dump } from 'js-yaml';
import type { EnvValue, NetworkPeer } from '../../constructs/contracts';
import { publicAuthorities } from '../../constructs/kubernetes/postgres-environment';
import type { ExternalWarehouse } from '../../services/warehouses';
import { warehouseEgress, warehouseSecret } from '../batch-runs/outside-warehouse';
import type { Adapter } from './dbt';
import type { DbtProject, TransformsProps } from './transforms-props';

/** How a run reaches its warehouse: a profile without any secret, and the variables that it names. */
interface Target {
  readonly adapter: Adapter;
  readonly output: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly egress: readonly NetworkPeer[];
}

/** Name of the profile, whatever the project calls its own. */
export const profileName = 'evenkeel';

const variable = (name: string): string => `{{ env_var('${name}') }}`;
/** dbt keeps the values of variables with this prefix out of its logs. */
const secret = (name: string): string => `DBT_ENV_SECRET_${name}`;

function postgres({ bindings: { warehouse } }: TransformsProps): Target {
  if (!warehouse) throw new Error('a project of dbt has no database');
  const key = (name: string) => ({ secret: warehouse.secretName, key: name });
  return {
    adapter: 'postgres',
    output: {
      type: 'postgres',
      host: variable('DB_HOST'),
      port: "{{ env_var('DB_PORT') | int }}",
      user: variable('DB_USER'),
      password: variable(secret('DB_PASSWORD')),
      dbname: variable('DB_NAME'),
      sslmode: warehouse.sslMode,
      ...(warehouse.sslMode === 'verify-full' ? { sslrootcert: publicAuthorities } : {}),
    },
    env: {
      DB_HOST: key('host'),
      DB_PORT: key('port'),
      DB_USER: key('username'),
      [secret('DB_PASSWORD')]: key('password'),
      DB_NAME: key('dbname'),
    },
    egress: warehouse.egress,
  };
}

/** Tables of the lakehouse: Trino lets in whoever its network policy lets in, and writes down who it was. */
function lakehouse({ bindings }: TransformsProps): Target {
  const endpoint = bindings.lakehouse;
  if (!endpoint) throw new Error('a project of dbt has no lakehouse');
  return {
    adapter: 'trino',
    output: {
      type: 'trino',
      method: 'none',
      http_scheme: 'http',
      host: endpoint.host,
      port: endpoint.port,
      user: 'transforms',
      database: 'lakehouse',
    },
    env: {},
    podLabels: endpoint.podLabels,
    egress: endpoint.egress,
  };
}

/** The profile of an outside warehouse, by its kind. Fields: docs.getdbt.com, connection profiles. */
function outside(name: string, warehouse: ExternalWarehouse, { bindings }: TransformsProps): Target {
  const secretName = warehouseSecret(bindings, name);
  const key = (of: string) => ({ secret: secretName, key: of });
  const egress = warehouseEgress(warehouse);
  switch (warehouse.kind) {
    case 'snowflake':
      return {
        adapter: 'snowflake',
        output: {
          type: 'snowflake',
          account: warehouse.host.replace('.snowflakecomputing.com', ''),
          user: variable('SNOWFLAKE_USER'),
          private_key: variable(secret('SNOWFLAKE_KEY')),
          role: warehouse.role,
          warehouse: warehouse.warehouse,
          database: warehouse.database,
        },
        env: { SNOWFLAKE_USER: key('user'), [secret('SNOWFLAKE_KEY')]: key('private-key') },
        egress,
      };
    case 'databricks':
      return {
        adapter: 'databricks',
        output: {
          type: 'databricks',
          host: warehouse.host,
          http_path: warehouse.httpPath,
          catalog: warehouse.catalog,
          auth_type: 'oauth',
          client_id: variable('DATABRICKS_CLIENT_ID'),
          client_secret: variable(secret('DATABRICKS_CLIENT_SECRET')),
        },
        env: {
          DATABRICKS_CLIENT_ID: key('client-id'),
          [secret('DATABRICKS_CLIENT_SECRET')]: key('client-secret'),
        },
        egress,
      };
  }
}

/** The warehouse of a project. */
export function targetOf(project: DbtProject, props: TransformsProps): Target {
  if (project.warehouse === 'postgres') return postgres(props);
  if (project.warehouse === 'lakehouse') return lakehouse(props);
  const warehouse = props.config.warehouses[project.warehouse];
  if (!warehouse) throw new Error(`there is no warehouse ${project.warehouse}`);
  return outside(project.warehouse, warehouse, props);
}

/** `profiles.yml`. */
export const profilesOf = ({ schema, threads }: DbtProject, { output }: Target): string =>
  dump({ [profileName]: { target: 'site', outputs: { site: { ...output, schema, threads } } } });
