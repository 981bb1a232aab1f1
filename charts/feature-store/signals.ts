import type { ConfigOf, featureStore } from '../../services';
import { materializedMinutes } from '../../services/feature-store';
import type { Panel, ServiceLevel, ServiceSignals } from '../signals';

const server = 'namespace="feature-store",app="feast",component="server"';
const reads = `${server},endpoint="/get-online-features"`;
const requests = 'feast_feature_server_request_total';
const latency = 'feast_feature_server_request_latency_seconds';
const storeRead = 'feast_feature_server_online_store_read_duration_seconds';
const freshness = 'feast_feature_freshness_seconds';

/** Upper bounds of the histogram as Feast's `metrics.py` sets them. Seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** As the Python client writes it: whole numbers with a decimal. */
const boundLabel = (bound: number): string => (Number.isInteger(bound) ? bound.toFixed(1) : `${bound}`);

/** The largest bound that is not above an objective, so that what is measured is at least as strict as the promise. */
const measuredBound = (milliseconds: number): number =>
  bounds.findLast((bound) => bound * 1000 <= milliseconds) ?? bounds[0];

const within = (name: string, goodPercent: number, milliseconds: number): ServiceLevel => {
  const bound = measuredBound(milliseconds);
  const all = (window: string) => `sum(rate(${latency}_count{${reads}}[${window}]))`;
  return {
    name,
    promise: `${goodPercent} % of online reads are answered within ${milliseconds} ms (measured at ${bound * 1000} ms)`,
    goodPercent,
    bad: (window) => `${all(window)} - sum(rate(${latency}_bucket{${reads},le="${boundLabel(bound)}"}[${window}]))`,
    all,
  };
};

const percentile = (share: number, metric: string, selector: string): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${metric}_bucket{${selector}}[5m])))`;

const panels: readonly Panel[] = [
  {
    title: 'Requests',
    unit: 'reqps',
    queries: { '{{endpoint}} {{status}}': `sum by (endpoint, status) (rate(${requests}{${server}}[5m]))` },
  },
  {
    title: 'Online reads',
    unit: 's',
    queries: {
      p50: percentile(0.5, latency, reads),
      p95: percentile(0.95, latency, reads),
      p99: percentile(0.99, latency, reads),
    },
  },
  { title: 'Online store', unit: 's', queries: { p95: percentile(0.95, storeRead, server) } },
  {
    title: 'Age of features',
    unit: 's',
    queries: { '{{feature_view}}': `max by (feature_view) (${freshness}{${server}})` },
  },
  {
    title: 'Pushes',
    unit: 'ops',
    queries: { '{{push_source}}': `sum by (push_source) (rate(feast_push_request_total{${server}}[5m]))` },
  },
  {
    title: 'Values found and missing',
    unit: 'ops',
    queries: { '{{status}}': `sum by (status) (rate(feast_online_features_status_total{${server}}[5m]))` },
  },
];

/** Pushed features may be promised fresher than what materialisation keeps for the others. */
const staleMinutes = (config: ConfigOf<typeof featureStore>, promised = 0): number =>
  Math.max(promised, materializedMinutes(config));

/** Feast's `feast/metrics.py`, served on port 8000 by `feast serve --metrics`. */
export const featureStoreSignals: ServiceSignals<typeof featureStore> = {
  metrics: [
    requests,
    `${latency}_count`,
    `${latency}_bucket`,
    `${storeRead}_bucket`,
    freshness,
    'feast_push_request_total',
    'feast_online_features_status_total',
    'up',
  ],
  levels: (_config, { availabilityPercent, p95Ms, p99Ms }) => [
    {
      name: 'availability',
      promise: `${availabilityPercent} % of requests are answered without a server error`,
      goodPercent: availabilityPercent,
      bad: (window) => `sum(rate(${requests}{${server},status="error"}[${window}]))`,
      all: (window) => `sum(rate(${requests}{${server}}[${window}]))`,
    },
    ...(p95Ms ? [within('latency_p95', 95, p95Ms)] : []),
    ...(p99Ms ? [within('latency_p99', 99, p99Ms)] : []),
  ],
  alerts: (config, { freshnessMinutes }) => [
    {
      name: 'FeastDown',
      expression: `sum(up{${server}}) == 0 or absent(up{${server}})`,
      for: '5m',
      severity: 'page',
      summary: 'No feature server answers; models get no features.',
      action:
        'kubectl -n feature-store get pods; the log of a pod that is not ready says which of its stores is missing.',
    },
    {
      name: 'FeaturesStale',
      expression: `max by (feature_view) (${freshness}{${server}}) > ${Math.round(staleMinutes(config, freshnessMinutes) * 60)}`,
      for: '5m',
      severity: 'ticket',
      summary: `A feature view was materialised more than ${staleMinutes(config, freshnessMinutes)} minutes ago.`,
      action:
        'kubectl -n feature-store get jobs; the log of the newest feast-materialization pod says what it could not read or write.',
    },
    ...config.pushes.map((source) => ({
      name: `FeaturePushesStopped_${source}`,
      expression: `sum(rate(feast_push_request_total{${server},push_source="${source}"}[10m])) == 0 or absent(feast_push_request_total{${server},push_source="${source}"})`,
      for: '10m',
      severity: 'ticket' as const,
      summary: `Nothing has been pushed to ${source}: its features grow older than promised.`,
      action: `Look at the stream that writes to ${source}: its lag in Kafka, then its log.`,
    })),
  ],
  panels: () => panels,
};
