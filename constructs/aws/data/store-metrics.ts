import type { AwsSite } from '../../../environments/model';
import type { Size } from '../../../services';
import {
  chosenConnections,
  type NeedRequest,
  readReplicaParts,
  type SilentAlarms,
  type StoreKind,
  type StoreLevels,
  secretName,
  transactionIds,
  unmeasured,
} from '../../contracts';
import { cacheName, databaseName } from '../names';
import { kafkaName } from './kafka-client';
import { instanceClasses } from './postgres-sizes';

type Statistic = 'Average' | 'Maximum' | 'Sum';

/** What is asked of CloudWatch for one server or cluster. */
interface AskedMetrics {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, Statistic>>;
}

export interface WatchedStore {
  /** Namespace in CloudWatch. */
  readonly namespace: string;
  readonly asked: readonly AskedMetrics[];
  /** Metrics whose dimensions only CloudWatch knows: all that have exactly these are found there. */
  readonly found?: { readonly dimensions: readonly string[]; readonly metrics: Readonly<Record<string, Statistic>> };
}

type Request<K extends StoreKind> = NeedRequest<K, AwsSite>;

/** What CloudWatch adds a metric up over, and how often it is asked. */
export const periodSeconds = 300;

const gibibyte = 1024 ** 3;

/** A series of YACE, which names them `aws_<namespace>_<metric>_<statistic>` in snake case. */
const series = (request: Request<StoreKind>, metric: string): string => `${metric}{name="${secretName(request)}"}`;
const several = (request: Request<StoreKind>, pattern: string): string =>
  `{__name__=~"${pattern}",name="${secretName(request)}"}`;

/**
 * Nine tenths of `LEAST(DBInstanceClassMemory / 9531392, 5000)`, RDS's own default of `max_connections`, for 4, 8 and
 * 16 GiB: a tenth of the memory is the operating system's and RDS's own.
 * Source: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html, 2026-11.
 */
const connectionLimits: Readonly<Record<Size, number>> = { small: 405, standard: 811, large: 1622 };

/** Of the machine classes of `instanceClasses`, and of the operating system beside PostgreSQL. */
const memoryGiB: Readonly<Record<Size, number>> = { small: 4, standard: 8, large: 16 };

/** Credits that a `db.t4g.medium` saves up in a day. Source: docs.aws.amazon.com/AWSEC2, burstable performance instances, 2026-11. */
const mostCredits = 576;
const isBurstable = ({ size }: { readonly size: Size }): boolean => instanceClasses[size].startsWith('db.t');

/** `maxclients` of every node of ElastiCache, which nobody can change. */
const cacheClients = 65_000;

const zoneNodes = ({ site, need }: Request<'cache'>): number => (need.highlyAvailable ? site.zones.length : 1);

/** What is asked for: as little as the levels are made of, because each metric of each server is a request. */
export const watchedStores: { readonly [K in StoreKind]: (request: Request<K>) => WatchedStore } = {
  postgres: ({ site, service, name, need }) => ({
    namespace: 'AWS/RDS',
    asked: [[], ...readReplicaParts(need).map((part) => [part])].map((parts) => ({
      dimensions: { DBInstanceIdentifier: databaseName(site, service, name, ...parts) },
      metrics: {
        FreeStorageSpace: 'Average',
        DatabaseConnections: 'Maximum',
        CPUUtilization: 'Average',
        FreeableMemory: 'Average',
        ...(parts.length > 0 ? { ReplicaLag: 'Maximum' } : { MaximumUsedTransactionIDs: 'Maximum' }),
        ...(isBurstable(need) ? { CPUCreditBalance: 'Average' } : {}),
      } as const,
    })),
  }),
  kafka: ({ site, need }) => ({
    namespace: 'AWS/Kafka',
    asked: [
      { dimensions: { 'Cluster Name': kafkaName(site) }, metrics: { OfflinePartitionsCount: 'Maximum' } },
      ...Array.from({ length: need.brokers }, (_, broker) => ({
        dimensions: { 'Cluster Name': kafkaName(site), 'Broker ID': `${broker + 1}` },
        metrics: {
          KafkaDataLogsDiskUsed: 'Maximum',
          BytesInPerSec: 'Average',
          BytesOutPerSec: 'Average',
          ProduceThrottleTime: 'Average',
          FetchThrottleTime: 'Average',
          CpuUser: 'Average',
          CpuSystem: 'Average',
          HeapMemoryAfterGC: 'Maximum',
          UnderReplicatedPartitions: 'Maximum',
        } as const,
      })),
    ],
    // Groups are named by who reads.
    found: { dimensions: ['Cluster Name', 'Consumer Group', 'Topic'], metrics: { SumOffsetLag: 'Maximum' } },
  }),
  cache: (request) => ({
    namespace: 'AWS/ElastiCache',
    asked: Array.from({ length: zoneNodes(request) }, (_, node) => ({
      dimensions: {
        CacheClusterId: `${cacheName(request.site, request.service, request.name)}-${`${node + 1}`.padStart(3, '0')}`,
      },
      metrics: {
        DatabaseMemoryUsagePercentage: 'Maximum',
        Evictions: 'Sum',
        CurrConnections: 'Maximum',
        EngineCPUUtilization: 'Average',
        ReplicationLag: 'Maximum',
        CacheHits: 'Sum',
        CacheMisses: 'Sum',
      } as const,
    })),
  }),
};

