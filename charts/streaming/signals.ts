import { storeSeries } from '../../constructs/contracts';
import type { ConfigOf, streaming } from '../../services';
import type { Alert, Panel, ServiceLevel, ServiceSignals } from '../signals';
import { mirrorAlerts, mirrorMetricNames, mirrorPanels } from './mirror-signals';

/** Servers carry Strimzi's own labels: the software under `app`. */
const servers = 'namespace="streaming",app="kafka"';
const exporter = 'namespace="streaming",app="kafka-exporter"';
const registry = 'namespace="streaming",app="apicurio-registry"';

const replicas = 'kafka_server_replicamanager';
const requests = 'kafka_server_brokertopicmetrics';
const controller = 'kafka_controller_kafkacontroller';
const latency = 'kafka_network_requestmetrics_totaltimems';

const rate = (metric: string, window: string): string =>
  `sum(rate(${requests}_${metric}_total{${servers}}[${window}]))`;

const availability = (goodPercent: number): ServiceLevel => ({
  name: 'availability',
  promise: `${goodPercent} % of the requests to write and read records succeed`,
  goodPercent,
  bad: (window) => `${rate('failedproducerequests', window)} + ${rate('failedfetchrequests', window)}`,
  all: (window) => `${rate('totalproducerequests', window)} + ${rate('totalfetchrequests', window)}`,
});

const { offlinePartitions, throttled } = storeSeries.kafka;
const own = '{service="streaming"}';

/** 1 in a minute in which records cannot be written or read; a cloud that hides leaders shows that it holds clients back. */
const unusable = `(max(${offlinePartitions}${own} > bool 0) or max(${throttled}${own}))`;

/** Of brokers that a cloud runs: it counts no failed requests, so minutes are counted. */
const managedAvailability = (goodPercent: number): ServiceLevel => ({
  name: 'availability',
  promise: `${goodPercent} % of the minutes records can be written and read, as far as the cloud says so`,
  goodPercent,
  bad: (window) => `sum_over_time(${unusable}[${window}:1m])`,
  all: (window) => `count_over_time(${unusable}[${window}:1m])`,
});

/** Of brokers that run in the cluster; what every Kafka has in common stands in `monitoring/store-alerts.ts`. */
const brokerAlerts = ({ highlyAvailable }: ConfigOf<typeof streaming>): Alert[] => [
  {
    name: 'KafkaControllerMissing',
    expression: `sum(${controller}_activecontrollercount{${servers}}) != 1`,
    for: '5m',
    severity: 'page',
    summary: 'There is not exactly one active controller: leaders are not elected and topics not changed.',
    action: 'kubectl -n streaming get pods -l strimzi.io/pool-name=controller; two of three must run.',
  },
  ...(highlyAvailable
    ? ([
        {
          name: 'KafkaUnderMinimumCopies',
          expression: `sum(${replicas}_underminisrpartitioncount{${servers}}) > 0`,
          for: '2m',
          severity: 'page',
          summary: 'Partitions have fewer than two copies: producers that wait for confirmation are refused.',
          action: 'Bring the missing brokers back before anything else; do not restart the others.',
        },
      ] as const)
    : []),
  {
    name: 'KafkaConsumersStand',
    expression: `sum by (consumergroup, topic) (kafka_consumergroup_lag{${exporter}}) > 0 and sum by (consumergroup, topic) (rate(kafka_consumergroup_current_offset{${exporter}}[15m])) == 0`,
    for: '30m',
    severity: 'ticket',
    summary: 'A consumer group has records to read and reads none.',
    action: 'The group is named after its service: look at the logs of its pods.',
  },
];

const alerts = (config: ConfigOf<typeof streaming>): Alert[] => [
  ...(config.broker === 'in-cluster' ? brokerAlerts(config) : []),
  ...(config.schemaRegistry.enabled
    ? ([
        {
          name: 'SchemaRegistryDown',
          expression: `sum(up{${registry}}) == 0 or absent(up{${registry}})`,
          for: '5m',
          severity: 'ticket',
          summary: 'No schema registry answers: clients work from what they remember, new ones cannot start.',
          action: 'kubectl -n streaming get pods -l app.kubernetes.io/name=apicurio-registry; then its database.',
        },
      ] as const)
    : []),
  ...(config.mirror ? mirrorAlerts(config.mirror) : []),
];

const panels: readonly Panel[] = [
  {
    title: 'Records',
    unit: 'ops',
    queries: { written: rate('messagesin', '5m') },
  },
  {
    title: 'Traffic',
    unit: 'bytes',
    queries: { written: rate('bytesin', '5m'), read: rate('bytesout', '5m') },
  },
  {
    title: 'Time to answer, 95th percentile',
    unit: 'ms',
    queries: { '{{request}}': `max by (request) (${latency}{${servers},quantile="0.95"})` },
  },
  {
    title: 'Partitions in trouble',
    unit: 'short',
    queries: {
      offline: `max(${controller}_offlinepartitionscount{${servers}})`,
      'under-replicated': `sum(${replicas}_underreplicatedpartitions{${servers}})`,
      'under the minimum': `sum(${replicas}_underminisrpartitioncount{${servers}})`,
    },
  },
  {
    title: 'Stored',
    unit: 'bytes',
    queries: { '{{pod}}': `sum by (pod) (kafka_log_log_size{${servers}})` },
  },
  {
    title: 'Records waiting',
    unit: 'short',
    queries: { '{{consumergroup}} {{topic}}': `sum by (consumergroup, topic) (kafka_consumergroup_lag{${exporter}})` },
  },
];

/**
 * Kafka's own counters under the names that the rules in `constructs/in-cluster/kafka-metrics.ts` give them, which are
 * those of Strimzi's examples; lag by Kafka Exporter, which Strimzi runs.
 */
export const streamingSignals: ServiceSignals<typeof streaming> = {
  metrics: [
    `${replicas}_underreplicatedpartitions`,
    `${replicas}_underminisrpartitioncount`,
    `${controller}_offlinepartitionscount`,
    `${controller}_activecontrollercount`,
    ...[
      'messagesin',
      'bytesin',
      'bytesout',
      'totalproducerequests',
      'totalfetchrequests',
      'failedproducerequests',
      'failedfetchrequests',
    ].map((counter) => `${requests}_${counter}_total`),
    latency,
    'kafka_log_log_size',
    'kafka_consumergroup_lag',
    'kafka_consumergroup_current_offset',
    offlinePartitions,
    throttled,
    'up',
    ...mirrorMetricNames,
  ],
  levels: ({ broker }, { availabilityPercent }) => [
    (broker === 'in-cluster' ? availability : managedAvailability)(availabilityPercent),
  ],
  alerts,
  panels: ({ broker, mirror }) => [...(broker === 'in-cluster' ? panels : []), ...(mirror ? mirrorPanels : [])],
};
