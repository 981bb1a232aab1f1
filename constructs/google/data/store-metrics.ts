import { cacheNodeFor, cloudFacts } from '../../../environments/facts';
import type { GoogleSite } from '../../../environments/model';
import type { PostgresNeed } from '../../../services';
import {
  chosenConnections,
  type NeedRequest,
  readReplicaParts,
  type SilentAlarms,
  type StoreKind,
  type StoreLevels,
  unmeasured,
} from '../../contracts';
import { hashedComputeName, sqlInstanceName } from '../names';
import { clusterId } from './kafka-client';
import { sqlMachine } from './postgres-sizes';

type Request<K extends StoreKind> = NeedRequest<K, GoogleSite>;

/** What Cloud Monitoring calls what a metric is of, and the metrics that levels are made of. */
interface MonitoredKind {
  /** Begins the name of every metric. */
  readonly prefix: string;
  readonly resource: string;
  /** Label that tells the resources of a kind apart. */
  readonly label: string;
  readonly metrics: readonly string[];
}

/**
 * As few as levels are made of: each series of an answer is paid for.
 * Source: cloud.google.com/monitoring/api/metrics_gcp, and the pages on monitoring of Cloud SQL, Managed Service for Apache
 * Kafka and Memorystore for Valkey, 2026-11.
 */
export const monitored: { readonly [K in StoreKind]: MonitoredKind } = {
  postgres: {
    prefix: 'cloudsql.googleapis.com/database/',
    resource: 'cloudsql_database',
    label: 'database_id',
    metrics: [
      'disk/utilization',
      'cpu/utilization',
      'postgresql/num_backends',
      'postgresql/transaction_id_utilization',
      'replication/replica_lag',
      'replication/log_archive_failure_count',
      'postgresql/deadlock_count',
      'memory/utilization',
    ],
  },
  kafka: {
    prefix: 'managedkafka.googleapis.com/',
    resource: 'managedkafka.googleapis.com/Cluster',
    label: 'cluster_id',
    metrics: [
      'cluster_byte_in_count',
      'cluster_byte_out_count',
      'offline_partitions',
      'cpu/core_usage_time',
      'cpu/limit',
      'memory/usage',
      'memory/limit',
      'offset_lag',
    ],
  },
  cache: {
    prefix: 'memorystore.googleapis.com/instance/',
    resource: 'memorystore.googleapis.com/Instance',
    label: 'instance_id',
    metrics: [
      'memory/maximum_utilization',
      'cpu/maximum_utilization',
      'clients/maximum_connected_clients',
      'stats/total_evicted_keys_count',
      'stats/total_keyspace_hits_count',
      'stats/total_keyspace_misses_count',
    ],
  },
};

/** What the label says of a store, as a regular expression. Some kinds have the whole path of the resource. */
export const labelPatterns: { readonly [K in StoreKind]: (request: Request<K>) => string } = {
  postgres: ({ site, service, name, need }) => {
    const copies = readReplicaParts(need).map((part) => sqlInstanceName(site, service, name, part));
    const instance = sqlInstanceName(site, service, name);
    return `${site.projectId}:${copies.length > 0 ? `(${[instance, ...copies].join('|')})` : instance}`;
  },
  kafka: ({ site }) => `(.+/)?${clusterId(site)}`,
  cache: ({ site, service, name }) => `(.+/)?${hashedComputeName(site, service, name)}`,
};

/** As the exporter writes the names of resources and metrics. */
const snakeCase = (name: string): string => name.replaceAll(/[^a-zA-Z0-9]+/g, '_').toLowerCase();

/**
 * A series of stackdriver_exporter: `stackdriver_<resource>_<metric>`.
 * @param pattern of the label that tells resources apart
 */
export const monitoredSeries = (kind: StoreKind, metric: string, pattern: string): string => {
  const { prefix, resource, label } = monitored[kind];
  return `stackdriver_${snakeCase(resource)}_${snakeCase(`${prefix}${metric}`)}{${label}=~"${pattern}"}`;
};

/** That of one store. */
function series<K extends StoreKind>(request: Request<K> & { readonly need: { readonly kind: K } }, metric: string) {
  const kind: K = request.need.kind;
  return monitoredSeries(kind, metric, labelPatterns[kind](request));
}

/** Of every resource that has a metric: what consumer groups lag behind is told of each partition. */
const eachOf = (request: Request<'kafka'>, metric: string): string => {
  const { prefix, label } = monitored.kafka;
  const name = `stackdriver_.+_${snakeCase(`${prefix}${metric}`)}`;
  return `{__name__=~"${name}",${label}=~"${labelPatterns.kafka(request)}"}`;
};

/** `max_connections` where nobody sets it, by the machine's memory. Source: cloud.google.com/sql/docs/postgres/flags, 2026-11. */
const connectionLimits: Readonly<Record<string, number>> = {
  'db-custom-2-4096': 100,
  'db-custom-2-8192': 400,
  'db-custom-4-16384': 500,
  'db-perf-optimized-N-2': 500,
  'db-perf-optimized-N-4': 600,
};

function connectionLimit(need: PostgresNeed): number {
  const chosen = chosenConnections(need);
  if (chosen !== undefined) return chosen;
  const { tier } = sqlMachine(need);
  const limit = connectionLimits[tier];
  if (limit === undefined) throw new Error(`${tier}: how many connections does Cloud SQL take on it?`);
  return limit;
}

