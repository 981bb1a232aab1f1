import type { Mirror } from '../../services/mirroring';
import type { Alert, Panel } from '../signals';

/** Workers carry Strimzi's own labels: the software under `app`. */
const workers = 'namespace="streaming",app="kafka-mirror-maker-2"';

const latency = 'kafka_mirror_replication_latency_ms_avg';
const copied = 'kafka_mirror_record_total';
const failed = 'kafka_mirror_failed_tasks';
const runs = 'kafka_mirror_running_tasks';

/** The names that the rules in `mirror-metrics.ts` give to the counters of MirrorMaker 2. */
export const mirrorMetricNames: readonly string[] = [latency, copied, failed, runs];

/** How far behind the topic is that is furthest behind, in seconds: PromQL for those who watch copies. */
export const mirrorDelay = `max(${latency}{${workers}}) / 1000`;

/** Only standby sites have these series, so on the primary one nothing is ever missing. */
export const mirrorAlerts = ({ maxDelaySeconds }: Mirror): Alert[] => [
  {
    name: 'KafkaMirrorLate',
    expression: `max by (topic) (${latency}{${workers}}) > ${maxDelaySeconds * 1000}`,
    for: '5m',
    severity: 'page',
    summary: `Records reach the standby site more than ${maxDelaySeconds} s after they were written: a lost primary site would take them with it.`,
    action:
      'kubectl -n streaming get kafkamirrormaker2 kafka-mirror -o yaml; raise mirror.tasks where the line between the sites has room.',
  },
  {
    name: 'KafkaMirrorTaskFailed',
    expression: `sum by (connector) (${failed}{${workers}}) > 0`,
    for: '10m',
    severity: 'page',
    summary: 'A part of the mirror has failed and does not come back by itself: its partitions are not copied.',
    action: 'The status of kafkamirrormaker2/kafka-mirror has the reason; most often the password or the certificate.',
  },
  {
    name: 'KafkaMirrorStands',
    expression: `sum(${runs}{${workers}}) == 0 or (sum(up{${workers}}) == 0)`,
    for: '10m',
    severity: 'page',
    summary: 'Nothing is copied from the primary site.',
    action: 'kubectl -n streaming get pods -l strimzi.io/cluster=kafka-mirror; then the log of a worker.',
  },
];

export const mirrorPanels: readonly Panel[] = [
  {
    title: 'Delay of the mirror',
    unit: 'ms',
    queries: { '{{topic}}': `max by (topic) (${latency}{${workers}})` },
  },
  {
    title: 'Records copied',
    unit: 'ops',
    queries: { '{{topic}}': `sum by (topic) (rate(${copied}{${workers}}[5m]))` },
  },
];
