import { modelMonitoringSignals } from '../../../charts/model-monitoring/signals';
import { modelMonitoring, tracking } from '../../../services';
import { places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const churn = {
  name: 'churn',
  reference: 'runs:/0123456789abcdef/reference.parquet',
  current: 'churn/current.parquet',
  schedule: '7 5 * * *',
  psiThreshold: 0.3,
};
const managed = renderManaged({
  services: {
    tracking: tracking.config.parse({}),
    modelMonitoring: modelMonitoring.config.parse({ models: [churn] }),
  },
});

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: string[];
  readonly env: {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef: { name: string } };
  }[];
}

interface Template {
  readonly metadata: { readonly labels: Record<string, string> };
  readonly spec: {
    readonly initContainers: Container[];
    readonly containers: Container[];
    serviceAccountName?: string;
  };
}

const job = specOf<{
  schedule: string;
  jobTemplate: { spec: { template: Template } };
}>(the(managed, 'CronJob', 'drift-churn'));
const { template } = job.jobTemplate.spec;
const environment = ({ env }: Container): Record<string, string | undefined> =>
  Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, valueFrom?.secretKeyRef.name ?? value]));

test('objects of the service', () => {
  expect(places(managed).filter((place) => /^k8s\/50-model-monitoring/.test(place))).toMatchInlineSnapshot(`
    [
      "k8s/50-model-monitoring-access/HTTPRoute/model-monitoring-web",
      "k8s/50-model-monitoring-volume-snapshots/ConfigMap/volume-snapshots",
      "k8s/50-model-monitoring-volume-snapshots/CronJob/volume-snapshots",
      "k8s/50-model-monitoring-volume-snapshots/NetworkPolicy/volume-snapshots",
      "k8s/50-model-monitoring-volume-snapshots/Role/volume-snapshots",
      "k8s/50-model-monitoring-volume-snapshots/RoleBinding/volume-snapshots",
      "k8s/50-model-monitoring-volume-snapshots/ServiceAccount/volume-snapshots",
      "k8s/50-model-monitoring/ConfigMap/measure-drift",
      "k8s/50-model-monitoring/CronJob/drift-churn",
      "k8s/50-model-monitoring/Deployment/drift-metrics",
      "k8s/50-model-monitoring/NetworkPolicy/drift-churn",
      "k8s/50-model-monitoring/NetworkPolicy/drift-metrics",
      "k8s/50-model-monitoring/NetworkPolicy/evidently",
      "k8s/50-model-monitoring/Service/drift-metrics",
      "k8s/50-model-monitoring/Service/evidently",
      "k8s/50-model-monitoring/Service/evidently-headless",
      "k8s/50-model-monitoring/StatefulSet/evidently",
    ]
  `);
});

test('one server keeps the reports on one volume, and nobody writes without the secret', () => {
  const {
    replicas,
    volumeClaimTemplates,
    template: server,
  } = specOf<{
    replicas: number;
    volumeClaimTemplates: unknown[];
    template: Template;
  }>(the(managed, 'StatefulSet', 'evidently'));
  expect([replicas, volumeClaimTemplates.length]).toEqual([1, 1]);
  const [container] = server.spec.containers as [Container];
  expect(environment(container).EVIDENTLY_SECRET).toBe('model-monitoring-write-secret');
  expect(environment(template.spec.containers[0] as Container).EVIDENTLY_SECRET).toBe('model-monitoring-write-secret');
});

test('a model is measured at its own times, with its own thresholds', () => {
  expect(job.schedule).toBe('7 5 * * *');
  expect(environment(template.spec.containers[0] as Container)).toMatchObject({
    MODEL: 'churn',
    PREDICTION_COLUMN: 'prediction',
    PSI_THRESHOLD: '0.3',
    KS_P_VALUE: '0.001',
    PUSHGATEWAY_URL: 'http://drift-metrics.model-monitoring.svc:9091',
    EVIDENTLY_URL: 'http://evidently.model-monitoring.svc:8000',
  });
});

