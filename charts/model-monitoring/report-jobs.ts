import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type ContainerSpec, ScheduledJob } from '../../constructs/kubernetes/workloads';
import { fetchFile } from '../batch-runs/fetch-file';
import { pushMetrics, pushMetricsFile } from '../batch-runs/push-metrics';
import { pushgatewayOf } from '../batch-runs/pushgateway';
import { mlflowImage } from '../tracking/mlflow';
import { components, driftMetrics, evidentlyImage, namespace, owner, processEnvironment, user } from './evidently';
import type { ModelMonitoringProps, WatchedModel } from './model-monitoring-props';
import { reportScripts } from './report-scripts';

const configMap = 'model-reports';
const scripts = '/opt/evenkeel';
const folders = { current: '/data/current', report: '/data/report' } as const;
const mounts = [
  { path: '/data', scratchMiB: 8192 },
  { path: '/tmp', scratchMiB: 1024 },
  { path: scripts, configMap },
] as const;

/** One report of one model. */
interface Report {
  readonly kind: 'explanations' | 'fairness';
  readonly model: WatchedModel;
  readonly schedule: string;
  readonly script: keyof typeof reportScripts;
  readonly settings: Readonly<Record<string, string>>;
}

const explanations = (model: WatchedModel): Report[] =>
  model.explanations
    ? [
        {
          kind: 'explanations',
          model,
          schedule: model.explanations.schedule,
          script: 'explain.py',
          settings: { ROWS: `${model.explanations.rows}`, WITHOUT: model.explanations.without.join(',') },
        },
      ]
    : [];

const fairness = (model: WatchedModel): Report[] =>
  model.fairness
    ? [
        {
          kind: 'fairness',
          model,
          schedule: model.fairness.schedule,
          script: 'measure_fairness.py',
          settings: {
            GROUP_COLUMN: model.fairness.column,
            LABEL_COLUMN: model.fairness.labelColumn ?? '',
            THRESHOLD: `${model.fairness.threshold}`,
            MINIMUM_ROWS: `${model.fairness.minimumRows}`,
          },
        },
      ]
    : [];

const measure = ({ model, script, settings }: Report): ContainerSpec => ({
  name: 'measure',
  image: evidentlyImage,
  command: ['python'],
  args: [`${scripts}/${script}`],
  env: {
    ...processEnvironment,
    CURRENT_FOLDER: folders.current,
    REPORT_FOLDER: folders.report,
    MODEL: model.name,
    PREDICTION_COLUMN: model.predictionColumn,
    PUSHGATEWAY_URL: pushgatewayOf(driftMetrics).url,
    ...settings,
  },
  cpuMillis: 500,
  memoryMiB: model.memoryMiB,
  mounts,
});

const store = ({ bindings }: ModelMonitoringProps, { kind, model }: Report): ContainerSpec => ({
  name: 'store',
  image: mlflowImage,
  command: ['python'],
  args: [`${scripts}/store_report.py`, `${bindings.datasets.uri}/reports/${model.name}/${kind}`, folders.report],
  env: { HOME: '/tmp', PYTHONDONTWRITEBYTECODE: '1', MLFLOW_DISABLE_TELEMETRY: 'true', ...bindings.datasets.env },
  cpuMillis: 250,
  memoryMiB: 1024,
  mounts,
});

/** What a model depends on and how it treats groups: fetch what it saw lately, measure, keep the page in the bucket. */
export function addReportJobs(scope: Construct, props: ModelMonitoringProps): void {
  const { config, bindings } = props;
  const reports = config.models.flatMap((model) => [...explanations(model), ...fairness(model)]);
  if (reports.length === 0) return;
  new ConfigMap(scope, 'report-scripts', {
    metadata: { name: configMap, namespace },
    data: { ...reportScripts, [pushMetricsFile]: pushMetrics },
  });
  for (const report of reports) {
    const { kind, model, schedule } = report;
    new ScheduledJob(scope, `${kind}-${model.name}`, {
      name: `${kind}-${model.name}`,
      namespace,
      owner,
      software: components.drift,
      schedule,
      deadlineMinutes: 55,
      user,
      serviceAccountName: bindings.identity.serviceAccountName,
      podLabels: { ...bindings.identity.podLabels, ...bindings.tracking?.podLabels },
      initContainers: [
        fetchFile({
          name: 'fetch-current',
          bucket: bindings.datasets,
          file: model.current,
          folder: folders.current,
          tracking: bindings.tracking,
          mounts,
        }),
        measure(report),
      ],
      containers: [store(props, report)],
      ingress: [],
      egress: [
        ...bindings.datasets.egress,
        ...bindings.identity.egress,
        ...(bindings.tracking?.egress ?? []),
        pushgatewayOf(driftMetrics).egress,
      ],
    });
  }
}
