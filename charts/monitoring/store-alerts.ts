import { type StoreKind, storeSeries } from '../../constructs/contracts';
import type { Alert } from '../signals';
import type { WatchedStore } from './stores';

const { postgres, kafka, cache } = storeSeries;

const hour = 3600;
const minute = 60;

/** An alert on one level, the same whoever runs the store. */
interface LevelAlert extends Omit<Alert, 'expression'> {
  readonly series: string;
  /** PromQL of the series of every store that it is about; an answer fires. */
  expression(series: string): string;
  /** Which stores it is about. Default: all that have the series. */
  about?(store: WatchedStore): boolean;
}

/** As it went for six hours, it is full within a day; steps of a volume that grows by itself are not a slope. */
const fullWithinADay =
  (least: number) =>
  (series: string): string =>
    `${series} > ${least} and predict_linear(${series}[6h], ${24 * hour}) > 1`;

const above =
  (limit: number) =>
  (series: string): string =>
    `${series} > ${limit}`;

const levelAlerts: { readonly [K in StoreKind]: readonly LevelAlert[] } = {
  postgres: [
    {
      name: 'PostgresStorageFillsUp',
      series: postgres.storageUsed,
      expression: fullWithinADay(0.7),
      for: '1h',
      severity: 'ticket',
      summary: 'The volume of {{ $labels.store }} is full within a day if it goes on like this.',
      action:
        'Find what grows: select pg_size_pretty(pg_database_size(datname)), datname from pg_database; select slot_name, active from pg_replication_slots: a slot that nobody reads keeps the log. Then raise storageGiB as docs/guides/data-services.md says.',
    },
    {
      name: 'PostgresStorageFull',
      series: postgres.storageUsed,
      // Above where volumes of up to 500 GiB have grown by themselves on every cloud.
      expression: above(0.95),
      for: '15m',
      severity: 'page',
      summary:
        '{{ $value | humanizePercentage }} of the volume of {{ $labels.store }} are full; a full one takes no writes.',
      action:
        'Raise storageGiB and apply the data stack now; it grows in place (where the plan stays empty, by the command in docs/guides/data-services.md). Then drop replication slots that nobody reads.',
    },
    {
      name: 'PostgresConnectionsNearLimit',
      series: postgres.connections,
      expression: above(0.85),
      for: '15m',
      severity: 'ticket',
      summary:
        '{{ $value | humanizePercentage }} of the connections of {{ $labels.store }} are taken; the last one locks everybody out.',
      action:
        'select usename, state, count(*) from pg_stat_activity group by 1, 2: idle ones are a pool too large in the service; otherwise raise size.',
    },
    {
      name: 'PostgresReplicaLags',
      series: postgres.replicationLag,
      expression: above(minute),
      for: '15m',
      severity: 'ticket',
      summary: 'A copy of {{ $labels.store }} is {{ $value | humanizeDuration }} behind.',
      action: "Look for a slow volume or a long transaction: select * from pg_stat_activity where state <> 'idle'.",
    },
    {
      name: 'PostgresTransactionIdsHigh',
      series: postgres.transactionIds,
      // Autovacuum steps in at a tenth: somebody holds it back.
      expression: above(0.4),
      for: '1h',
      severity: 'ticket',
      summary:
        '{{ $labels.store }} has used {{ $value | humanizePercentage }} of its transaction ids, and vacuum does not keep up.',
      action:
        'Find what holds vacuum back: the oldest of pg_stat_activity.xact_start, pg_replication_slots.xmin, pg_prepared_xacts; end it, then VACUUM (FREEZE) the tables with the highest age(relfrozenxid).',
    },
    {
      name: 'PostgresTransactionIdsRunOut',
      series: postgres.transactionIds,
      expression: above(0.8),
      for: '15m',
      severity: 'page',
      summary:
        '{{ $labels.store }} has used {{ $value | humanizePercentage }} of its transaction ids; at the end it takes no writes.',
      action:
        'End the oldest transaction and drop slots that nobody reads now, then VACUUM (FREEZE, VERBOSE) the database table by table, the oldest first.',
    },
    {
      name: 'PostgresBurstSpent',
      series: postgres.burstSpent,
      expression: above(0.9),
      for: '30m',
      severity: 'ticket',
      summary: '{{ $labels.store }} has spent what its small machine had saved up, and slows down or costs extra.',
      action: 'Raise size to standard, whose machine has all of its processors all the time.',
    },
    {
      name: 'PostgresProcessorFull',
      series: postgres.cpu,
      expression: above(0.9),
      for: '30m',
      severity: 'ticket',
      summary: '{{ $labels.store }} has used {{ $value | humanizePercentage }} of its processors for half an hour.',
      action:
        'select query, total_exec_time from pg_stat_statements order by 2 desc limit 10; an index, or a larger size.',
    },
    {
      name: 'PostgresMemoryFull',
      series: postgres.memoryUsed,
      expression: above(0.95),
      for: '30m',
      severity: 'ticket',
      summary:
        '{{ $value | humanizePercentage }} of the memory of {{ $labels.store }} are taken; a server without any ends connections, or all of them.',
      action:
        'select count(*), state from pg_stat_activity group by 2, each takes about 10 MiB and a few work_mem: fewer connections or a smaller work_mem, else raise size.',
    },
    {
      name: 'PostgresDeadlocks',
      series: postgres.deadlocks,
      // More than one a minute.
      expression: above(0.02),
      for: '15m',
      severity: 'ticket',
      summary: 'Transactions of {{ $labels.store }} lock each other out, and one of each pair is ended.',
      action:
        'The log says which two: deadlock detected, with both processes and tables. Let the service take locks in one order, or in shorter transactions.',
    },
    {
      name: 'PostgresTransactionOpen',
      series: postgres.longestTransaction,
      expression: above(2 * hour),
      for: '15m',
      severity: 'ticket',
      summary:
        'A transaction of {{ $labels.store }} has been open for {{ $value | humanizeDuration }}: nothing that came after it can be vacuumed.',
      action:
        'select pid, usename, application_name, state, xact_start, query from pg_stat_activity order by xact_start limit 5; ask whose it is, then select pg_terminate_backend(pid). transaction_timeout ends the next one.',
    },
    {
      name: 'PostgresBackupMissing',
      series: postgres.backupAge,
      // One is made every night: one may be late by a few hours.
      expression: above(30 * hour),
      for: '30m',
      severity: 'ticket',
      summary: 'The newest backup of {{ $labels.store }} that can be restored is {{ $value | humanizeDuration }} old.',
      action:
        'kubectl get backups.postgresql.cnpg.io -A: the newest says why it failed; usually the bucket refuses its pods, or is gone. Then make one now: kubectl cnpg backup.',
    },
    {
      name: 'PostgresLogNotArchived',
      series: postgres.archiveFailures,
      expression: above(0),
      for: '15m',
      severity: 'page',
      summary:
        'The log of {{ $labels.store }} cannot be archived: what is written now could not be restored, and the log fills the volume.',
      action:
        'select * from pg_stat_archiver: last_failed_wal, and the log of the server says why; usually the bucket refuses it, or its key is gone.',
    },
  ],
  kafka: [
    {
      name: 'KafkaStorageFillsUp',
      series: kafka.storageUsed,
      expression: above(0.8),
      for: '15m',
      severity: 'page',
      summary:
        '{{ $value | humanizePercentage }} of a volume of {{ $labels.store }} are full; a broker with a full one stops.',
      action:
        'Raise services.streaming.storageGiB (volumes grow in place), or shorten the retention of the largest topic.',
    },
    {
      name: 'KafkaStorageFullTomorrow',
      series: kafka.storageUsed,
      expression: fullWithinADay(0.5),
      for: '1h',
      severity: 'ticket',
      summary: 'A volume of {{ $labels.store }} is full within a day if it goes on like this.',
      action: 'Find the topic that grows, and shorten its retention or raise services.streaming.storageGiB.',
    },
    {
      name: 'KafkaPartitionsOffline',
      series: kafka.offlinePartitions,
      expression: above(0),
      for: '2m',
      severity: 'page',
      summary:
        '{{ $value }} partitions of {{ $labels.store }} have no leader: their records can be neither written nor read.',
      action:
        'Brokers are missing that hold the copies: kubectl -n streaming get pods -l strimzi.io/pool-name=broker, or the state of the cluster at the cloud.',
    },
    {
      name: 'KafkaThrottled',
      series: kafka.throttled,
      expression: (series) => `${series} == 1`,
      for: '15m',
      severity: 'ticket',
      summary: '{{ $labels.store }} holds its clients back: they ask for more than it was bought for.',
      action:
        'Look at its traffic for who began; raise services.streaming.size, or let the client write in larger batches.',
    },
    {
      name: 'KafkaProcessorFull',
      series: kafka.cpu,
      expression: above(0.8),
      for: '30m',
      severity: 'ticket',
      summary: '{{ $labels.store }} has used {{ $value | humanizePercentage }} of its processors for half an hour.',
      action: 'Raise services.streaming.size or brokers while there is still room to move partitions.',
    },
    {
      name: 'KafkaMemoryFull',
      series: kafka.memoryUsed,
      expression: above(0.95),
      for: '30m',
      severity: 'ticket',
      summary: '{{ $value | humanizePercentage }} of the memory of {{ $labels.store }} are taken.',
      action:
        'Too many partitions, transactions or connections for its size: raise services.streaming.size or brokers, or delete topics that nobody reads.',
    },
    {
      name: 'KafkaUnderReplicated',
      series: kafka.underReplicated,
      expression: above(0),
      for: '15m',
      severity: 'ticket',
      summary: '{{ $value }} partitions of {{ $labels.store }} have fewer copies than they should.',
      action:
        'Look for a broker that is down, slow or catching up: kubectl -n streaming get pods, then its log, or the state of the cluster at the cloud.',
    },
    {
      name: 'KafkaConsumersFallBehind',
      series: kafka.consumerLag,
      // A batch that is worked off is no reason to look.
      expression: (series) => `${series} > 100000 and deriv(${series}[1h]) > 0`,
      for: '1h',
      severity: 'ticket',
      summary:
        'A consumer group of {{ $labels.store }} has {{ $value | humanize }} records of a topic to read, and more every minute.',
      action:
        'Find the group by kafka-consumer-groups --describe --all-groups, or by group in the metrics of the cloud: it is named after its service. More replicas, up to the partitions of the topic; what is older than its retention is lost.',
    },
  ],
  cache: [
    {
      name: 'CacheMemoryFull',
      series: cache.memoryUsed,
      expression: above(0.85),
      // Others are full by design.
      about: ({ keepsAll }) => keepsAll,
      for: '15m',
      severity: 'ticket',
      summary:
        '{{ $labels.store }} uses {{ $value | humanizePercentage }} of its memory and keeps everything: when it is full, writes fail.',
      action: 'Look for keys without an end: valkey-cli --bigkeys; raise memoryGiB, or let it evict.',
    },
    {
      name: 'CacheEvictsMuch',
      series: cache.evictions,
      expression: above(100),
      about: ({ keepsAll }) => !keepsAll,
      for: '30m',
      severity: 'ticket',
      summary:
        '{{ $labels.store }} drops more than a hundred keys a second to make room: what was cached is gone before it is asked for.',
      action: 'Compare with what it finds; raise memoryGiB where keys are dropped that somebody asks for again.',
    },
    {
      name: 'CacheMissesMuch',
      series: cache.hitRatio,
      // Some keys are asked for once by nature; what was dropped and is missed is not.
      expression: (series) => `${series} < 0.5 and ${cache.evictions} > 1`,
      about: ({ keepsAll }) => !keepsAll,
      for: '1h',
      severity: 'ticket',
      summary:
        'Only {{ $value | humanizePercentage }} of the reads of {{ $labels.store }} find their key, while it drops keys to make room.',
      action: 'Raise memoryGiB until it no longer drops what is asked for, or let keys end sooner.',
    },
    {
      name: 'CacheConnectionsNearLimit',
      series: cache.connections,
      expression: above(0.85),
      for: '15m',
      severity: 'ticket',
      summary: '{{ $value | humanizePercentage }} of the connections of {{ $labels.store }} are taken.',
      action: 'Clients that open one a request are the usual reason: valkey-cli client list.',
    },
    {
      name: 'CacheReplicaLags',
      series: cache.replicationLag,
      expression: above(minute),
      for: '15m',
      severity: 'ticket',
      summary:
        'A copy of {{ $labels.store }} is {{ $value | humanizeDuration }} behind: a takeover would lose as much.',
      action: 'Look for writes in bulk, or a copy that starts over: valkey-cli info replication.',
    },
    {
      name: 'CacheProcessorFull',
      series: cache.cpu,
      expression: above(0.9),
      for: '30m',
      severity: 'ticket',
      summary:
        '{{ $labels.store }} has used {{ $value | humanizePercentage }} of its processor for half an hour; it has one for commands.',
      action: 'valkey-cli slowlog get: one command over many keys holds up all others.',
    },
  ],
};

