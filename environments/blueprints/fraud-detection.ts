import { z } from 'zod';
import { amount, defineBlueprint } from './define-blueprint';
import { featureStoreSize } from './sizing/feature-store-size';
import { servingSize } from './sizing/serving-size';
import { streamSize } from './sizing/stream-size';

/** Every transaction is scored before it is answered: features within milliseconds, two models side by side. */
export const fraudDetection = defineBlueprint({
  name: 'fraud-detection',
  title: 'Fraud detection',
  summary: 'Transactions are scored while they happen, by a deep-learning model and its challenger.',
  load: z.strictObject({
    transactionsPerSecond: amount(3000, 50_000, 'Transactions at the peak; each is scored once.'),
    recordBytes: amount(600, 65_536, 'Mean size of a transaction as a record, compressed.'),
    cards: amount(5_000_000, 100_000_000, 'Entities with features.'),
    features: amount(60, 500, 'Features of one entity.'),
    coreMsPerPrediction: amount(6, 500, 'Time of one core for one score.'),
    retentionHours: amount(48, 336, 'Transactions stay readable in the stream.'),
  }),
  components: {
    payments: { title: 'Payment systems', how: 'ask for a score by HTTPS, write what happened to Kafka' },
    door: { title: 'Gateway', service: 'gateway', how: 'tokens of programs, limits' },
    scores: { title: 'Scoring', service: 'serving', how: 'champion and challenger, split by weight' },
    online: {
      title: 'Feast on Valkey',
      service: 'featureStore',
      how: 'newest features of a card, pushed from the stream',
    },
    events: { title: 'Kafka', service: 'streaming', how: 'transactions, scores, outcomes' },
    windows: { title: 'Flink', service: 'processing', how: 'programs over windows of the stream' },
    registry: { title: 'MLflow', service: 'tracking', how: 'both models under aliases' },
    workflows: { title: 'Airflow', service: 'orchestration', how: 'training with known outcomes' },
    drift: { title: 'Evidently', service: 'modelMonitoring', how: 'drift of scores and inputs' },
    watch: { title: 'Prometheus', service: 'monitoring', how: 'SLOs for each variant' },
  },
  flows: [
    { from: 'payments', to: 'door', what: 'transaction' },
    { from: 'door', to: 'scores', what: 'request' },
    { from: 'scores', to: 'online', what: 'features?' },
    { from: 'payments', to: 'events', what: 'what happened' },
    { from: 'events', to: 'windows', what: 'records' },
    { from: 'windows', to: 'online', what: 'new features' },
    { from: 'online', to: 'workflows', what: 'training sets' },
    { from: 'workflows', to: 'registry', what: 'models' },
    { from: 'registry', to: 'scores', what: 'champion, challenger' },
    { from: 'events', to: 'drift', what: 'scores' },
    { from: 'drift', to: 'watch', what: 'drift' },
  ],
  unchecked: [
    "The program `jars/card-features.jar` in the bucket of `processing`: it is the team's own.",
    'Versions of models: the preset names the first ones; a promotion writes the next.',
    'What a model of yours takes for one score: measure it and set `coreMsPerPrediction`.',
  ],
  plan: (load) => {
    const stream = streamSize({
      recordsPerSecond: load.transactionsPerSecond,
      recordBytes: load.recordBytes,
      retentionHours: load.retentionHours,
    });
    const features = featureStoreSize({
      entities: load.cards,
      features: load.features,
      requestsPerSecond: load.transactionsPerSecond,
    });
    const scoring = servingSize({
      model: 'fraud',
      requestsPerSecond: load.transactionsPerSecond,
      coreMsPerPrediction: load.coreMsPerPrediction,
    });
    return {
      preset: {
        dataClass: 'restricted',
        pools: { general: { machine: 'general-8', minNodes: 6, maxNodes: 60 } },
        services: {
          gateway: { size: 'large' },
          streaming: {
            ...stream.settings,
            topics: [
              { name: 'transactions', partitions: stream.partitions, retentionHours: load.retentionHours },
              { name: 'outcomes', partitions: 12, retentionHours: load.retentionHours },
            ],
            objectives: { throughputPerSecond: load.transactionsPerSecond },
          },
          processing: {
            streams: {
              'card-features': {
                jar: 'jars/card-features.jar',
                entryClass: 'com.example.CardFeatures',
                parallelism: stream.readers,
                // A push sets the newest values: twice is once.
                exactlyOnce: false,
                pushesFeatures: true,
                reads: [{ name: 'transactions', partitions: stream.partitions }],
              },
            },
          },
          featureStore: {
            ...features.settings,
            materializeEveryMinutes: 5,
            pushes: ['transactions'],
            objectives: { p95Ms: 10, throughputPerSecond: load.transactionsPerSecond },
          },
          serving: {
            models: {
              fraud: {
                ...scoring.settings,
                source: { from: 'registry', model: 'fraud', version: 1 },
                delivery: {
                  by: 'ab',
                  percents: { control: 90, challenger: 10 },
                  variants: { challenger: { from: 'registry', model: 'fraud', version: 2 } },
                },
              },
            },
            objectives: { availabilityPercent: 99.9, p99Ms: 100, throughputPerSecond: load.transactionsPerSecond },
          },
          tracking: { authentication: 'basic' },
          orchestration: {},
          modelMonitoring: {},
          monitoring: { size: 'large' },
        },
      },
      sizing: [...stream.steps, ...features.steps, ...scoring.steps],
      targets: [
        {
          what: 'a score, 99 % of requests, milliseconds',
          value: 100,
          keptBy: { service: 'serving', objective: 'p99Ms' },
        },
        {
          what: 'transactions a second',
          value: load.transactionsPerSecond,
          keptBy: { service: 'serving', objective: 'throughputPerSecond' },
        },
        {
          what: 'features of a card, 95 % of requests, milliseconds',
          value: 10,
          keptBy: { service: 'featureStore', objective: 'p95Ms' },
        },
        {
          what: 'records a second',
          value: load.transactionsPerSecond,
          keptBy: { service: 'streaming', objective: 'throughputPerSecond' },
        },
      ],
    };
  },
});
