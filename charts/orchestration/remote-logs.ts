import type { BucketBinding, EnvValue } from '../../constructs/contracts';

type Environment = Readonly<Record<string, EnvValue>>;

const folder = 'logs';
const connection = 'remote_logs';

/** What Airflow must know to keep logs under an address, where its scheme alone does not say it. */
const settingsByScheme: Readonly<Record<string, ((uri: string) => Environment) | undefined>> = {
  // fsspec's `wasbs://<container>@<account host>`; Airflow wants the parts apart, and the account in a connection.
  // Without a password the connection signs in as the pod's own identity.
  wasbs: (uri) => {
    const { username: container, hostname } = new URL(uri);
    return {
      AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER: `wasb://${folder}`,
      AIRFLOW__AZURE_REMOTE_LOGGING__REMOTE_WASB_LOG_CONTAINER: container,
      [`AIRFLOW_CONN_${connection.toUpperCase()}`]: JSON.stringify({ conn_type: 'wasb', host: `https://${hostname}` }),
    };
  },
};

/**
 * Logs of tasks outlive their pods in the bucket. The scheme of its address chooses Airflow's writer: `s3` and `gs` sign
 * in as the pod does, without a connection that is set up.
 */
export function remoteLogs({ uri, env }: BucketBinding): Environment {
  const scheme = uri.slice(0, uri.indexOf(':'));
  return {
    ...env,
    AIRFLOW__LOGGING__REMOTE_LOGGING: 'True',
    AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER: `${uri}/${folder}`,
    AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID: settingsByScheme[scheme] ? connection : '',
    ...settingsByScheme[scheme]?.(uri),
  };
}
