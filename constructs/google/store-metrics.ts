import { cacheNodeFor, cloudFacts } from '../../environments/facts';
import type { GoogleSite } from '../../environments/model';
import type { PostgresNeed } from '../../services';
import { chosenConnections, type NeedRequest, readReplicaParts, type StoreKind, type StoreLevels } from '../contracts';
import { clusterId } from './kafka-client';
import { hashedComputeName, sqlInstanceName } from './names';
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

/** A series of stackdriver_exporter: `stackdriver_<resource>_<metric>`. */
function series<K extends StoreKind>(request: Request<K> & { readonly need: { readonly kind: K } }, metric: string) {
  const kind: K = request.need.kind;
  const { prefix, resource, label } = monitored[kind];
  const name = `stackdriver_${snakeCase(resource)}_${snakeCase(`${prefix}${metric}`)}`;
  return `${name}{${label}=~"${labelPatterns[kind](request)}"}`;
}

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
  }),
  kafka: (request) => ({
    storageUsed: { unmeasured: 'Google adds storage by itself and states no end of it' },
    bytesIn: `sum(rate(${series(request, 'cluster_byte_in_count')}[${window}]))`,
    bytesOut: `sum(rate(${series(request, 'cluster_byte_out_count')}[${window}]))`,
    offlinePartitions: `max(${series(request, 'offline_partitions')})`,
    throttled: {
      unmeasured: 'the service holds nobody back and has no metric of it: its processors show a cluster too small',
    },
    cpu: `sum(rate(${series(request, 'cpu/core_usage_time')}[${window}])) / sum(${series(request, 'cpu/limit')})`,
  }),
  cache: (request) => ({
    memoryUsed: `max(${series(request, 'memory/maximum_utilization')})`,
    evictions: `sum(rate(${series(request, 'stats/total_evicted_keys_count')}[${window}]))`,
    replicationLag: { unmeasured: 'Memorystore counts bytes that a copy is behind, and no seconds' },
    connections: `max(${series(request, 'clients/maximum_connected_clients')}) / ${clientLimit(request)}`,
    cpu: `max(${series(request, 'cpu/maximum_utilization')})`,
  }),
};
