import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { streaming } from '../../services';

export const mirrorMetricsConfig = { name: 'kafka-mirror-metrics', key: 'rules.yaml' } as const;

/** Of the Java agent in every worker. */
export const mirrorMetricsPort = 9404;

/**
 * What becomes of the counters of MirrorMaker 2 (`org.apache.kafka.connect.mirror.MirrorSourceMetrics`) and of the states
 * of Connect's tasks: `kafka.connect.mirror<type=MirrorSourceConnector, …, topic=t, partition=0><>replication-latency-ms`
 * becomes `kafka_mirror_replication_latency_ms{topic="t", partition="0"}`.
 */
const rules = {
  lowercaseOutputName: true,
  includeObjectNames: ['kafka.connect.mirror:*', 'kafka.connect:type=connect-worker-metrics,connector=*'],
  rules: [
    {
      pattern:
        'kafka.connect.mirror<type=MirrorSourceConnector, source=.+, target=.+, topic=(.+), partition=(\\d+)><>(replication-latency-ms-avg|record-age-ms-avg)',
      name: 'kafka_mirror_$3',
      type: 'GAUGE',
      labels: { topic: '$1', partition: '$2' },
    },
    {
      pattern:
        'kafka.connect.mirror<type=MirrorSourceConnector, source=.+, target=.+, topic=(.+), partition=(\\d+)><>record-count',
      name: 'kafka_mirror_record_total',
      type: 'COUNTER',
      labels: { topic: '$1', partition: '$2' },
    },
    {
      pattern: 'kafka.connect<type=connect-worker-metrics, connector=(.+)><>connector-(running|failed)-task-count',
      name: 'kafka_mirror_$2_tasks',
      type: 'GAUGE',
      labels: { connector: '$1' },
    },
  ],
} as const;

/** JSON is YAML. */
export const mirrorMetrics: IConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: mirrorMetricsConfig.name, namespace: streaming.namespace },
  data: { [mirrorMetricsConfig.key]: JSON.stringify(rules, undefined, 2) },
};
