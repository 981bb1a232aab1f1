import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { orchestration } from '../../services';

/** 2026: the newest release. Its image holds the providers of every cloud, of PostgreSQL, Kubernetes and FAB. */
const airflowVersion = '3.3.2';

export const airflowImage = `apache/airflow:${airflowVersion}`;

/** The image's own user; its files belong to the group 0, which may write where any user may run. */
export const airflowUser = 50_000;
export const airflowGroup = 0;

export const serviceName = 'airflow';
export const { namespace } = orchestration;

export const ports = {
  api: 8080,
  triggerLogs: 8794,
  statsd: 9125,
  metrics: 9102,
  gitSync: 9090,
  retraining: 8085,
} as const;

/** `AIRFLOW_HOME` of the image: configuration that Airflow writes for itself, and logs on their way to the bucket. */
export const airflowHome = '/opt/airflow';
export const podTemplate = { configMap: `${serviceName}-task`, path: '/opt/evenkeel/pods', file: 'task.yaml' } as const;

const software = { name: serviceName, version: airflowVersion } as const;
export const components = {
  apiServer: { ...software, component: 'api-server' },
  scheduler: { ...software, component: 'scheduler' },
  dagProcessor: { ...software, component: 'dag-processor' },
  triggerer: { ...software, component: 'triggerer' },
  task: { ...software, component: 'task' },
  migration: { ...software, component: 'migration' },
  databaseCleanUp: { ...software, component: 'database-clean-up' },
  retraining: { ...software, component: 'retraining' },
  podCleanUp: { ...software, component: 'pod-clean-up' },
} as const;

/** Labels that select the pods of a part. */
export const podsOf = (component: keyof typeof components) =>
  componentLabels(orchestration.name, components[component]).selector;

/** Where tasks and other services reach the API. */
export const apiUrl = `http://${serviceName}.${namespace}.svc:${ports.api}`;
