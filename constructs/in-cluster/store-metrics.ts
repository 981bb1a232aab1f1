import {
  chosenConnections,
  type NeedRequest,
  type StoreKind,
  type StoreLevels,
  secretName,
  transactionIds,
} from '../contracts';
import { cacheName } from './cache-names';
import { kafkaCluster } from './kafka-names';
import { postgresSizes } from './postgres-sizes';

const gibibyte = 1024 ** 3;

/** Pods of a database, and the volumes of their data and log, which CloudNativePG names alike. */
const postgres = (request: NeedRequest<'postgres'>) => {
  const numbered = `${secretName(request)}-[0-9]+`;
  return {
    pods: `namespace="${request.namespace}",pod=~"${numbered}"`,
    volumes: `namespace="${request.namespace}",persistentvolumeclaim=~"${numbered}(-wal)?"`,
  };
};

const brokers = `namespace="${kafkaCluster.namespace}",app="kafka"`;

/** With copies, nodes have a name of their own. */
const nodes = (request: NeedRequest<'cache'>): string =>
  `namespace="${request.namespace}",pod=~"${cacheName(request)}(-node)?-[0-9]+"`;

const counted = (metric: string): string =>
  `sum(rate(kafka_server_brokertopicmetrics_${metric}_total{${brokers}}[5m]))`;

const processor = (pods: string, container: string): string =>
  `sum by (pod) (rate(container_cpu_usage_seconds_total{${pods},container="${container}"}[5m]))`;

/** Of the server's container, which may not take more: see `cache-nodes.ts`. */
const cacheCpus = 2;

/**
 * Metrics of what runs in the cluster in the words of every store: CloudNativePG's default queries, Kafka's own counters
 * under the names of `kafka-metrics.ts`, redis_exporter, and what the kubelet says of volumes and processors.
 */
export const storeLevels: { readonly [K in StoreKind]: (request: NeedRequest<K>) => StoreLevels<K> } = {
  postgres: (request) => {
    const { pods, volumes } = postgres(request);
    const { cpu, maxConnections } = postgresSizes[request.need.size];
    return {
      storageUsed: `max(kubelet_volume_stats_used_bytes{${volumes}} / kubelet_volume_stats_capacity_bytes{${volumes}})`,
      connections: `max(sum by (pod) (cnpg_backends_total{${pods}})) / ${chosenConnections(request.need) ?? maxConnections}`,
      replicationLag: `max(cnpg_pg_replication_lag{${pods}})`,
      // Its limit is twice what is reserved for it.
      cpu: `max(${processor(pods, 'postgres')}) / ${cpu * 2}`,
      transactionIds: `max(cnpg_pg_database_xid_age{${pods}}) / ${transactionIds}`,
      burstSpent: { unmeasured: 'a pod bursts into what its machine has to spare, and saves nothing up' },
    };
  },
  kafka: ({ need }) => ({
    storageUsed: `max(sum by (pod) (kafka_log_log_size{${brokers}})) / ${need.storageGiB * gibibyte}`,
    bytesIn: counted('bytesin'),
    bytesOut: counted('bytesout'),
    offlinePartitions: `max(kafka_controller_kafkacontroller_offlinepartitionscount{${brokers}})`,
    throttled: { unmeasured: 'no client has a quota, so none is held back' },
    cpu: { unmeasured: 'a broker has no limit: it takes what its machine has' },
  }),
  cache: (request) => ({
    memoryUsed: `max(redis_memory_used_bytes{${nodes(request)}} / redis_memory_max_bytes{${nodes(request)}})`,
    evictions: `sum(rate(redis_evicted_keys_total{${nodes(request)}}[5m]))`,
    replicationLag: `max(redis_connected_slave_lag_seconds{${nodes(request)}})`,
    connections: `max(redis_connected_clients{${nodes(request)}} / redis_config_maxclients{${nodes(request)}})`,
    cpu: `max(${processor(nodes(request), 'valkey')}) / ${cacheCpus}`,
  }),
};