/** The same words mean the same on every site; each kind has this one wherever a cloud runs it. */
const alwaysThere: { readonly [K in StoreKind]: string } = {
  postgres: postgres.cpu,
  kafka: kafka.cpu,
  cache: cache.cpu,
};

function unseen(stores: readonly WatchedStore[]): Alert[] {
  const expression = stores
    .filter(({ managed }) => managed)
    .map(({ kind, service, name }) => `absent(${alwaysThere[kind]}{service="${service}",store="${name}"})`)
    .join(' or ');
  if (expression === '') return [];
  return [
    {
      name: 'ManagedStoreUnseen',
      expression,
      for: '30m',
      severity: 'ticket',
      summary: 'Nothing is known of {{ $labels.store }}: no alert on it can fire.',
      action:
        'kubectl -n monitoring logs -l app.kubernetes.io/component=cloud-metrics: a refusal is its role, silence the way out; otherwise ask the cloud whether the server is there.',
    },
  ];
}

/** Of a level: of all stores that have it, or of some by name. */
function selected({ series, about }: LevelAlert, stores: readonly WatchedStore[]): string | undefined {
  const measured = stores.filter(({ recordings }) => series in recordings);
  const meant = about ? measured.filter(about) : measured;
  if (meant.length === 0) return undefined;
  return meant.length === measured.length ? series : `${series}{store=~"${meant.map(({ name }) => name).join('|')}"}`;
}

/** Alerts on every data service of a site, as far as somebody measures what they are about. */
export function storeAlerts(stores: readonly WatchedStore[]): Alert[] {
  const levels = Object.values(levelAlerts)
    .flat()
    .flatMap((one) => {
      const series = selected(one, stores);
      if (series === undefined) return [];
      const { name, for: held, severity, summary, action } = one;
      return [{ name, expression: one.expression(series), for: held, severity, summary, action }];
    });
  return [...levels, ...unseen(stores)];
}
