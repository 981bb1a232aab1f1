import { z } from 'zod';
import { amount, defineBlueprint } from './define-blueprint';
import { servingSize } from './sizing/serving-size';
import { streamSize } from './sizing/stream-size';

/** An analytics product: its application, streams and tables, models, and questions that become SQL. */
export const aiAnalytics = defineBlueprint({
  name: 'ai-analytics',
  title: 'AI analytics product',
  summary: 'A web application over streams and tables, with predictions and questions that become SQL.',
  load: z.strictObject({
    requestsPerSecond: amount(1000, 20_000, 'Requests to the application at the peak.'),
    messagesPerSecond: amount(10_000, 200_000, 'Messages in Kafka at the peak.'),
    recordBytes: amount(400, 65_536, 'Mean size of a message, compressed.'),
    predictionsPerSecond: amount(300, 20_000, 'Predictions at the peak.'),
    coreMsPerPrediction: amount(5, 500, 'Time of one core for one prediction.'),
  }),
  components: {
    users: { title: 'Users', how: 'a CDN in front of the gateway keeps what does not change' },
    door: { title: 'Gateway', service: 'gateway', how: 'OIDC, JWT, limits for each route' },
    application: { title: 'Web application, API, workers', how: "the team's own namespace and images" },
    stores: {
      title: 'PostgreSQL and Valkey',
      service: 'databases',
      how: 'for the application: state, sessions, queues',
    },
    events: { title: 'Kafka', service: 'streaming', how: 'what users do' },
    windows: { title: 'Flink', service: 'processing', how: 'windows over messages within 100 ms' },
    tables: {
      title: 'Iceberg with Trino',
      service: 'lakehouse',
      how: 'tables, and Snowflake and Databricks beside them',
    },
    models: { title: 'dbt', service: 'transforms', how: 'marts that questions are answered from' },
    workflows: { title: 'Airflow', service: 'orchestration', how: 'AutoML jobs, dbt runs' },
    registry: { title: 'MLflow', service: 'tracking', how: 'what AutoML found' },
    predictions: { title: 'Predictions', service: 'serving', how: 'canary, scaled by load' },
    questions: { title: 'Text to SQL', service: 'llm', how: 'vLLM on own GPUs, limited by token' },
    watch: { title: 'Prometheus, Loki, Sentry', service: 'monitoring', how: 'SLOs, logs, traces, errors' },
  },
  flows: [
    { from: 'users', to: 'door', what: 'HTTPS' },
    { from: 'door', to: 'application', what: 'signed in' },
    { from: 'application', to: 'stores', what: 'state' },
    { from: 'application', to: 'events', what: 'messages' },
    { from: 'events', to: 'windows', what: 'records' },
    { from: 'windows', to: 'tables', what: 'rows' },
    { from: 'tables', to: 'models', what: 'sources' },
    { from: 'workflows', to: 'models', what: 'starts' },
    { from: 'workflows', to: 'registry', what: 'versions' },
    { from: 'registry', to: 'predictions', what: 'models' },
    { from: 'application', to: 'predictions', what: 'request' },
    { from: 'application', to: 'questions', what: 'question' },
    { from: 'questions', to: 'tables', what: 'SQL' },
    { from: 'application', to: 'watch', what: 'errors, traces' },
  ],
  unchecked: [
    "The application itself: its images are the team's own. p95 of 200 ms is a bound of its routes, watched at the gateway.",
    "The program `jars/windows.jar` in the bucket of `processing`: it is the team's own.",
    '1,100 to 2,200 USD a month for 100 users: no build prices a site yet.',
    'CDN: nothing of a site; it asks the gateway as any other caller does.',
  ],
  plan: (load) => {
    const retentionHours = 48;
    const stream = streamSize({ ...load, recordsPerSecond: load.messagesPerSecond, retentionHours });
    const predictions = servingSize({
      model: 'forecast',
      requestsPerSecond: load.predictionsPerSecond,
      coreMsPerPrediction: load.coreMsPerPrediction,
    });
    return {
      preset: {
        dataClass: 'confidential',
        pools: {
          general: { machine: 'general-8', minNodes: 3, maxNodes: 30 },
          gpu: { machine: 'gpu', maxNodes: 2 },
        },
        services: {
          gateway: {
            rateLimit: { requestsPerSecond: load.requestsPerSecond },
            objectives: { availabilityPercent: 99.9, throughputPerSecond: load.requestsPerSecond },
          },
          databases: {
            postgres: { application: { size: 'standard', storageGiB: 100 } },
            caches: { sessions: { memoryGiB: 2 } },
          },
          streaming: {
            ...stream.settings,
            topics: [{ name: 'activity', partitions: stream.partitions, retentionHours }],
            objectives: { throughputPerSecond: load.messagesPerSecond },
          },
          processing: {
            streams: {
              windows: {
                jar: 'jars/windows.jar',
                entryClass: 'com.example.Windows',
                parallelism: stream.readers,
                exactlyOnce: false,
                latencySeconds: 0.1,
                reads: [{ name: 'activity', partitions: stream.partitions }],
              },
            },
          },
          lakehouse: {},
          transforms: {},
          orchestration: {},
          tracking: {},
          serving: {
            models: {
              forecast: {
                ...predictions.settings,
                source: { from: 'registry', model: 'forecast', version: 1 },
                delivery: { by: 'canary' },
              },
            },
            objectives: { p95Ms: 50, throughputPerSecond: load.predictionsPerSecond },
          },
          llm: {
            models: {
              'text-to-sql': {
                source: {
                  from: 'hugging-face',
                  id: 'Qwen/Qwen2.5-7B-Instruct',
                  revision: 'a09a35458c702b33eeacc393d103063234e8bc28',
                },
                parametersBillion: 7.6,
                replicas: { min: 0, max: 2 },
              },
            },
          },
          monitoring: { errorTracking: true },
        },
      },
      sizing: [...stream.steps, ...predictions.steps],
      targets: [
        {
          what: 'requests a second',
          value: load.requestsPerSecond,
          keptBy: { service: 'gateway', objective: 'throughputPerSecond' },
        },
        {
          what: 'messages a second',
          value: load.messagesPerSecond,
          keptBy: { service: 'streaming', objective: 'throughputPerSecond' },
        },
        {
          what: 'a prediction, 95 % of requests, milliseconds',
          value: 50,
          keptBy: { service: 'serving', objective: 'p95Ms' },
        },
      ],
    };
  },
});
