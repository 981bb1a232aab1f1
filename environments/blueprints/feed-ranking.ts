import { z } from 'zod';
import { amount, defineBlueprint } from './define-blueprint';
import { featureStoreSize } from './sizing/feature-store-size';
import { servingSize } from './sizing/serving-size';
import { streamSize } from './sizing/stream-size';
import { taskSize } from './sizing/task-size';

const secondsPerDay = 86_400;
/** The busiest minute has five times the mean. */
const peakShare = 5;

/** The order of a feed: the same services from ten thousand users to a million, only larger. */
export const feedRanking = defineBlueprint({
  name: 'feed-ranking',
  title: 'Feed ranking',
  summary: 'ETL, training, serving, monitoring and retraining of a ranking model, from a pilot to a million users.',
  load: z.strictObject({
    users: amount(10_000, 1_000_000, 'People with a feed.'),
    interactions: amount(1_000_000, 1_000_000_000, 'Interactions of 30 days: views, clicks, likes.'),
    feedsPerUserAndDay: amount(20, 500, 'Feeds that one person opens.'),
    features: amount(64, 1000, 'Features of one person.'),
    coreMsPerRanking: amount(15, 1000, 'Time of one core for one feed of candidates.'),
    recordBytes: amount(200, 65_536, 'Mean size of an interaction as a record, compressed.'),
  }),
  components: {
    app: { title: 'App', how: 'asks for a feed, reports interactions' },
    door: { title: 'Gateway', service: 'gateway', how: 'tokens, limits' },
    ranking: { title: 'Ranking API', service: 'serving', how: 'canary with rollback' },
    features: { title: 'Feast', service: 'featureStore', how: 'people and items' },
    interactions: { title: 'Kafka', service: 'streaming', how: 'interactions' },
    workflows: {
      title: 'Airflow',
      service: 'orchestration',
      how: 'one master DAG starts ETL, training, promotion and checks',
    },
    batches: { title: 'Spark', service: 'processing', how: 'ETL of interactions on spot executors' },
    registry: { title: 'MLflow', service: 'tracking', how: 'promotion by alias, rollback by alias' },
    drift: { title: 'Evidently', service: 'modelMonitoring', how: 'KS and PSI' },
    watch: { title: 'Prometheus', service: 'monitoring', how: 'SLOs, drift, lag' },
  },
  flows: [
    { from: 'app', to: 'door', what: 'feed?' },
    { from: 'door', to: 'ranking', what: 'request' },
    { from: 'ranking', to: 'features', what: 'features?' },
    { from: 'app', to: 'interactions', what: 'clicks' },
    { from: 'interactions', to: 'batches', what: 'records' },
    { from: 'workflows', to: 'batches', what: 'starts' },
    { from: 'batches', to: 'features', what: 'new values' },
    { from: 'features', to: 'workflows', what: 'training sets' },
    { from: 'workflows', to: 'registry', what: 'versions' },
    { from: 'registry', to: 'ranking', what: 'canary' },
    { from: 'interactions', to: 'drift', what: 'what was seen' },
    { from: 'drift', to: 'watch', what: 'drift' },
  ],
  unchecked: ['Versions of models: the preset names the first one; a promotion writes the next.'],
  plan: (load) => {
    const perSecond = (perDay: number): number => Math.max(1, Math.ceil((perDay * peakShare) / secondsPerDay));
    const feedsPerSecond = perSecond(load.users * load.feedsPerUserAndDay);
    const interactionsPerSecond = perSecond(load.interactions / 30);
    const stream = streamSize({
      recordsPerSecond: interactionsPerSecond,
      recordBytes: load.recordBytes,
      retentionHours: 72,
    });
    const features = featureStoreSize({
      entities: load.users,
      features: load.features,
      requestsPerSecond: feedsPerSecond,
    });
    const ranking = servingSize({
      model: 'ranking',
      requestsPerSecond: feedsPerSecond,
      coreMsPerPrediction: load.coreMsPerRanking,
    });
    const tasks = taskSize({ tasksPerDay: 200, minutesPerTask: 15 });
    return {
      preset: {
        dataClass: 'confidential',
        pools: { general: { machine: 'general-8', minNodes: 3, maxNodes: 12 + 2 * ranking.settings.replicas.max } },
        services: {
          gateway: {},
          serving: {
            models: {
              ranking: {
                ...ranking.settings,
                source: { from: 'registry', model: 'ranking', version: 1 },
                delivery: { by: 'canary', weights: [5, 25, 50], minutesPerStep: 10 },
              },
            },
            objectives: { p95Ms: 200, throughputPerSecond: feedsPerSecond },
          },
          featureStore: { ...features.settings, objectives: { throughputPerSecond: feedsPerSecond } },
          streaming: {
            ...stream.settings,
            topics: [{ name: 'interactions', partitions: stream.partitions, retentionHours: 72 }],
            objectives: { throughputPerSecond: interactionsPerSecond },
          },
          processing: {},
          orchestration: tasks.settings,
          tracking: {},
          modelMonitoring: {
            models: [
              {
                name: 'ranking',
                reference: 'ranking/reference.parquet',
                current: 'ranking/current.parquet',
                retrain: { dag: 'retrain_ranking' },
              },
            ],
          },
          monitoring: {},
        },
      },
      sizing: [
        {
          what: 'feeds at the peak',
          arithmetic: `${load.users} users x ${load.feedsPerUserAndDay} feeds a day x ${peakShare} / ${secondsPerDay} s = ${feedsPerSecond} a second`,
        },
        {
          what: 'interactions at the peak',
          arithmetic: `${load.interactions} in 30 days x ${peakShare} / (30 x ${secondsPerDay} s) = ${interactionsPerSecond} a second`,
        },
        ...stream.steps,
        ...features.steps,
        ...ranking.steps,
        ...tasks.steps.slice(0, 1),
      ],
      targets: [
        {
          what: 'feeds a second',
          value: feedsPerSecond,
          keptBy: { service: 'serving', objective: 'throughputPerSecond' },
        },
        {
          what: 'a feed, 95 % of requests, milliseconds',
          value: 200,
          keptBy: { service: 'serving', objective: 'p95Ms' },
        },
        {
          what: 'interactions a second',
          value: interactionsPerSecond,
          keptBy: { service: 'streaming', objective: 'throughputPerSecond' },
        },
      ],
    };
  },
});
