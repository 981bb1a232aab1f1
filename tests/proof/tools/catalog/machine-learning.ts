import type { Tool } from '../tool';

/** Services that people work with, most of them Python. */
export const machineLearningTools: readonly Tool[] = [
  {
    name: 'mlflow',
    version: '3.17.2',
    proves: 'MLflow starts with the rendered command and environment',
    minutes: 1,
    cached: { kind: 'environment', executable: 'mlflow' },
    sources: [
      {
        kind: 'python',
        requirements: [
          'mlflow[auth]==3.17.2',
          'prometheus-flask-exporter==0.23.2',
          'psycopg[binary]==3.3.9',
          'psycopg2-binary==2.9.13',
          'boto3==1.44.5',
        ],
      },
    ],
    without: 'the MLflow proof is skipped by name',
  },
  {
    name: 'airflow',
    version: '3.3.2',
    proves: 'Airflow runs a DAG with the rendered commands and environment',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'airflow' },
    sources: [
      {
        kind: 'python',
        requirements: ['apache-airflow[amazon,cncf.kubernetes,fab,postgres,statsd]==3.3.2'],
      },
    ],
    without: 'the Airflow proof is skipped by name',
  },
  {
    name: 'evidently',
    version: '0.7.23',
    proves: 'drift is measured by the rendered script and shown by the rendered server',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'evidently' },
    // pandas 3 breaks its import.
    sources: [{ kind: 'python', requirements: ['evidently==0.7.23', 'pandas==2.3.3'] }],
    without: 'the Evidently proof is skipped by name',
  },
  {
    name: 'mlserver',
    version: '1.7.1',
    proves: 'predictions are answered, explained and written down by the rendered server',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'mlserver' },
    sources: [
      {
        kind: 'python',
        requirements: [
          'mlserver==1.7.1',
          'mlserver-sklearn==1.7.1',
          'numpy==2.4.6',
          'pandas==3.1.1',
          'scikit-learn==1.9.1',
          // From 0.22 on its workers find no event loop.
          'uvloop==0.21.0',
        ],
      },
    ],
    without: 'the proof of explanations is skipped by name',
  },
  {
    name: 'dbt',
    version: '1.11.16',
    proves: 'a dbt project runs by the rendered script, and fails when a test of it fails',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'dbt' },
    sources: [{ kind: 'python', requirements: ['dbt-core==1.11.16', 'dbt-postgres==1.11.0'] }],
    without: 'the proof of runs that Airflow starts is skipped by name',
  },
  {
    name: 'jupyterhub',
    version: '5.5.4',
    proves: 'people sign in to the rendered hub, and the pod of their server is admitted',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'jupyterhub' },
    sources: [
      {
        kind: 'python',
        requirements: [
          'jupyterhub==5.5.4',
          'jupyterhub-idle-culler==1.4.0',
          'jupyterhub-kubespawner==7.1.0',
          'jupyterlab==4.6.6',
          'oauthenticator==17.4.0',
          'psycopg2-binary==2.9.13',
        ],
      },
    ],
    without: 'the proof of notebooks is skipped by name',
  },
  {
    name: 'configurable-http-proxy',
    version: '5.3.0',
    proves: 'notebooks are reached through the rendered proxy',
    minutes: 0.2,
    cached: { kind: 'packages', executable: 'configurable-http-proxy' },
    sources: [{ kind: 'npm', packages: ['configurable-http-proxy@5.3.0'] }],
    without: 'the proof of notebooks is skipped by name',
  },
  {
    name: 'datahub',
    version: '1.7.0',
    proves: 'recipes of the catalogue are read by DataHub itself, and lineage is told by the client of OpenLineage',
    minutes: 1,
    cached: { kind: 'environment', executable: 'datahub' },
    sources: [
      {
        kind: 'python',
        requirements: ['acryl-datahub[dbt]==1.7.0', 'feast[postgres]==0.67.0', 'openlineage-python==1.54.0'],
      },
    ],
    without: 'the proof of the catalogue is skipped by name',
  },
  {
    name: 'great-expectations',
    version: '1.24.1',
    proves: 'a suite of expectations is looked at by the rendered script',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'python' },
    sources: [{ kind: 'python', requirements: ['great-expectations==1.24.1', 'pyarrow==26.0.1'] }],
    without: 'the proof of runs that Airflow starts is skipped by name',
  },
  {
    name: 'feast',
    version: '0.67.0',
    proves: 'features are materialised and read with the rendered commands and file',
    minutes: 1,
    cached: { kind: 'environment', executable: 'feast' },
    sources: [{ kind: 'python', requirements: ['feast[duckdb,grpcio,postgres,redis]==0.67.0'] }],
    without: 'the Feast proof is skipped by name',
  },
];