/** What CloudWatch has no metric of. */
export const silentAlarms = {
  'postgres.alarm-deadlocks': {
    absent: 'CloudWatch counts no deadlocks of PostgreSQL on RDS',
    instead: 'each one stands in the log that RDS exports: deadlock detected; Performance Insights counts them',
  },
  'postgres.alarm-long-transactions': {
    absent: 'CloudWatch has no age of transactions of PostgreSQL on RDS',
    instead:
      'one that is left idle is ended by idle_in_transaction_session_timeout, others by transaction_timeout; what they hold back shows as transaction ids',
  },
  'postgres.alarm-backups': {
    absent: 'CloudWatch has no age of automated backups of RDS',
    instead:
      'RDS mails a failed backup as an event of its instance; aws rds describe-db-instances: LatestRestorableTime',
  },
  'postgres.alarm-log-archive': {
    absent: 'CloudWatch does not count the logs of RDS that could not be copied',
    instead: 'aws rds describe-db-instances: LatestRestorableTime is five minutes old at most',
  },
} as const satisfies SilentAlarms;

/**
 * CloudWatch's metrics in the words of every store.
 * Source: docs.aws.amazon.com, metrics of RDS, of MSK with enhanced monitoring by broker, and of ElastiCache for Valkey.
 */
export const storeLevels: { readonly [K in StoreKind]: (request: Request<K>) => StoreLevels<K> } = {
  postgres: (request) => ({
    // CloudWatch says how much is free and not of how much. A volume grows by itself as soon as less than a tenth of it is
    // free: less than that of what was first asked for means that it no longer does, or not fast enough.
    storageUsed: `clamp_min(1 - min(${series(request, 'aws_rds_free_storage_space_average')}) / ${request.need.storageGiB * gibibyte}, 0)`,
    connections: `max(${series(request, 'aws_rds_database_connections_maximum')}) / ${chosenConnections(request.need) ?? connectionLimits[request.need.size]}`,
    replicationLag:
      (request.need.readReplicas ?? 0) > 0
        ? `max(${series(request, 'aws_rds_replica_lag_maximum')})`
        : { unmeasured: 'the copy in the second zone confirms every write, and RDS shows no lag of it' },
    cpu: `max(${series(request, 'aws_rds_cpuutilization_average')}) / 100`,
    transactionIds: `max(${series(request, 'aws_rds_maximum_used_transaction_ids_maximum')}) / ${transactionIds}`,
    burstSpent: isBurstable(request.need)
      ? `clamp_min(1 - min(${series(request, 'aws_rds_cpucredit_balance_average')}) / ${mostCredits}, 0)`
      : { unmeasured: 'its machine has all of its processors all the time' },
    // What only caches files counts as free.
    memoryUsed: `clamp_min(1 - min(${series(request, 'aws_rds_freeable_memory_average')}) / ${memoryGiB[request.need.size] * gibibyte}, 0)`,
    deadlocks: unmeasured(silentAlarms['postgres.alarm-deadlocks']),
    longestTransaction: unmeasured(silentAlarms['postgres.alarm-long-transactions']),
    backupAge: unmeasured(silentAlarms['postgres.alarm-backups']),
    archiveFailures: unmeasured(silentAlarms['postgres.alarm-log-archive']),
  }),
  kafka: (request) => ({
    storageUsed: `max(${series(request, 'aws_kafka_data_logs_disk_used_maximum')}) / 100`,
    bytesIn: `sum(${series(request, 'aws_kafka_bytes_in_per_sec_average')})`,
    bytesOut: `sum(${series(request, 'aws_kafka_bytes_out_per_sec_average')})`,
    offlinePartitions: `max(${series(request, 'aws_kafka_offline_partitions_count_maximum')})`,
    throttled: `max(${several(request, 'aws_kafka_(produce|fetch)_throttle_time_average')}) > bool 0`,
    cpu: `max(sum by (dimension_Broker_ID) (${several(request, 'aws_kafka_cpu_(user|system)_average')})) / 100`,
    memoryUsed: `max(${series(request, 'aws_kafka_heap_memory_after_gc_maximum')}) / 100`,
    underReplicated: `sum(${series(request, 'aws_kafka_under_replicated_partitions_maximum')})`,
    // Found in the whole region: other clusters of the account are left out here.
    consumerLag: `max(${series(request, 'aws_kafka_sum_offset_lag_maximum').replace('{', `{dimension_Cluster_Name="${kafkaName(request.site)}",`)})`,
  }),
  cache: (request) => ({
    memoryUsed: `max(${series(request, 'aws_elasticache_database_memory_usage_percentage_maximum')}) / 100`,
    evictions: `sum(${series(request, 'aws_elasticache_evictions_sum')}) / ${periodSeconds}`,
    hitRatio: `sum(${series(request, 'aws_elasticache_cache_hits_sum')}) / (sum(${series(request, 'aws_elasticache_cache_hits_sum')}) + sum(${series(request, 'aws_elasticache_cache_misses_sum')}))`,
    replicationLag: `max(${series(request, 'aws_elasticache_replication_lag_maximum')})`,
    connections: `max(${series(request, 'aws_elasticache_curr_connections_maximum')}) / ${cacheClients}`,
    cpu: `max(${series(request, 'aws_elasticache_engine_cpuutilization_average')}) / 100`,
  }),
};