/** Clients of one node. Source: cloud.google.com/memorystore/docs/valkey/instance-node-specification, 2026-11. */
const clientLimits: Readonly<Record<string, number>> = {
  STANDARD_SMALL: 16_000,
  HIGHMEM_MEDIUM: 32_000,
  HIGHMEM_XLARGE: 64_000,
};

function clientLimit({ need }: Request<'cache'>): number {
  const limit = clientLimits[cacheNodeFor(cloudFacts.google, need.memoryGiB)?.type ?? ''];
  if (limit === undefined) throw new Error(`${need.memoryGiB} GiB: how many clients does Memorystore take?`);
  return limit;
}

/** Google's points are a minute apart, and the newest is some minutes old. */
const window = '10m';

/** What Cloud Monitoring has no metric of. */
export const silentAlarms = {
  'postgres.alarm-long-transactions': {
    absent: 'Cloud Monitoring has the age of transactions in transactions and not in seconds',
    instead:
      'one that is left idle is ended by idle_in_transaction_session_timeout, others by transaction_timeout; what they hold back shows as transaction ids',
  },
  'postgres.alarm-backups': {
    absent: 'Cloud Monitoring has no age of backups of Cloud SQL',
    instead: 'Cloud SQL logs every backup and its failure as an event of the system: gcloud sql backups list',
  },
  'kafka.alarm-storage': {
    absent: 'Google adds storage by itself and states no end of it',
    instead: 'nothing fills up; what is kept is paid for, so that retention of topics bounds it',
  },
  'kafka.alarm-missing-copies': {
    absent: 'Google counts partitions without a leader, and none that lack a copy',
    instead: 'Google replaces brokers by itself; partitions without a leader raise an alarm',
  },
  'kafka.alarm-throttling': {
    absent: 'the service holds nobody back and has no metric of it: its processors show a cluster too small',
    instead: 'go by the alarm on processors',
  },
  'cache.alarm-replica-lag': {
    absent: 'Memorystore counts bytes that a copy is behind, and no seconds',
    instead: 'look at the replication offsets of the instance; writes in bulk show as processors',
  },
} as const satisfies SilentAlarms;

/** Google's metrics in the words of every store. */
export const storeLevels: { readonly [K in StoreKind]: (request: Request<K>) => StoreLevels<K> } = {
  postgres: (request) => ({
    storageUsed: `max(${series(request, 'disk/utilization')})`,
    connections: `max(sum by (database_id) (${series(request, 'postgresql/num_backends')})) / ${connectionLimit(request.need)}`,
    replicationLag:
      (request.need.readReplicas ?? 0) > 0
        ? `max(${series(request, 'replication/replica_lag')})`
        : { unmeasured: 'the copy in the second zone is of the disk, block by block, and has no lag' },
    cpu: `max(${series(request, 'cpu/utilization')})`,
    transactionIds: `max(${series(request, 'postgresql/transaction_id_utilization')})`,
    burstSpent: { unmeasured: 'its machine has all of its processors all the time' },
    memoryUsed: `max(${series(request, 'memory/utilization')})`,
    deadlocks: `sum(rate(${series(request, 'postgresql/deadlock_count')}[${window}]))`,
    longestTransaction: unmeasured(silentAlarms['postgres.alarm-long-transactions']),
    backupAge: unmeasured(silentAlarms['postgres.alarm-backups']),
    archiveFailures: `sum(rate(${series(request, 'replication/log_archive_failure_count')}[${window}]))`,
  }),
  kafka: (request) => ({
    storageUsed: unmeasured(silentAlarms['kafka.alarm-storage']),
    bytesIn: `sum(rate(${series(request, 'cluster_byte_in_count')}[${window}]))`,
    bytesOut: `sum(rate(${series(request, 'cluster_byte_out_count')}[${window}]))`,
    offlinePartitions: `max(${series(request, 'offline_partitions')})`,
    throttled: unmeasured(silentAlarms['kafka.alarm-throttling']),
    cpu: `sum(rate(${series(request, 'cpu/core_usage_time')}[${window}])) / sum(${series(request, 'cpu/limit')})`,
    memoryUsed: `sum(${series(request, 'memory/usage')}) / sum(${series(request, 'memory/limit')})`,
    underReplicated: unmeasured(silentAlarms['kafka.alarm-missing-copies']),
    consumerLag: `max(sum by (consumer_group_id, topic_id) (${eachOf(request, 'offset_lag')}))`,
  }),
  cache: (request) => ({
    memoryUsed: `max(${series(request, 'memory/maximum_utilization')})`,
    evictions: `sum(rate(${series(request, 'stats/total_evicted_keys_count')}[${window}]))`,
    hitRatio: `sum(rate(${series(request, 'stats/total_keyspace_hits_count')}[${window}])) / (sum(rate(${series(request, 'stats/total_keyspace_hits_count')}[${window}])) + sum(rate(${series(request, 'stats/total_keyspace_misses_count')}[${window}])))`,
    replicationLag: unmeasured(silentAlarms['cache.alarm-replica-lag']),
    connections: `max(${series(request, 'clients/maximum_connected_clients')}) / ${clientLimit(request)}`,
    cpu: `max(${series(request, 'cpu/maximum_utilization')})`,
  }),
};
