import type { NeedKind } from '../../services';

/**
 * One vocabulary for every data service, whoever runs it: names of recorded series. Each has one series a store, with the
 * labels `service` (kebab case) and `store` (`<service>-<need>`), and the worst of its servers' values where there are
 * several.
 */
export const storeSeries = {
  postgres: {
    /** Share of the volume that is full. */
    storageUsed: 'evenkeel:postgres_storage_used:ratio',
    /** Open connections of those that the server takes. */
    connections: 'evenkeel:postgres_connections:ratio',
    /** How far the copy that is furthest behind lags. */
    replicationLag: 'evenkeel:postgres_replication_lag:seconds',
    cpu: 'evenkeel:postgres_cpu:ratio',
    /** Transaction ids in use of those that there are: at the end the server takes no writes until old ones are vacuumed. */
    transactionIds: 'evenkeel:postgres_transaction_ids:ratio',
    /** Of the credits by which a small machine may be faster than it is bought for. */
    burstSpent: 'evenkeel:postgres_burst_spent:ratio',
    /** Of the memory, without what only caches files. */
    memoryUsed: 'evenkeel:postgres_memory_used:ratio',
    /** Deadlocks a second, in each of which one transaction was ended. */
    deadlocks: 'evenkeel:postgres_deadlocks:rate5m',
    /** Age of the transaction that has been open for longest. */
    longestTransaction: 'evenkeel:postgres_longest_transaction:seconds',
    /** Since the newest backup that can be restored was made. */
    backupAge: 'evenkeel:postgres_backup_age:seconds',
    /** Logs a second that could not be archived: until one can, no later second can be restored. */
    archiveFailures: 'evenkeel:postgres_archive_failures:rate5m',
  },
  kafka: {
    storageUsed: 'evenkeel:kafka_storage_used:ratio',
    /** Bytes a second of all servers, from clients and to them. */
    bytesIn: 'evenkeel:kafka_bytes_in:rate5m',
    bytesOut: 'evenkeel:kafka_bytes_out:rate5m',
    /** Partitions without a leader. */
    offlinePartitions: 'evenkeel:kafka_offline_partitions:count',
    /** 1 while the service holds clients back, else 0. */
    throttled: 'evenkeel:kafka_throttled:bool',
    cpu: 'evenkeel:kafka_cpu:ratio',
    /** Of the heap, or of the whole memory where the heap is not told apart. */
    memoryUsed: 'evenkeel:kafka_memory_used:ratio',
    /** Partitions that lack one of their copies. */
    underReplicated: 'evenkeel:kafka_under_replicated_partitions:count',
    /** Records of one topic that the consumer group furthest behind has still to read. */
    consumerLag: 'evenkeel:kafka_consumer_lag:records',
  },
  cache: {
    /** Data of what fits. */
    memoryUsed: 'evenkeel:cache_memory_used:ratio',
    /** Keys a second that made room for others. */
    evictions: 'evenkeel:cache_evictions:rate5m',
    /** Reads that find their key; nothing while nobody reads. */
    hitRatio: 'evenkeel:cache_hits:ratio',
    connections: 'evenkeel:cache_connections:ratio',
    /** How far the copy that is furthest behind lags. */
    replicationLag: 'evenkeel:cache_replication_lag:seconds',
    cpu: 'evenkeel:cache_cpu:ratio',
  },
} as const satisfies Readonly<Partial<Record<NeedKind, Readonly<Record<string, string>>>>>;

/** Kinds of needs that keep data behind a server of their own. */
export type StoreKind = keyof typeof storeSeries;
export const storeKinds = Object.keys(storeSeries) as readonly StoreKind[];

/** Why a provider says nothing of a level. */
export interface Unmeasured {
  readonly unmeasured: string;
}

/** PromQL for every level of one store, each giving one series at most; or why there is none. */
export type StoreLevels<K extends StoreKind = StoreKind> = {
  readonly [L in keyof (typeof storeSeries)[K]]: string | Unmeasured;
};

/** Transaction ids of PostgreSQL: a counter of 32 bits, of which half lies behind and half ahead. */
export const transactionIds = 2 ** 31;

/** What a provider of a kind of need says of its stores; nothing where the kind has no servers. */
export type LevelsOfNeed<K extends NeedKind> = K extends StoreKind ? StoreLevels<K> : never;
