import type { catalog } from '../../services';
import type { Alert, Panel, ServiceLevel, ServiceSignals } from '../signals';

const server = 'namespace="catalog",app="datahub",component="gms"';
const search = 'namespace="catalog",app="elasticsearch-exporter"';
const readings = 'namespace="catalog",app="pushgateway"';
const lag = 'kafka_consumergroup_lag{namespace="streaming",app="kafka-exporter",consumergroup=~"catalog[.].*"}';

const requests = 'graphql_request_duration_seconds';
const status = 'elasticsearch_cluster_health_status';
const free = 'elasticsearch_filesystem_data_available_bytes';
const whole = 'elasticsearch_filesystem_data_size_bytes';
const read = 'evenkeel_catalog_read_timestamp_seconds';

const age = `(time() - max by (reading) (${read}{${readings}}))`;

const availability = (goodPercent: number): ServiceLevel => ({
  name: 'availability',
  promise: `${goodPercent} % of questions to the catalogue are answered without an error`,
  goodPercent,
  bad: (window) => `sum(rate(${requests}_count{${server},success="false"}[${window}]))`,
  all: (window) => `sum(rate(${requests}_count{${server}}[${window}]))`,
});

/** A reading fails once in a while, and the next makes up for it: only its age counts. */
const freshness = (minutes: number): ServiceLevel => ({
  name: 'freshness',
  promise: `95 % of the time each reading of dbt and Feast is newer than ${minutes} minutes`,
  goodPercent: 95,
  bad: (window) => `sum(avg_over_time((${age} > bool ${minutes * 60})[${window}:1m]))`,
  all: (window) => `sum(count_over_time((${age} >= bool 0)[${window}:1m]) > bool 0)`,
});

/** OpenSearch stops writing to a volume that is 95 % full, and puts no more on one that is 85 % full. */
const fullShare = 0.8;
/** Half an hour of a busy site's changes: what is seen is that old by then. */
const waitingRecords = 10_000;

const searchAlerts: readonly Alert[] = [
  {
    name: 'CatalogSearchRed',
    expression: `max(${status}{${search},color="red"}) > 0`,
    for: '5m',
    severity: 'page',
    summary: 'Indices of the catalogue have no copy left: search and lineage fail.',
    action:
      'kubectl -n catalog get pods -l app.kubernetes.io/name=opensearch; a node that comes back brings its copies. Lost for good: restore the indices, see the page of the service.',
  },
  {
    name: 'CatalogSearchYellow',
    expression: `max(${status}{${search},color="yellow"}) > 0`,
    for: '1h',
    severity: 'ticket',
    summary: 'Indices of the catalogue lack a copy: the next node that goes takes them along.',
    action: 'kubectl -n catalog get pods -l app.kubernetes.io/name=opensearch; look for a node that is down or full.',
  },
  {
    name: 'CatalogSearchFillsUp',
    expression: `max(1 - ${free}{${search}} / ${whole}{${search}}) > ${fullShare}`,
    for: '30m',
    severity: 'ticket',
    summary: `A search node's volume is more than ${fullShare * 100} % full; at 95 % nothing is written any more.`,
    action: 'Raise services.catalog.searchStorageGiB and grow the claims; usage and profiles take the most room.',
  },
];

const alerts = (minutes: number): readonly Alert[] => [
  {
    name: 'CatalogDown',
    expression: `sum(up{${server}}) == 0 or absent(up{${server}})`,
    for: '10m',
    severity: 'ticket',
    summary: 'No metadata server answers: nobody finds data, and lineage is lost until one does.',
    action:
      'kubectl -n catalog get pods,jobs; a server that waits says in its log for which update. Then database, Kafka and OpenSearch.',
  },
  {
    name: 'CatalogChangesWait',
    expression: `sum by (consumergroup, topic) (${lag}) > ${waitingRecords}`,
    for: '30m',
    severity: 'ticket',
    summary: 'Changes wait in {{ $labels.topic }}: what people see is older than what is known.',
    action: 'Look at the logs of datahub-gms: a record that cannot be read stops its consumer; else raise replicas.',
  },
  {
    name: 'CatalogReadingFailed',
    expression: `min by (reading) (evenkeel_catalog_reading_succeeded{${readings}}) == 0`,
    for: '2h',
    severity: 'ticket',
    summary: 'The reading {{ $labels.reading }} fails again and again.',
    action: 'kubectl -n catalog logs job/<newest datahub-ingestion>: the report at its end names what was refused.',
  },
  {
    name: 'CatalogReadingsStale',
    expression: `${age} > ${minutes * 60}`,
    for: '10m',
    severity: 'ticket',
    summary: `The reading {{ $labels.reading }} was last good more than ${minutes} minutes ago.`,
    action:
      'kubectl -n catalog get cronjobs,jobs; a run that never starts or cannot fetch its packages leaves no metric.',
  },
  ...searchAlerts,
];

const panels: readonly Panel[] = [
  {
    title: 'Questions',
    unit: 'reqps',
    queries: { '{{success}}': `sum by (success) (rate(${requests}_count{${server}}[5m]))` },
  },
  {
    title: 'Mean time of an answer',
    unit: 's',
    queries: {
      mean: `sum(rate(${requests}_sum{${server}}[5m])) / (sum(rate(${requests}_count{${server}}[5m])) > 0)`,
    },
  },
  { title: 'Changes that wait', unit: 'short', queries: { '{{topic}}': `sum by (topic) (${lag})` } },
  { title: 'Since the last good reading', unit: 's', queries: { '{{reading}}': age } },
  {
    title: 'Heap',
    unit: 'bytes',
    queries: { '{{pod}}': `sum by (pod) (jvm_memory_used_bytes{${server},area="heap"})` },
  },
  {
    title: 'Search volumes used',
    unit: 'percentunit',
    queries: { '{{name}}': `max by (name) (1 - ${free}{${search}} / ${whole}{${search}})` },
  },
  {
    title: 'Search heap',
    unit: 'bytes',
    queries: { '{{name}}': `max by (name) (elasticsearch_jvm_memory_used_bytes{${search},area="heap"})` },
  },
];

/**
 * DataHub's Micrometer timers and the JVM's at `/actuator/prometheus` (DataHub's docs, "Monitoring DataHub"); OpenSearch by
 * elasticsearch_exporter (its README, "Metrics"); lag by Kafka Exporter; readings by `charts/catalog/ingest-script.ts`.
 */
export const catalogSignals: ServiceSignals<typeof catalog> = {
  metrics: [
    `${requests}_count`,
    `${requests}_sum`,
    'jvm_memory_used_bytes',
    status,
    free,
    whole,
    'elasticsearch_jvm_memory_used_bytes',
    'kafka_consumergroup_lag',
    'evenkeel_catalog_reading_succeeded',
    'evenkeel_catalog_reading_seconds',
    read,
    'up',
  ],
  levels: (_config, { availabilityPercent, freshnessMinutes }) => [
    availability(availabilityPercent),
    ...(freshnessMinutes ? [freshness(freshnessMinutes)] : []),
  ],
  alerts: ({ ingestion }, { freshnessMinutes }) => alerts(freshnessMinutes ?? ingestion.freshnessMinutes),
  panels: () => panels,
};