test('each version is measured apart where that is asked for', () => {
  const models = [{ ...churn, versions: { labels: { column: 'churned', error: 'squared' } } }];
  const rendered = renderManaged({ services: { modelMonitoring: modelMonitoring.config.parse({ models }) } });
  const spec = specOf<typeof job>(the(rendered, 'CronJob', 'drift-churn')).jobTemplate.spec.template.spec;
  expect(environment(spec.containers[0] as Container)).toMatchObject({
    VERSION_COLUMN: 'version',
    VERSION_ROWS: '500',
    LABEL_COLUMN: 'churned',
    LABEL_ERROR: 'squared',
  });
  expect(environment(template.spec.containers[0] as Container)).not.toHaveProperty('VERSION_COLUMN');
});

test('data comes from the bucket of the service or from MLflow, by one client for every cloud', () => {
  expect(template.spec.initContainers.map(({ args }) => args[3])).toEqual([
    'runs:/0123456789abcdef/reference.parquet',
    'store://files/churn/current.parquet',
  ]);
  expect(environment(template.spec.initContainers[0] as Container)).toMatchObject({
    STORE: 'yes',
    MLFLOW_TRACKING_URI: 'http://mlflow.tracking.svc:5000',
  });
  expect(template.metadata.labels).toHaveProperty(['evenkeel.dev/calls-tracking'], 'true');
  expect(template.spec.serviceAccountName).toBe('drift');
});

test('the policy of the Pushgateway lets jobs and the scraper in, and nobody else', () => {
  const { ingress } = specOf<{
    ingress: { from: { namespaceSelector: { matchLabels: object } }[] }[];
  }>(the(managed, 'NetworkPolicy', 'drift-metrics'));
  expect(ingress.map(({ from }) => Object.values(from[0]?.namespaceSelector.matchLabels ?? {})[0])).toEqual([
    'model-monitoring',
    'monitoring',
  ]);
});

test('without models there is no job and no script', () => {
  const none = renderLocal({
    services: {
      modelMonitoring: modelMonitoring.config.parse({ ownKey: false }),
    },
  });
  expect(places(none).filter((place) => /CronJob|ConfigMap/.test(place))).toEqual([]);
});

describe('reports and retraining', () => {
  const config = modelMonitoring.config.parse({
    models: [
      {
        ...churn,
        retrain: { dag: 'train_churn' },
        explanations: {},
        fairness: { column: 'sex', schedule: '5 6 * * 1' },
      },
      { ...churn, name: 'calm' },
    ],
  });
  const rendered = renderManaged({
    services: { tracking: tracking.config.parse({}), modelMonitoring: config },
  });
  const jobs = places(rendered).filter((place) => /CronJob\/(explanations|fairness)/.test(place));
  const fairness = specOf<{
    schedule: string;
    jobTemplate: { spec: { template: Template } };
  }>(the(rendered, 'CronJob', 'fairness-churn'));
  const pod = fairness.jobTemplate.spec.template.spec;

  test('a model has the reports that it asks for, at their own times', () => {
    expect(jobs).toEqual([
      'k8s/50-model-monitoring/CronJob/explanations-churn',
      'k8s/50-model-monitoring/CronJob/fairness-churn',
    ]);
    expect(fairness.schedule).toBe('5 6 * * 1');
  });

  test('a report is measured before it is kept in the bucket of the service', () => {
    expect(pod.initContainers.map(({ name }) => name)).toEqual(['fetch-current', 'measure']);
    expect(environment(pod.initContainers[1] as Container)).toMatchObject({
      GROUP_COLUMN: 'sex',
      LABEL_COLUMN: '',
    });
    const [store] = pod.containers as [Container];
    expect(store.args[1]).toBe('store://files/reports/churn/fairness');
    expect(environment(store).STORE).toBe('yes');
  });

  const objectives = { availabilityPercent: 99 };
  const alerts = (model: typeof config) => modelMonitoringSignals.alerts(model, objectives).map(({ name }) => name);

  test('alerts are stated for what is asked, and name the DAG', () => {
    const due = modelMonitoringSignals.alerts(config, objectives).find(({ name }) => name === 'ModelRetrainingDue');
    expect(due?.expression).toMatch(/"retrain", "train_churn", "", ""/);
    expect(due?.expression).not.toMatch(/calm/);
    const plain = alerts(modelMonitoring.config.parse({ models: [churn] }));
    expect(alerts(config).filter((name) => !plain.includes(name))).toEqual([
      'ModelRetrainingDue',
      'ModelExplanationWeak',
      'ModelGroupsTreatedUnequally',
    ]);
  });
});
