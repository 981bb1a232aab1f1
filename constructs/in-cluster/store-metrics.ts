import { followedDatabase, isArchived } from '../../environments/model';
import {
  chosenConnections,
  type NeedRequest,
  type SilentAlarms,
  type StoreKind,
  type StoreLevels,
  secretName,
  transactionIds,
  unmeasured,
} from '../contracts';
import { cacheName } from './cache-names';
import { kafkaCluster } from './kafka-names';
import { brokerSizes } from './kafka-sizes';
import { postgresSizes } from './postgres-sizes';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

/** Pods of a database, and the volumes of their data and log, which CloudNativePG names alike. */
const postgres = (request: NeedRequest<'postgres'>) => {
  const numbered = `${secretName(request)}-[0-9]+`;
  return {
    pods: `namespace="${request.namespace}",pod=~"${numbered}"`,
    volumes: `namespace="${request.namespace}",persistentvolumeclaim=~"${numbered}(-wal)?"`,
  };
};

/** What the programs of a container hold themselves: neither files that the system caches for them nor memory they share. */
const resident = (pods: string, container: string): string =>
  `sum by (pod) (container_memory_rss{${pods},container="${container}"})`;

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

/** What nothing in the cluster measures. */
export const silentAlarms = {
  'kafka.alarm-processors': {
    absent: 'a broker has no limit: it takes what its machine has',
    instead: 'the machines themselves are watched, and the time that Kafka takes to answer stands on its dashboard',
  },
  'kafka.alarm-throttling': {
    absent: 'no client has a quota, so none is held back',
    instead: 'nothing: what a client asks for it gets, as far as the machines go',
  },
} as const satisfies SilentAlarms;

const followedElsewhere = {
  unmeasured: 'a copy has no backups of its own: those of the site that it follows are copied',
};
const noArchive = { unmeasured: 'without object storage outside the cluster there are no backups to be late' };

/**
 * Metrics of what runs in the cluster in the words of every store: CloudNativePG's default queries and those of its plugin
 * for backups, Kafka's own counters under the names of `kafka-metrics.ts`, Kafka Exporter, redis_exporter, and what the
 * kubelet says of volumes, processors and memory.
 */
export const storeLevels: { readonly [K in StoreKind]: (request: NeedRequest<K>) => StoreLevels<K> } = {
  postgres: (request) => {
    const { pods, volumes } = postgres(request);
    const { cpu, maxConnections, memoryGiB, sharedBuffersMiB } = postgresSizes[request.need.size];
    const follows =
      followedDatabase(request.site, { service: request.service, need: request.name })?.role === 'follows';
    const archived = isArchived(request.site, 'postgres');
    const written = (query: string) => (follows ? followedElsewhere : archived ? query : noArchive);
    return {
      storageUsed: `max(kubelet_volume_stats_used_bytes{${volumes}} / kubelet_volume_stats_capacity_bytes{${volumes}})`,
      connections: `max(sum by (pod) (cnpg_backends_total{${pods}})) / ${chosenConnections(request.need) ?? maxConnections}`,
      // The one that follows another site does so by files, as often as they arrive: its age stands among the copies.
      replicationLag: `max(cnpg_pg_replication_lag{${pods}}${follows ? ` and on (namespace, pod) (cnpg_pg_replication_is_wal_receiver_up{${pods}} == 1)` : ''})`,
      // Its limit is twice what is reserved for it.
      cpu: `max(${processor(pods, 'postgres')}) / ${cpu * 2}`,
      transactionIds: `max(cnpg_pg_database_xid_age{${pods}}) / ${transactionIds}`,
      burstSpent: { unmeasured: 'a pod bursts into what its machine has to spare, and saves nothing up' },
      // The buffers that all connections share are taken from the start.
      memoryUsed: `max(${resident(pods, 'postgres')} + ${sharedBuffersMiB * mebibyte}) / ${memoryGiB * gibibyte}`,
      deadlocks: `sum(rate(cnpg_pg_stat_database_deadlocks{${pods}}[5m]))`,
      longestTransaction: `max(cnpg_backends_max_tx_duration_seconds{${pods}})`,
      // 0 where a pod knows of none; before the first backup all of them say so.
      backupAge: written(`min(time() - barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${pods}})`),
      archiveFailures: written(`sum(rate(cnpg_pg_stat_archiver_failed_count{${pods}}[10m]))`),
    };
  },
  kafka: ({ need }) => ({
    storageUsed: `max(sum by (pod) (kafka_log_log_size{${brokers}})) / ${need.storageGiB * gibibyte}`,
    bytesIn: counted('bytesin'),
    bytesOut: counted('bytesout'),
    offlinePartitions: `max(kafka_controller_kafkacontroller_offlinepartitionscount{${brokers}})`,
    throttled: unmeasured(silentAlarms['kafka.alarm-throttling']),
    cpu: unmeasured(silentAlarms['kafka.alarm-processors']),
    memoryUsed: `max(${resident(`namespace="${kafkaCluster.namespace}",pod=~"${kafkaCluster.name}-broker-[0-9]+"`, 'kafka')}) / ${brokerSizes[need.size].memoryMiB * mebibyte}`,
    underReplicated: `sum(kafka_server_replicamanager_underreplicatedpartitions{${brokers}})`,
    consumerLag: `max(sum by (consumergroup, topic) (kafka_consumergroup_lag{namespace="${kafkaCluster.namespace}",app="kafka-exporter"}))`,
  }),
  cache: (request) => ({
    memoryUsed: `max(redis_memory_used_bytes{${nodes(request)}} / redis_memory_max_bytes{${nodes(request)}})`,
    evictions: `sum(rate(redis_evicted_keys_total{${nodes(request)}}[5m]))`,
    hitRatio: `sum(rate(redis_keyspace_hits_total{${nodes(request)}}[5m])) / (sum(rate(redis_keyspace_hits_total{${nodes(request)}}[5m])) + sum(rate(redis_keyspace_misses_total{${nodes(request)}}[5m])))`,
    replicationLag: `max(redis_connected_slave_lag_seconds{${nodes(request)}})`,
    connections: `max(redis_connected_clients{${nodes(request)}} / redis_config_maxclients{${nodes(request)}})`,
    cpu: `max(${processor(nodes(request), 'valkey')}) / ${cacheCpus}`,
  }),
};
