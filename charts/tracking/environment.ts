import type { EnvValue } from '../../constructs/contracts';
import { databaseParts, libpqTls } from '../../constructs/kubernetes/postgres-environment';
import { asksForUsers, authenticationEnvironment } from './authentication';
import { scratchPath } from './mlflow';
import type { ServerSize } from './sizing';
import type { TrackingProps } from './tracking-props';

type Environment = Readonly<Record<string, EnvValue>>;

/** The database's parts from its Secret, and the URI that Kubernetes puts together from them. Their order matters. */
export const databaseEnvironment = ({ bindings: { database } }: TrackingProps): Environment => ({
  ...databaseParts(database.secretName),
  ...libpqTls(database.sslMode),
  // The driver is named: without it the newest SQLAlchemy takes another one. The password is letters and digits only.
  MLFLOW_BACKEND_STORE_URI: 'postgresql+psycopg2://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):$(DB_PORT)/$(DB_NAME)',
});

/** What every MLflow process needs under a root that it cannot write to, and without calling home. */
export const processEnvironment: Environment = {
  HOME: scratchPath,
  PYTHONDONTWRITEBYTECODE: '1',
  MLFLOW_DISABLE_TELEMETRY: 'true',
};

/** Users are read through a pool of their own, which takes the same settings: both share what one would have. */
const poolEnvironment = (size: ServerSize, pools: number): Environment => ({
  MLFLOW_SQLALCHEMYSTORE_POOL_SIZE: `${Math.ceil(size.poolSize / pools)}`,
  MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW: `${Math.floor(size.poolOverflow / pools)}`,
});

export const serverEnvironment = (props: TrackingProps, size: ServerSize): Environment => ({
  ...processEnvironment,
  ...databaseEnvironment(props),
  ...authenticationEnvironment(props),
  ...props.bindings.artifacts.env,
  // Wraps the keys of credentials that users store; the same in every replica, or they could not read each other's.
  MLFLOW_CRYPTO_KEK_PASSPHRASE: { secret: props.bindings.passphrase.secretName, key: 'value' },
  ...poolEnvironment(size, asksForUsers(props) ? 2 : 1),
  // Before the load balancers and firewalls between here and the database forget an idle connection.
  MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE: '300',
  // Its queue lives inside one pod: replicas would schedule twice, and a restart would lose what was running.
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
});
