import type { EnvValue } from '../../constructs/contracts';
import { databaseParts, libpqTls } from '../../constructs/kubernetes/postgres-environment';
import { airflowPool, apiServerWorkers } from '../../services/orchestration';
import { airflowHome, apiUrl, namespace, podTemplate, ports } from './airflow';
import { dagsEnvironment } from './dags';
import { lineageEnvironment } from './lineage';
import type { OrchestrationProps } from './orchestration-props';
import { remoteLogs } from './remote-logs';
import { siteDagsEnvironment } from './site-dags';

type Environment = Readonly<Record<string, EnvValue>>;

/** What every Airflow process is told, tasks included. */
const everyProcess: Environment = {
  AIRFLOW_HOME: airflowHome,
  PYTHONDONTWRITEBYTECODE: '1',
  AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
  AIRFLOW__LOGGING__COLORED_CONSOLE_LOG: 'False',
  AIRFLOW__USAGE_DATA_COLLECTION__ENABLED: 'False',
};

/** The database's parts from its Secret, and the URI that Kubernetes puts together from them. Their order matters. */
const database = ({ bindings }: OrchestrationProps): Environment => ({
  ...databaseParts(bindings.database.secretName),
  ...libpqTls(bindings.database.sslMode),
  // The password is letters and digits only.
  AIRFLOW__DATABASE__SQL_ALCHEMY_CONN:
    'postgresql+psycopg2://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):$(DB_PORT)/$(DB_NAME)',
  AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_SIZE: `${airflowPool.size}`,
  AIRFLOW__DATABASE__SQL_ALCHEMY_MAX_OVERFLOW: `${airflowPool.overflow}`,
  // Before the load balancers and firewalls between here and the database forget an idle connection.
  AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_RECYCLE: '300',
});

/** Secrets that all servers share: made once, or each would refuse what another one signed. */
const sharedSecrets = ({ bindings }: OrchestrationProps): Environment => ({
  // 43 letters and digits and one `=` are 32 bytes in base64, which is what Fernet takes; the spare bits are ignored.
  FERNET_CHARACTERS: { secret: bindings.fernetKey.secretName, key: 'value' },
  AIRFLOW__CORE__FERNET_KEY: '$(FERNET_CHARACTERS)=',
  AIRFLOW__API_AUTH__JWT_SECRET: { secret: bindings.jwtSecret.secretName, key: 'value' },
  AIRFLOW__API_AUTH__JWT_ISSUER: bindings.web.url,
  AIRFLOW__API__SECRET_KEY: { secret: bindings.apiSecret.secretName, key: 'value' },
});

/** What everything that touches the database has in common: jobs, and below them servers. */
export const databaseEnvironment = (props: OrchestrationProps): Environment => ({
  ...everyProcess,
  ...database(props),
  ...sharedSecrets(props),
  // Users, roles and passwords in the database; the default one is for a single developer.
  AIRFLOW__CORE__AUTH_MANAGER: 'airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager',
});

/** What the kubernetes executor and its tools are told. */
export const podEnvironment: Environment = {
  AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE: namespace,
  AIRFLOW__KUBERNETES_EXECUTOR__POD_TEMPLATE_FILE: `${podTemplate.path}/${podTemplate.file}`,
  AIRFLOW__KUBERNETES_EXECUTOR__DELETE_WORKER_PODS: 'True',
  // A pod that failed stays for the clean-up job, so that a person can look at it first.
  AIRFLOW__KUBERNETES_EXECUTOR__DELETE_WORKER_PODS_ON_FAILURE: 'False',
  AIRFLOW__KUBERNETES_EXECUTOR__WORKER_PODS_CREATION_BATCH_SIZE: '16',
};

/** Of the API server, the scheduler, the DAG processor and the triggerer. */
export const serverEnvironment = (props: OrchestrationProps): Environment => ({
  ...databaseEnvironment(props),
  ...remoteLogs(props.bindings.logs),
  ...dagsEnvironment(props.config),
  ...siteDagsEnvironment(props.context),
  ...podEnvironment,
  AIRFLOW__CORE__EXECUTOR: 'KubernetesExecutor',
  AIRFLOW__CORE__PARALLELISM: `${props.config.parallelism}`,
  AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `${apiUrl}/execution/`,
  // Pods find each other by address; their names are known to nobody.
  AIRFLOW__CORE__HOSTNAME_CALLABLE: 'airflow.utils.net.get_host_ip_address',
  AIRFLOW__API__BASE_URL: props.bindings.web.url,
  AIRFLOW__API__PORT: `${ports.api}`,
  AIRFLOW__API__WORKERS: `${apiServerWorkers[props.config.size]}`,
  AIRFLOW__API__EXPOSE_CONFIG: 'False',
  AIRFLOW__FAB__ENABLE_PROXY_FIX: 'True',
  AIRFLOW__FAB__COOKIE_SECURE: 'True',
  // Only the gateway, tasks and stated callers reach the port; see the network policy.
  FORWARDED_ALLOW_IPS: '*',
  AIRFLOW__METRICS__STATSD_ON: 'True',
  AIRFLOW__METRICS__STATSD_HOST: '127.0.0.1',
  AIRFLOW__METRICS__STATSD_PORT: `${ports.statsd}`,
  AIRFLOW__METRICS__STATSD_PREFIX: 'airflow',
  // Tags after the name, which the exporter turns into labels; without the old names that carry them inside.
  AIRFLOW__METRICS__STATSD_INFLUXDB_ENABLED: 'True',
  AIRFLOW__METRICS__LEGACY_NAMES_ON: 'False',
});

/**
 * Of a task: where the API server is, and where logs go. No database and none of the shared secrets: a task shows the
 * token that the scheduler gave it, and asks the API server for connections and variables.
 */
export const taskEnvironment = (props: OrchestrationProps): Environment => ({
  ...everyProcess,
  ...remoteLogs(props.bindings.logs),
  ...dagsEnvironment(props.config),
  ...siteDagsEnvironment(props.context),
  AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `${apiUrl}/execution/`,
  AIRFLOW__CORE__HOSTNAME_CALLABLE: 'airflow.utils.net.get_host_ip_address',
  ...(props.bindings.tracking ? { MLFLOW_TRACKING_URI: props.bindings.tracking.url } : {}),
  ...lineageEnvironment(props),
});
