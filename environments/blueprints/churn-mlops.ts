import { z } from 'zod';
import { amount, defineBlueprint } from './define-blueprint';
import { featureStoreSize } from './sizing/feature-store-size';
import { servingSize } from './sizing/serving-size';

/** Several models behind canaries, watched for drift and trained again by themselves, with an audit trail. */
export const churnMlops = defineBlueprint({
  name: 'churn-mlops',
  title: 'Churn prediction',
  summary: 'Models of customers who leave: released by canary, watched for drift, trained again without a hand.',
  load: z.strictObject({
    requestsPerSecond: amount(1000, 50_000, 'Predictions at the peak, over all models.'),
    customers: amount(2_000_000, 100_000_000, 'Entities with features.'),
    features: amount(80, 1000, 'Features of one customer.'),
    coreMsPerPrediction: amount(8, 500, 'Time of one core for one prediction with its explanation.'),
  }),
  components: {
    products: { title: 'Products, call centre', how: 'ask whether a customer will leave, and why' },
    door: { title: 'Gateway', service: 'gateway', how: 'sign-in, tokens, limits of single users, access log' },
    predictions: {
      title: 'Churn and win-back',
      service: 'serving',
      how: 'each prediction explained and written down; a canary for every new version, rolled back by its own SLOs',
    },
    features: { title: 'Feast', service: 'featureStore', how: 'online and offline, the same definitions' },
    registry: { title: 'MLflow', service: 'tracking', how: 'versions, aliases, who changed what' },
    workflows: { title: 'Airflow', service: 'orchestration', how: 'training; drift starts it' },
    drift: { title: 'Evidently', service: 'modelMonitoring', how: 'KS, PSI and performance' },
    watch: { title: 'Alertmanager', service: 'monitoring', how: 'burn rates, drift, freshness' },
  },
  flows: [
    { from: 'products', to: 'door', what: 'customer' },
    { from: 'door', to: 'predictions', what: 'request' },
    { from: 'predictions', to: 'features', what: 'features?' },
    { from: 'features', to: 'workflows', what: 'training sets' },
    { from: 'workflows', to: 'features', what: 'new values' },
    { from: 'workflows', to: 'registry', what: 'versions' },
    { from: 'registry', to: 'predictions', what: 'canary' },
    { from: 'predictions', to: 'drift', what: 'what was predicted' },
    { from: 'drift', to: 'watch', what: 'metrics' },
    { from: 'watch', to: 'workflows', what: 'retrain' },
  ],
  unchecked: [
    'The time of an explanation: it is part of `coreMsPerPrediction`, to be measured with the model itself; where it is too much for 100 ms, `explainer.where` moves it after the answer.',
    'Versions of models: the preset names the first ones; a promotion writes the next.',
    'Retraining in less than 2 h: the time of a DAG run is a metric of `orchestration`; no build can know it.',
    'A backup restored within 1 h: point-in-time recovery is on for 35 days; the time is measured by a drill.',
  ],
  plan: (load) => {
    const features = featureStoreSize({
      entities: load.customers,
      features: load.features,
      requestsPerSecond: load.requestsPerSecond,
    });
    const { coreMsPerPrediction } = load;
    const churn = servingSize({ model: 'churn', requestsPerSecond: load.requestsPerSecond, coreMsPerPrediction });
    const winBack = servingSize({
      model: 'win-back',
      requestsPerSecond: Math.ceil(load.requestsPerSecond / 4),
      coreMsPerPrediction,
    });
    // Twenty usual customers and one order both ways: 2 x (features + 1) x 20 rows a prediction, scored in one go.
    const explainer = (model: string) => ({ background: `${model}/usual.csv`, rows: 20, orders: 1 });
    const canary = { by: 'canary' as const, weights: [5, 25, 50], minutesPerStep: 10 };
    return {
      preset: {
        dataClass: 'confidential',
        pools: { general: { machine: 'general-8', minNodes: 3, maxNodes: 40 } },
        services: {
          gateway: {},
          serving: {
            trail: { retentionDays: 730 },
            models: {
              churn: {
                ...churn.settings,
                source: { from: 'registry', model: 'churn', version: 1 },
                explainer: explainer('churn'),
                delivery: canary,
              },
              'win-back': {
                ...winBack.settings,
                source: { from: 'registry', model: 'win-back', version: 1 },
                explainer: explainer('win-back'),
                delivery: canary,
              },
            },
            objectives: { availabilityPercent: 99.9, p95Ms: 100, throughputPerSecond: load.requestsPerSecond },
          },
          featureStore: {
            ...features.settings,
            backupRetentionDays: 35,
            objectives: { p95Ms: 10, throughputPerSecond: load.requestsPerSecond },
          },
          tracking: { backupRetentionDays: 35, artifactRetentionDays: 365 },
          orchestration: { backupRetentionDays: 35 },
          modelMonitoring: {
            models: [
              {
                name: 'churn',
                reference: 'churn/reference.parquet',
                current: 'churn/current.parquet',
                retrain: { dag: 'retrain_churn' },
                explanations: {},
              },
              {
                name: 'win-back',
                reference: 'win-back/reference.parquet',
                current: 'win-back/current.parquet',
                retrain: { dag: 'retrain_win_back' },
                explanations: {},
              },
            ],
          },
          monitoring: {},
        },
      },
      sizing: [...features.steps, ...churn.steps, ...winBack.steps],
      targets: [
        {
          what: 'a prediction, 95 % of requests, milliseconds',
          value: 100,
          keptBy: { service: 'serving', objective: 'p95Ms' },
        },
        {
          what: 'predictions a second',
          value: load.requestsPerSecond,
          keptBy: { service: 'serving', objective: 'throughputPerSecond' },
        },
        {
          what: 'features of a customer, 95 % of requests, milliseconds',
          value: 10,
          keptBy: { service: 'featureStore', objective: 'p95Ms' },
        },
      ],
    };
  },
});
