import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { type ContainerSpec, ScheduledJob } from '../../constructs/kubernetes/workloads';
import { mlflowImage } from '../tracking/mlflow';
import { driftScript } from './drift-script';
import {
  components,
  evidentlyImage,
  namespace,
  owner,
  podsOf,
  ports,
  processEnvironment,
  pushgatewayName,
  serverName,
  user,
} from './evidently';
import type { ModelMonitoringProps, WatchedModel } from './model-monitoring-props';

const script = { configMap: 'measure-drift', folder: '/opt/evenkeel', file: 'measure-drift.py' } as const;
const data = '/data';
const folderOf = (which: 'reference' | 'current'): string => `${data}/${which}`;

/** A path inside the bucket becomes an address; what MLflow keeps has one already. */
const addressOf = (dataset: string, bucket: string): string =>
  dataset.includes(':/') ? dataset : `${bucket}/${dataset}`;

/** MLflow's client reads every cloud's store by the scheme of the address, and MLflow's own artifacts. */
function fetchData({ bindings }: ModelMonitoringProps, which: 'reference' | 'current', dataset: string): ContainerSpec {
  return {
    name: `fetch-${which}`,
    image: mlflowImage,
    command: ['mlflow'],
    args: [
      'artifacts',
      'download',
      '--artifact-uri',
      addressOf(dataset, bindings.datasets.uri),
      '--dst-path',
      folderOf(which),
    ],
    env: {
      HOME: '/tmp',
      PYTHONDONTWRITEBYTECODE: '1',
      MLFLOW_DISABLE_TELEMETRY: 'true',
      ...bindings.datasets.env,
      ...(bindings.tracking ? { MLFLOW_TRACKING_URI: bindings.tracking.url } : {}),
    },
    cpuMillis: 250,
    memoryMiB: 1024,
    mounts: dataMounts,
  };
}

const dataMounts = [
  { path: data, scratchMiB: 8192 },
  { path: '/tmp', scratchMiB: 1024 },
] as const;

const service = (name: string, port: number): string => `http://${name}.${namespace}.svc:${port}`;

const measure = ({ bindings }: ModelMonitoringProps, model: WatchedModel): ContainerSpec => ({
  name: 'measure',
  image: evidentlyImage,
  command: ['python'],
  args: [`${script.folder}/${script.file}`],
  env: {
    ...processEnvironment,
    REFERENCE_FOLDER: folderOf('reference'),
    CURRENT_FOLDER: folderOf('current'),
    MODEL: model.name,
    PREDICTION_COLUMN: model.predictionColumn,
    PSI_THRESHOLD: `${model.psiThreshold}`,
    KS_P_VALUE: `${model.ksPValue}`,
    PUSHGATEWAY_URL: service(pushgatewayName, ports.pushgateway),
    EVIDENTLY_URL: service(serverName, ports.ui),
    EVIDENTLY_SECRET: { secret: bindings.writeSecret.secretName, key: 'value' },
  },
  cpuMillis: 500,
  memoryMiB: model.memoryMiB,
  mounts: [...dataMounts, { path: script.folder, configMap: script.configMap }],
});

/** A measurement of every model, at its own times: fetch both data sets, compare them, tell. */
export function addDriftJobs(scope: Construct, props: ModelMonitoringProps): void {
  const { config, bindings } = props;
  if (config.models.length === 0) return;
  new ConfigMap(scope, 'script', {
    metadata: { name: script.configMap, namespace },
    data: { [script.file]: driftScript },
  });
  for (const model of config.models) {
    new ScheduledJob(scope, `drift-${model.name}`, {
      name: `drift-${model.name}`,
      namespace,
      owner,
      software: components.drift,
      schedule: model.schedule,
      deadlineMinutes: 55,
      user,
      serviceAccountName: bindings.identity.serviceAccountName,
      podLabels: { ...bindings.identity.podLabels, ...bindings.tracking?.podLabels },
      initContainers: [fetchData(props, 'reference', model.reference), fetchData(props, 'current', model.current)],
      containers: [measure(props, model)],
      ingress: [],
      egress: [
        ...bindings.datasets.egress,
        ...bindings.identity.egress,
        ...(bindings.tracking?.egress ?? []),
        { namespace, podLabels: podsOf('server'), ports: [tcp(ports.ui)] },
        { namespace, podLabels: podsOf('metrics'), ports: [tcp(ports.pushgateway)] },
      ],
    });
  }
}
