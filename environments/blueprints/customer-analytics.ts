import { z } from 'zod';
import { amount, defineBlueprint } from './define-blueprint';
import { featureStoreSize } from './sizing/feature-store-size';
import { servingSize } from './sizing/serving-size';
import { streamSize } from './sizing/stream-size';
import { vectorStoreSize } from './sizing/vector-store-size';

/** What a company knows of its customers: from change capture to recommendations, churn and insights in words. */
export const customerAnalytics = defineBlueprint({
  name: 'customer-analytics',
  title: 'Customer analytics',
  summary: 'Changes of databases become features, a warehouse, recommendations, churn scores and answers in words.',
  load: z.strictObject({
    customers: amount(10_000_000, 100_000_000, 'Customers with features.'),
    eventsPerSecond: amount(100_000, 500_000, 'Changes and clicks at the peak.'),
    recordBytes: amount(300, 65_536, 'Mean size of an event as a record, compressed.'),
    retentionHours: amount(24, 168, 'Events stay readable in the stream.'),
    features: amount(40, 500, 'Features of one customer.'),
    requestsPerSecond: amount(2000, 50_000, 'Recommendations and scores at the peak.'),
    coreMsPerPrediction: amount(8, 500, 'Time of one core for one prediction.'),
    documents: amount(2_000_000, 500_000_000, 'Vectors of texts that answers are drawn from.'),
  }),
  components: {
    orders: {
      title: 'Orders (PostgreSQL)',
      service: 'databases',
      how: 'the shop; its changes are captured by Debezium',
    },
    profiles: { title: 'Profiles (MongoDB)', service: 'databases', how: 'a replica set; captured the same way' },
    people: { title: 'Shop, analysts', how: 'ask for recommendations, scores and answers' },
    events: { title: 'Kafka', service: 'streaming', how: 'changes and clicks, schemas of both' },
    windows: { title: 'Flink and Spark', service: 'processing', how: 'features from streams, tables from events' },
    features: { title: 'Feast', service: 'featureStore', how: 'pushed by streams, read within milliseconds' },
    workflows: { title: 'Airflow', service: 'orchestration', how: 'training, and the right to be forgotten as a DAG' },
    warehouse: {
      title: 'Iceberg with Trino',
      service: 'lakehouse',
      how: 'tables of events; Snowflake beside them by `warehouses`',
    },
    marts: { title: 'dbt', service: 'transforms', how: 'customers and orders as analysts know them' },
    quality: { title: 'Great Expectations', service: 'dataQuality', how: 'what must hold before a training starts' },
    catalogue: {
      title: 'DataHub',
      service: 'catalog',
      how: 'what data there is, with lineage of tasks, marts and features',
    },
    registry: { title: 'MLflow', service: 'tracking', how: 'versions of both models' },
    predictions: { title: 'Recommendations and churn', service: 'serving', how: 'variants side by side' },
    vectors: { title: 'Qdrant', service: 'vectorStore', how: 'texts by meaning' },
    words: { title: 'vLLM', service: 'llm', how: 'answers from what was found, on own GPUs' },
    drift: { title: 'Evidently', service: 'modelMonitoring', how: 'drift of both models' },
    door: { title: 'Gateway', service: 'gateway', how: 'sign-in, tokens, limits' },
    watch: { title: 'Prometheus', service: 'monitoring', how: 'freshness, latency, lag' },
  },
  flows: [
    { from: 'orders', to: 'events', what: 'changes' },
    { from: 'profiles', to: 'events', what: 'changes' },
    { from: 'events', to: 'windows', what: 'records' },
    { from: 'windows', to: 'features', what: 'pushes' },
    { from: 'windows', to: 'warehouse', what: 'tables' },
    { from: 'warehouse', to: 'marts', what: 'sources' },
    { from: 'warehouse', to: 'quality', what: 'rows' },
    { from: 'workflows', to: 'marts', what: 'starts' },
    { from: 'quality', to: 'workflows', what: 'go or stop' },
    { from: 'features', to: 'workflows', what: 'training sets' },
    { from: 'workflows', to: 'catalogue', what: 'lineage' },
    { from: 'marts', to: 'catalogue', what: 'models, columns' },
    { from: 'features', to: 'catalogue', what: 'registry' },
    { from: 'workflows', to: 'registry', what: 'versions' },
    { from: 'registry', to: 'predictions', what: 'models' },
    { from: 'people', to: 'door', what: 'request' },
    { from: 'door', to: 'predictions', what: 'who?' },
    { from: 'predictions', to: 'features', what: 'features?' },
    { from: 'door', to: 'words', what: 'question' },
    { from: 'words', to: 'vectors', what: 'what is known?' },
    { from: 'predictions', to: 'drift', what: 'what was predicted' },
    { from: 'drift', to: 'watch', what: 'drift' },
  ],
  unchecked: [
    "The program `jars/click-features.jar` in the bucket of `processing`: it is the team's own.",
    'Versions of models: the preset names the first ones; a promotion writes the next.',
    'Less than 0.10 USD per customer and month: no build prices a site yet.',
    'GDPR and CCPA: the jurisdiction keeps data in its regions, keys are own, versions run out; deleting one person is a DAG of the team.',
    'Databases that exist elsewhere: the preset makes both; a capture with `port` and `networks` in place of `from` follows one outside.',
  ],
  plan: (load) => {
    const stream = streamSize({ ...load, recordsPerSecond: load.eventsPerSecond });
    const features = featureStoreSize({
      entities: load.customers,
      features: load.features,
      requestsPerSecond: load.requestsPerSecond,
    });
    const { coreMsPerPrediction } = load;
    const half = Math.ceil(load.requestsPerSecond / 2);
    const recommendations = servingSize({ model: 'recommendations', requestsPerSecond: half, coreMsPerPrediction });
    const churn = servingSize({ model: 'churn', requestsPerSecond: half, coreMsPerPrediction });
    const vectors = vectorStoreSize({ vectors: load.documents, dimensions: 768 });
    const kept = { partitions: stream.partitions, retentionHours: load.retentionHours };
    return {
      preset: {
        dataClass: 'restricted',
        pools: {
          general: { machine: 'general-8', minNodes: 6, maxNodes: 80 },
          spot: { machine: 'general-8', maxNodes: 40 },
          gpu: { machine: 'gpu', maxNodes: 4 },
        },
        services: {
          gateway: { size: 'large' },
          streaming: {
            ...stream.settings,
            topics: [{ name: 'clicks', ...kept }],
            connect: { enabled: true, replicas: 3 },
            captures: [
              {
                name: 'orders',
                database: 'postgres',
                from: 'orders',
                tables: ['public.orders'],
                topicPrefix: 'orders',
              },
              {
                name: 'profiles',
                database: 'mongodb',
                from: 'profiles',
                tables: ['profiles.customers'],
                topicPrefix: 'profiles',
              },
            ],
            objectives: { availabilityPercent: 99.9, throughputPerSecond: load.eventsPerSecond },
          },
          databases: {
            postgres: { orders: { size: 'large', storageGiB: 500, capture: true } },
            documents: { profiles: { size: 'large', storageGiB: 500, capture: true } },
          },
          processing: {
            streams: {
              'click-features': {
                jar: 'jars/click-features.jar',
                entryClass: 'com.example.ClickFeatures',
                parallelism: stream.readers,
                // A push sets the newest values: twice is once.
                exactlyOnce: false,
                pushesFeatures: true,
                catalog: 'lakehouse',
                reads: [{ name: 'clicks', partitions: stream.partitions }],
              },
            },
          },
          featureStore: {
            ...features.settings,
            materializeEveryMinutes: 5,
            pushes: ['clicks'],
            objectives: {
              availabilityPercent: 99.9,
              p95Ms: 10,
              freshnessMinutes: 5,
              throughputPerSecond: load.requestsPerSecond,
            },
          },
          lakehouse: {},
          transforms: {},
          dataQuality: {},
          catalog: {},
          orchestration: {},
          tracking: { authentication: 'basic' },
          serving: {
            models: {
              recommendations: {
                ...recommendations.settings,
                source: { from: 'registry', model: 'recommendations', version: 1 },
                delivery: {
                  by: 'ab',
                  percents: { control: 80, challenger: 20 },
                  variants: { challenger: { from: 'registry', model: 'recommendations', version: 2 } },
                },
              },
              churn: {
                ...churn.settings,
                source: { from: 'registry', model: 'churn', version: 1 },
                delivery: { by: 'canary' },
              },
            },
            objectives: { availabilityPercent: 99.9, p95Ms: 100, throughputPerSecond: load.requestsPerSecond },
          },
          vectorStore: vectors.settings,
          llm: {
            models: {
              insights: {
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
          modelMonitoring: {
            models: [
              {
                name: 'recommendations',
                reference: 'recommendations/reference.parquet',
                current: 'recommendations/current.parquet',
              },
              { name: 'churn', reference: 'churn/reference.parquet', current: 'churn/current.parquet' },
            ],
          },
          monitoring: { size: 'large' },
        },
      },
      sizing: [...stream.steps, ...features.steps, ...recommendations.steps, ...churn.steps, ...vectors.steps],
      targets: [
        {
          what: 'events a second',
          value: load.eventsPerSecond,
          keptBy: { service: 'streaming', objective: 'throughputPerSecond' },
        },
        {
          what: 'age of features, minutes',
          value: 5,
          keptBy: { service: 'featureStore', objective: 'freshnessMinutes' },
        },
        {
          what: 'a recommendation or score, 95 % of requests, milliseconds',
          value: 100,
          keptBy: { service: 'serving', objective: 'p95Ms' },
        },
        {
          what: 'good answers, percent over 30 days',
          value: 99.9,
          keptBy: { service: 'serving', objective: 'availabilityPercent' },
        },
      ],
    };
  },
});
