import type { vectorStore } from '../../services';
import type { Alert, Panel, ServiceLevel, ServiceSignals } from '../signals';

const servers = 'namespace="vector-store",app="qdrant",component="server"';
const rest = 'rest_responses_total';
const restTime = 'rest_responses_duration_seconds';
const grpcTime = 'grpc_responses_duration_seconds';
const searches = 'endpoint=~".*/points/(query|search)(/.*)?"';
const grpcSearches = 'endpoint=~".*Points/(Query|Search).*"';
const pending = 'cluster_pending_operations_total';
const databaseUp = 'cnpg_collector_up';

/** Upper bounds of Qdrant's histograms as `operation_time_statistics.rs` sets them. Seconds. */
const bounds = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 10, 50] as const;

/** As Prometheus keeps it: whole numbers with a decimal. */
const boundLabel = (bound: number): string => (Number.isInteger(bound) ? bound.toFixed(1) : `${bound}`);

/** The largest bound that is not above an objective, so that what is measured is at least as strict as the promise. */
const measuredBound = (milliseconds: number): number =>
  bounds.findLast((bound) => bound * 1000 <= milliseconds) ?? bounds[0];

/** Both ways in together; one that nobody uses counts nothing. */
const both = (suffix: string, window: string, more = ''): string =>
  [
    `(sum(rate(${restTime}_${suffix}{${servers},${searches}${more}}[${window}])) or vector(0))`,
    `(sum(rate(${grpcTime}_${suffix}{${servers},${grpcSearches}${more}}[${window}])) or vector(0))`,
  ].join(' + ');

const within = (name: string, goodPercent: number, milliseconds: number): ServiceLevel => {
  const bound = measuredBound(milliseconds);
  return {
    name,
    promise: `${goodPercent} % of searches are answered within ${milliseconds} ms (measured at ${bound * 1000} ms)`,
    goodPercent,
    bad: (window) => `(${both('count', window)}) - (${both('bucket', window, `,le="${boundLabel(bound)}"`)})`,
    all: (window) => `(${both('count', window)})`,
  };
};

const percentile = (share: number, metric: string, selector: string): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${metric}_bucket{${servers},${selector}}[5m])))`;

const qdrantAlerts = (nodes: number): Alert[] => [
  {
    name: 'QdrantDown',
    expression: `sum(up{${servers}}) == 0 or absent(up{${servers}})`,
    for: '5m',
    severity: 'page',
    summary: 'No member of Qdrant answers; nothing can be searched.',
    action: 'kubectl -n vector-store get pods; the log of qdrant-0 says what it waits for.',
  },
  ...(nodes > 1
    ? ([
        {
          name: 'QdrantMembersMissing',
          expression: `sum(up{${servers}}) < ${nodes}`,
          for: '15m',
          severity: 'ticket',
          summary: `Fewer than ${nodes} members run; shards have fewer copies than promised.`,
          action: 'kubectl -n vector-store get pods,events; a pending member says what it waits for.',
        },
        {
          name: 'QdrantConsensusStuck',
          expression: `min(${pending}{${servers}}) > 0`,
          for: '15m',
          severity: 'page',
          summary: 'The members do not agree: collections can be neither made nor moved, and dead copies stay dead.',
          action:
            'Ask each member for /cluster: a majority must name the same leader. Check the network between them, then restart the one that lags.',
        },
      ] as const)
    : []),
  {
    name: 'QdrantRecoveryMode',
    expression: `max(app_status_recovery_mode{${servers}}) == 1`,
    for: '5m',
    severity: 'page',
    summary: 'A member ran out of memory while it loaded and serves nothing but the deletion of collections.',
    action: 'Raise services.vectorStore.store.memoryGiB, or delete a collection; then restart the member.',
  },
];

const databaseAlerts: readonly Alert[] = [
  {
    name: 'VectorDatabaseDown',
    expression: `${databaseUp}{namespace="vector-store"} == 0`,
    for: '5m',
    severity: 'page',
    summary: 'An instance of the vector database does not answer.',
    action: 'kubectl -n vector-store get cluster,pods; kubectl cnpg status names the instance and the reason.',
  },
];

const qdrantPanels: readonly Panel[] = [
  {
    title: 'Requests',
    unit: 'reqps',
    queries: {
      'REST {{status}}': `sum by (status) (rate(${rest}{${servers}}[5m]))`,
      gRPC: `sum(rate(grpc_responses_total{${servers}}[5m]))`,
      'gRPC failed': `sum(rate(grpc_responses_fail_total{${servers}}[5m]))`,
    },
  },
  {
    title: 'Searches',
    unit: 's',
    queries: {
      'REST p50': percentile(0.5, restTime, searches),
      'REST p95': percentile(0.95, restTime, searches),
      'gRPC p95': percentile(0.95, grpcTime, grpcSearches),
    },
  },
  {
    title: 'Vectors and collections',
    unit: 'short',
    queries: {
      vectors: `max(collections_vector_total{${servers}})`,
      collections: `max(collections_total{${servers}})`,
    },
  },
  {
    title: 'Cluster',
    unit: 'short',
    queries: {
      members: `min(cluster_peers_total{${servers}})`,
      'pending {{pod}}': `max by (pod) (${pending}{${servers}})`,
    },
  },
  {
    title: 'Memory',
    unit: 'bytes',
    queries: { '{{pod}}': `max by (pod) (memory_resident_bytes{${servers}})` },
  },
];

/**
 * Qdrant's `/metrics` as its monitoring page and `src/common/metrics.rs` name them; CloudNativePG's exporter for a
 * database inside the cluster. Failures by gRPC mix the caller's mistakes with the server's, so only REST counts for
 * availability. Of a managed database the cloud's own monitoring tells.
 */
export const vectorStoreSignals: ServiceSignals<typeof vectorStore> = {
  metrics: [
    rest,
    `${restTime}_bucket`,
    `${restTime}_count`,
    'grpc_responses_total',
    'grpc_responses_fail_total',
    `${grpcTime}_bucket`,
    `${grpcTime}_count`,
    'collections_total',
    'collections_vector_total',
    'cluster_peers_total',
    pending,
    'app_status_recovery_mode',
    'memory_resident_bytes',
    databaseUp,
    'up',
  ],
  levels: ({ store }, { availabilityPercent, p95Ms, p99Ms }) =>
    store.engine === 'pgvector'
      ? []
      : [
          {
            name: 'availability',
            promise: `${availabilityPercent} % of requests are answered without a server error`,
            goodPercent: availabilityPercent,
            bad: (window) => `sum(rate(${rest}{${servers},status=~"5.."}[${window}]))`,
            all: (window) => `sum(rate(${rest}{${servers}}[${window}]))`,
          },
          ...(p95Ms ? [within('latency_p95', 95, p95Ms)] : []),
          ...(p99Ms ? [within('latency_p99', 99, p99Ms)] : []),
        ],
  alerts: ({ store }) => (store.engine === 'qdrant' ? qdrantAlerts(store.nodes) : databaseAlerts),
  panels: ({ store }) =>
    store.engine === 'qdrant'
      ? qdrantPanels
      : [
          {
            title: 'Database instances',
            unit: 'short',
            queries: { up: `sum(${databaseUp}{namespace="vector-store"})` },
          },
        ],
};
