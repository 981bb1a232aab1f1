import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { kafkaCluster } from './kafka-names';

export const metricsConfig = { name: 'kafka-metrics', key: 'rules.yaml' } as const;

/** Of the Java agent in every server, and of the exporter of consumer lag. */
export const metricsPort = 9404;

/**
 * What becomes of Kafka's own counters: `kafka.server<type=ReplicaManager, name=UnderReplicatedPartitions><>Value` becomes
 * `kafka_server_replicamanager_underreplicatedpartitions`. The same names as in Strimzi's examples, but only what rules
 * and panels use: everything would be about 200 series a partition.
 */
const rules = {
  lowercaseOutputName: true,
  includeObjectNames: [
    'kafka.server:type=ReplicaManager,*',
    'kafka.server:type=BrokerTopicMetrics,*',
    'kafka.controller:type=KafkaController,*',
    'kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce',
    'kafka.network:type=RequestMetrics,name=TotalTimeMs,request=FetchConsumer',
    'kafka.log:type=Log,name=Size,*',
  ],
  rules: [
    {
      pattern: 'kafka.network<type=RequestMetrics, name=TotalTimeMs, request=(.+)><>(\\d+)thPercentile',
      name: 'kafka_network_requestmetrics_totaltimems',
      type: 'GAUGE',
      labels: { request: '$1', quantile: '0.$2' },
    },
    {
      pattern: 'kafka.server<type=BrokerTopicMetrics, name=(.+)PerSec><>Count',
      name: 'kafka_server_brokertopicmetrics_$1_total',
      type: 'COUNTER',
    },
    {
      pattern: 'kafka.log<type=Log, name=Size, topic=(.+), partition=(.+)><>Value',
      name: 'kafka_log_log_size',
      type: 'GAUGE',
      labels: { topic: '$1', partition: '$2' },
    },
    {
      pattern: 'kafka.(server|controller)<type=(ReplicaManager|KafkaController), name=(.+)><>Value',
      name: 'kafka_$1_$2_$3',
      type: 'GAUGE',
    },
  ],
} as const;

/** JSON is YAML. */
export const kafkaMetrics: IConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: metricsConfig.name, namespace: kafkaCluster.namespace },
  data: { [metricsConfig.key]: JSON.stringify(rules, undefined, 2) },
};
