import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { type ContainerSpec, ScheduledJob } from '../../constructs/kubernetes/workloads';
import { fetchFile } from '../batch-runs/fetch-file';
import { pushMetrics, pushMetricsFile } from '../batch-runs/push-metrics';
import { pushgatewayOf } from '../batch-runs/pushgateway';
import { driftScript } from './drift-script';
import {
  components,
  driftMetrics,
  evidentlyImage,
  namespace,
  owner,
  podsOf,
  ports,
  processEnvironment,
  serverName,
  user,
} from './evidently';
import type { ModelMonitoringProps, WatchedModel } from './model-monitoring-props';

const script = { configMap: 'measure-drift', folder: '/opt/evenkeel', file: 'measure-drift.py' } as const;
const data = '/data';
const folderOf = (which: 'reference' | 'current'): string => `${data}/${which}`;

const fetchData = ({ bindings }: ModelMonitoringProps, which: 'reference' | 'current', file: string): ContainerSpec =>
  fetchFile({
    name: `fetch-${which}`,
    bucket: bindings.datasets,
    file,
    folder: folderOf(which),
    tracking: bindings.tracking,
    mounts: dataMounts,
  });

const dataMounts = [
  { path: data, scratchMiB: 8192 },
  { path: '/tmp', scratchMiB: 1024 },
] as const;

const versionSettings = ({ column, minimumRows, labels }: NonNullable<WatchedModel['versions']>) => ({
  VERSION_COLUMN: column,
  VERSION_ROWS: `${minimumRows}`,
  ...(labels ? { LABEL_COLUMN: labels.column, LABEL_ERROR: labels.error } : {}),
});

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
    ...(model.versions ? versionSettings(model.versions) : {}),
    PUSHGATEWAY_URL: pushgatewayOf(driftMetrics).url,
    EVIDENTLY_URL: `http://${serverName}.${namespace}.svc:${ports.ui}`,
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
    data: { [script.file]: driftScript, [pushMetricsFile]: pushMetrics },
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
        pushgatewayOf(driftMetrics).egress,
      ],
    });
  }
}
