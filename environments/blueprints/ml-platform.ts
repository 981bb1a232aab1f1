import { z } from 'zod';
import { amount, defineBlueprint } from './define-blueprint';
import { featureStoreSize } from './sizing/feature-store-size';
import { notebooksSize } from './sizing/notebooks-size';
import { taskSize } from './sizing/task-size';

/** Everything that a data scientist trains, deploys and monitors with, without touching infrastructure. */
export const mlPlatform = defineBlueprint({
  name: 'ml-platform',
  title: 'Self-service ML platform',
  summary: 'A data scientist trains, deploys and monitors models without touching infrastructure.',
  load: z.strictObject({
    dataScientists: amount(50, 5000, 'People who train and deploy.'),
    trainingRunsPerDay: amount(400, 100_000, 'Runs of DAGs with a training in them.'),
    minutesPerTask: amount(20, 1440, 'Mean time of a task.'),
    tasksPerRun: amount(5, 200, 'Tasks of one run.'),
    entities: amount(1_000_000, 1_000_000_000, 'Entities with features, e.g. customers.'),
    features: amount(50, 2000, 'Features of one entity.'),
    featureRequestsPerSecond: amount(200, 100_000, 'Reads of the online store at the peak.'),
    notebooks: z
      .strictObject({
        issuer: z.string().describe('Identity provider.'),
        clientId: z.string().describe('Client of JupyterHub there.'),
      })
      .optional()
      .describe('How people sign in to JupyterHub. Left out: the portal without notebooks.'),
  }),
  components: {
    portal: { title: 'Portal', service: 'workbench', how: 'the page that lists what the site offers' },
    notebooks: { title: 'JupyterHub', service: 'workbench', how: 'a server of their own for everybody' },
    code: { title: 'Git', how: "the team's DAGs and feature definitions" },
    workflows: { title: 'Airflow', service: 'orchestration', how: 'a pod for every task' },
    features: { title: 'Feast', service: 'featureStore', how: 'the same features for training and serving' },
    registry: { title: 'MLflow', service: 'tracking', how: 'runs, models and their aliases' },
    drift: { title: 'Evidently', service: 'modelMonitoring', how: 'drift and performance of what serves' },
    watch: { title: 'Prometheus and Grafana', service: 'monitoring', how: 'SLOs, alerts, dashboards' },
    door: { title: 'Gateway', service: 'gateway', how: 'sign-in, limits, TLS' },
  },
  flows: [
    { from: 'door', to: 'portal', what: 'signed-in people' },
    { from: 'door', to: 'notebooks', what: 'people, by single sign-on' },
    { from: 'features', to: 'notebooks', what: 'features' },
    { from: 'notebooks', to: 'registry', what: 'experiments' },
    { from: 'code', to: 'workflows', what: 'DAGs' },
    { from: 'features', to: 'workflows', what: 'training sets' },
    { from: 'workflows', to: 'registry', what: 'runs, models' },
    { from: 'workflows', to: 'features', what: 'new values' },
    { from: 'registry', to: 'drift', what: 'reference data' },
    { from: 'drift', to: 'watch', what: 'drift metrics' },
    { from: 'drift', to: 'workflows', what: 'retraining' },
  ],
  plan: (load) => {
    const features = featureStoreSize({
      entities: load.entities,
      features: load.features,
      requestsPerSecond: load.featureRequestsPerSecond,
    });
    const tasks = taskSize({
      tasksPerDay: load.trainingRunsPerDay * load.tasksPerRun,
      minutesPerTask: load.minutesPerTask,
    });
    const notebooks = notebooksSize(load.dataScientists);
    return {
      preset: {
        dataClass: 'confidential',
        pools: tasks.pools,
        services: {
          gateway: {},
          workbench: load.notebooks ? { notebooks: { signIn: load.notebooks, ...notebooks.settings } } : {},
          tracking: { size: load.dataScientists > 100 ? 'large' : 'standard' },
          orchestration: { ...tasks.settings },
          featureStore: {
            ...features.settings,
            objectives: { p95Ms: 10, throughputPerSecond: load.featureRequestsPerSecond },
          },
          modelMonitoring: {},
          monitoring: {},
        },
      },
      sizing: [...features.steps, ...tasks.steps, ...notebooks.steps],
      targets: [
        {
          what: 'features of one entity, 95 % of requests, milliseconds',
          value: 10,
          keptBy: { service: 'featureStore', objective: 'p95Ms' },
        },
        {
          what: 'reads of features a second',
          value: load.featureRequestsPerSecond,
          keptBy: { service: 'featureStore', objective: 'throughputPerSecond' },
        },
      ],
    };
  },
});
