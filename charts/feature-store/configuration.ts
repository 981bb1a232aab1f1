import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { EnvValue, NetworkPeer, PostgresBinding } from '../../constructs/contracts';
import { feastWarehouse } from '../../constructs/kubernetes/feast-warehouse';
import { libpqTls } from '../../constructs/kubernetes/postgres-environment';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { Mount } from '../../constructs/kubernetes/workloads';
import { featureStore } from '../../services';
import { cachePath, configFile, configMapName, configPath, homePath, project } from './feast';
import type { FeatureStoreProps } from './feature-store-props';

/** Certificate authorities of the image, a Red Hat one: what `verify-full` checks a database against. */
const publicAuthorities = '/etc/pki/tls/certs/ca-bundle.crt';

/** Feast puts environment variables in place of `$NAME` when it reads the file, so no secret stands in it. */
const onlineStore = ({ bindings: { online } }: FeatureStoreProps) => ({
  type: 'redis',
  connection_string: [
    '$ONLINE_HOST:$ONLINE_PORT',
    ...(online.signIn === 'password' ? ['username=$ONLINE_USER', 'password=$ONLINE_PASSWORD'] : []),
    'ssl=true',
    ...(online.tls === 'private-authority' ? [`ssl_ca_certs=${cachePath}/ca.crt`] : []),
    // A dead connection must not hold a request longer than the caller waits.
    'socket_connect_timeout=2',
    'socket_timeout=2',
    'health_check_interval=30',
  ].join(','),
});

const historyDatabase = (sslMode: PostgresBinding['sslMode']) => ({
  type: 'postgres',
  host: '$HISTORY_HOST',
  port: '$HISTORY_PORT',
  database: '$HISTORY_NAME',
  db_schema: 'public',
  user: '$HISTORY_USER',
  password: '$HISTORY_PASSWORD',
  sslmode: sslMode,
  ...(sslMode === 'verify-full' ? { sslrootcert_path: publicAuthorities } : {}),
});

const offlineStore = ({ bindings: { history, warehouse, files } }: FeatureStoreProps) => {
  if (history) return historyDatabase(history.sslMode);
  if (warehouse) return feastWarehouse(warehouse, files);
  return { type: 'duckdb', staging_location: `${files.uri}/staging` };
};

/** Where the history is, of whatever kind. */
export const historyEgress = ({ bindings: { history, warehouse } }: FeatureStoreProps): readonly NetworkPeer[] => [
  ...(history?.egress ?? []),
  ...(warehouse?.egress ?? []),
];

/** Also told to definitions, so that the same ones find their tables on every site. */
const warehouseEnvironment = ({ bindings: { warehouse } }: FeatureStoreProps): Environment =>
  warehouse ? { ...warehouse.env, WAREHOUSE_CATALOG: warehouse.catalog, WAREHOUSE_DATABASE: warehouse.database } : {};

/** `feature_store.yaml`: JSON, which is YAML too. */
export const featureStoreFile = (props: FeatureStoreProps): string =>
  `${JSON.stringify(
    {
      project,
      provider: 'local',
      entity_key_serialization_version: 3,
      registry: {
        registry_type: 'sql',
        path: 'postgresql+psycopg://$REGISTRY_USER:$REGISTRY_PASSWORD@$REGISTRY_HOST:$REGISTRY_PORT/$REGISTRY_NAME',
        // Made by a job before; many servers that start at once would get in each other's way.
        schema_mode: 'verify',
        // Refreshed beside the requests, never inside one.
        cache_mode: 'thread',
        cache_ttl_seconds: 60,
        sqlalchemy_config_kwargs: { pool_size: 1, max_overflow: 2, pool_pre_ping: true, pool_recycle: 300 },
      },
      online_store: onlineStore(props),
      offline_store: offlineStore(props),
      feature_server: { type: 'local', metrics: { enabled: true } },
      auth: { type: 'no_auth' },
    },
    undefined,
    2,
  )}\n`;

type Environment = Readonly<Record<string, EnvValue>>;

const fromSecret = (prefix: string, secret: string, keys: Readonly<Record<string, string>>): Environment =>
  Object.fromEntries(Object.entries(keys).map(([name, key]) => [`${prefix}_${name}`, { secret, key }]));

const databaseKeys = { HOST: 'host', PORT: 'port', NAME: 'dbname', USER: 'username', PASSWORD: 'password' } as const;
const cacheKeys = {
  network: { HOST: 'host', PORT: 'port' },
  password: { HOST: 'host', PORT: 'port', USER: 'username', PASSWORD: 'password' },
} as const;

/** What every Feast process needs: where its stores are, and a home that it can write to. */
export function feastEnvironment(props: FeatureStoreProps): Environment {
  const { online, registry, history, files } = props.bindings;
  return {
    HOME: homePath,
    PYTHONDONTWRITEBYTECODE: '1',
    FEAST_USAGE: 'False',
    FEAST_FS_YAML_FILE_PATH: `${configPath}/${configFile}`,
    ...files.env,
    ...fromSecret('ONLINE', online.secretName, cacheKeys[online.signIn]),
    ...fromSecret('REGISTRY', registry.secretName, databaseKeys),
    ...libpqTls(registry.sslMode, publicAuthorities),
    ...(history ? fromSecret('HISTORY', history.secretName, databaseKeys) : {}),
    ...warehouseEnvironment(props),
  };
}

export const feastMounts = ({ bindings: { online } }: FeatureStoreProps, scratchMiB: number): Mount[] => [
  { path: homePath, scratchMiB },
  { path: configPath, configMap: configMapName },
  ...(online.tls === 'private-authority' ? [{ path: cachePath, secret: online.secretName }] : []),
];

/** The file of every process, once for those of a wave. */
export function addConfiguration(scope: Construct, props: FeatureStoreProps): void {
  const manifest: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: configMapName, namespace: featureStore.namespace },
    data: { [configFile]: featureStoreFile(props) },
  };
  typedObject(scope, manifest);
}
