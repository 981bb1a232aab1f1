import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue } from '../../constructs/contracts';
import { libpqParts } from '../../constructs/kubernetes/postgres-environment';
import type { Mount } from '../../constructs/kubernetes/workloads';
import { tracking } from '../../services';
import { checkCallers, prepareUsers } from './authentication-scripts';
import { clusterHosts } from './hosts';
import { mlflowPort, serviceName } from './mlflow';
import type { TrackingProps } from './tracking-props';

type Environment = Readonly<Record<string, EnvValue>>;

const { namespace } = tracking;
const folder = '/opt/evenkeel/auth';
const files = { settings: 'basic-auth.ini', callers: 'evenkeel_auth.py', users: 'prepare_users.py' } as const;
const configMap = `${serviceName}-authentication`;

/** Who makes users and grants, and whose rights the daily clearing out has. */
const administrator = 'admin';
/** The user that pods of the cluster are, whom the network policy let in. Nobody knows a password for it. */
const clusterUser = 'in-cluster';

export const asksForUsers = ({ config }: Pick<TrackingProps, 'config'>): boolean => config.authentication === 'basic';

/** `basic-auth.ini`. The driver takes host, user and password from libpq's variables, so nothing here is secret. */
const settings = ({ config }: TrackingProps): string =>
  [
    '[mlflow]',
    `default_permission = ${config.defaultPermission}`,
    'database_uri = postgresql+psycopg2://',
    `authorization_function = ${files.callers.replace('.py', '')}:authenticate`,
    // A password is hashed anew for every request otherwise, 50 times a second for one training that logs steps.
    'auth_cache_ttl_seconds = 60',
    '',
  ].join('\n');

export function addAuthentication(scope: Construct, props: TrackingProps): void {
  if (!asksForUsers(props)) return;
  new ConfigMap(scope, 'authentication', {
    metadata: { name: configMap, namespace },
    data: {
      [files.settings]: settings(props),
      [files.callers]: checkCallers,
      [files.users]: prepareUsers,
    },
  });
}

export const authenticationMounts = (props: TrackingProps): Mount[] =>
  asksForUsers(props) ? [{ path: folder, configMap }] : [];

/** What the server and the preparation of its users know. */
export function authenticationEnvironment(props: TrackingProps): Environment {
  if (!asksForUsers(props)) return {};
  const { database, adminPassword, sessionSecret } = props.bindings;
  if (!adminPassword || !sessionSecret) throw new Error('authentication without its secrets');
  return {
    ...libpqParts(database.secretName),
    PYTHONPATH: folder,
    MLFLOW_AUTH_CONFIG_PATH: `${folder}/${files.settings}`,
    MLFLOW_AUTH_ADMIN_USERNAME: administrator,
    MLFLOW_AUTH_ADMIN_PASSWORD: { secret: adminPassword.secretName, key: 'value' },
    // Signs the forms of the pages; the same in every replica, or one would refuse what another one gave out.
    MLFLOW_FLASK_SERVER_SECRET_KEY: { secret: sessionSecret.secretName, key: 'value' },
    CLUSTER_USER: clusterUser,
    CLUSTER_HOSTS: clusterHosts.map((host) => `${host}:${mlflowPort}`).join(','),
  };
}

/** Of a client that acts as the administrator. */
export function administratorEnvironment(props: TrackingProps): Environment {
  const { adminPassword } = props.bindings;
  return asksForUsers(props) && adminPassword
    ? {
        MLFLOW_TRACKING_USERNAME: administrator,
        MLFLOW_TRACKING_PASSWORD: { secret: adminPassword.secretName, key: 'value' },
      }
    : {};
}

export const authenticationArguments = (props: TrackingProps): string[] =>
  asksForUsers(props) ? ['--app-name', 'basic-auth'] : [];

/** Brings the tables of users to the image's version, and makes the users that must be there. */
export const userPreparation = { command: ['python'], args: [`${folder}/${files.users}`] } as const;
