import type { ConfigOf, databases } from '../../services';
import type { Alert, Panel, ServiceLevel, ServiceSignals } from '../signals';

type Config = ConfigOf<typeof databases>;

const at = (app: string): string => `namespace="databases",app="${app}"`;
const postgres = at('postgresql');
const documents = at('percona-server-mongodb');
const caches = at('valkey');

const recovering = 'cnpg_pg_replication_in_recovery';
/** 1 for the servers of a copy of another site's database: none of them takes writes, on purpose. */
const following = 'cnpg_collector_replica_mode';
const archived = 'cnpg_pg_stat_archiver_seconds_since_last_archival';
const state = 'mongodb_myState';
const agentStatus = 'mongodb_pbm_agent_status';
const backedUp = 'mongodb_pbm_backup_last_transition_ts';

/** A database's own name from the names of its pods: `databases-postgres-shop-1`, `…-rs0-1`, `…-node-1`. */
const byDatabase = (expression: string): string =>
  `label_replace(${expression}, "database", "$1", "pod", "databases-(.+?)(-rs0|-node)?-[0-9]+")`;

/** 1 for every database without a server that takes writes, 0 for the others; by kind, as far as they run in the cluster. */
const withoutPrimary: readonly string[] = [
  `min by (database) (${byDatabase(`(${recovering}{${postgres}} unless on (namespace, pod) (${following}{${postgres}} == 1))`)})`,
  `1 - max by (database) (${byDatabase(`(${state}{${documents}} == bool 1)`)})`,
  `1 - max by (database) (${byDatabase(`redis_up{${caches}}`)})`,
];

const minutes = (function_: 'sum' | 'count', window: string): string =>
  withoutPrimary.map((down) => `(sum(${function_}_over_time((${down})[${window}:1m])) or vector(0))`).join(' + ');

const availability = (goodPercent: number): ServiceLevel => ({
  name: 'availability',
  promise: `${goodPercent} % of the minutes every database has a server that takes writes`,
  goodPercent,
  bad: (window) => minutes('sum', window),
  all: (window) => minutes('count', window),
});

/**
 * What always runs in the cluster and shows nothing at all, and caches that showed something today. A PostgreSQL or a cache
 * without a trace may be the cloud's.
 */
const unseen = (config: Config): string[] => [
  ...Object.keys(config.documents).map(
    (name) => `absent(${state}{${documents},pod=~"databases-documents-${name}-rs0-[0-9]+"})`,
  ),
  ...Object.keys(config.caches).map((name) => {
    const own = `redis_up{${caches},pod=~"databases-caches-${name}(-node)?-[0-9]+"}`;
    return `(max(last_over_time(${own}[1d])) unless on () max(${own}))`;
  }),
];

const hour = 3600;
/** Nights are a day apart; a base backup of a large database takes hours. */
const oldestBackup = 30 * hour;

const alerts = (config: Config): Alert[] => [
  {
    name: 'DatabaseServerDown',
    expression: `min by (pod) (up{namespace="databases",app=~"postgresql|percona-server-mongodb|valkey"}) == 0`,
    for: '10m',
    severity: 'ticket',
    summary: 'A server of a database does not answer; the others go on, but one more would be an outage.',
    action: 'kubectl -n databases describe pod <pod>; a pod that waits for its volume waits for its zone.',
  },
  {
    name: 'DatabaseWithoutPrimary',
    expression: withoutPrimary.map((down) => `((${down}) == 1)`).join(' or '),
    for: '3m',
    severity: 'page',
    summary: 'A database has no server that takes writes.',
    action: 'kubectl -n databases get cluster,psmdb,pods; the state of the object says what its operator waits for.',
  },
  ...(unseen(config).length > 0
    ? ([
        {
          name: 'DatabaseUnseen',
          expression: unseen(config).join(' or '),
          for: '10m',
          severity: 'page',
          summary: 'Nothing is seen of a database: it has no pods, or nobody asks them.',
          action:
            'kubectl -n databases get psmdb,statefulsets,pods; a replica set that never starts waits for its Secrets.',
        },
      ] as const)
    : []),
  ...(Object.keys(config.documents).length > 0
    ? ([
        {
          name: 'MongodbBackupOld',
          expression: `time() - max by (database) (${byDatabase(`${backedUp}{${documents},status="done"}`)}) > ${oldestBackup}`,
          for: '1h',
          severity: 'ticket',
          summary: 'The newest backup of a MongoDB database is older than a night and a quarter of a day.',
          action: 'kubectl -n databases get psmdb-backup; the newest one says why it failed.',
        },
        {
          name: 'MongodbBackupAgentFails',
          expression: `max by (pod) (${agentStatus}{${documents},self="1"}) > 0`,
          for: '15m',
          severity: 'ticket',
          summary: 'An agent that backs up MongoDB reports an error: the oplog may not be archived.',
          action: 'kubectl -n databases logs <pod> -c backup-agent.',
        },
      ] as const)
    : []),
  ...(Object.keys(config.caches).length > 0
    ? ([
        {
          name: 'CacheRefusesWrites',
          expression: `sum by (pod) (rate(redis_errors_total{${caches},err="OOM"}[5m])) > 0`,
          for: '10m',
          severity: 'ticket',
          summary: 'A cache is full and keeps everything it has: writes fail.',
          action: 'Raise memoryGiB, or let it evict: eviction: allkeys-lru.',
        },
      ] as const)
    : []),
];

const panels: readonly Panel[] = [
  {
    title: 'Databases without a server that takes writes',
    unit: 'short',
    queries: {
      postgres: `sum(${withoutPrimary[0]})`,
      documents: `sum(${withoutPrimary[1]})`,
      caches: `sum(${withoutPrimary[2]})`,
    },
  },
  {
    title: 'PostgreSQL: size',
    unit: 'bytes',
    queries: { '{{datname}}': `max by (datname) (cnpg_pg_database_size_bytes{${postgres}})` },
  },
  {
    title: 'PostgreSQL: connections',
    unit: 'short',
    queries: { '{{pod}}': `sum by (pod) (cnpg_backends_total{${postgres}})` },
  },
  {
    title: 'PostgreSQL: copies behind',
    unit: 's',
    queries: { '{{pod}}': `max by (pod) (cnpg_pg_replication_lag{${postgres}})` },
  },
  {
    title: 'PostgreSQL: since the last archived log',
    unit: 's',
    queries: { '{{pod}}': `max by (pod) (${archived}{${postgres}})` },
  },
  {
    title: 'MongoDB: connections',
    unit: 'short',
    queries: { '{{pod}}': `sum by (pod) (mongodb_ss_connections{${documents},conn_type="current"})` },
  },
  {
    title: 'MongoDB: operations',
    unit: 'ops',
    queries: { '{{legacy_op_type}}': `sum by (legacy_op_type) (rate(mongodb_ss_opcounters{${documents}}[5m]))` },
  },
  {
    title: 'Caches: memory',
    unit: 'bytes',
    queries: { '{{pod}}': `max by (pod) (redis_memory_used_bytes{${caches}})` },
  },
  {
    title: 'Caches: found',
    unit: 'percentunit',
    queries: {
      '{{pod}}': `sum by (pod) (rate(redis_keyspace_hits_total{${caches}}[5m])) / (sum by (pod) (rate(redis_keyspace_hits_total{${caches}}[5m])) + sum by (pod) (rate(redis_keyspace_misses_total{${caches}}[5m])) > 0)`,
    },
  },
];

/**
 * PostgreSQL by CloudNativePG's default queries (`config/manager/default-monitoring.yaml`) and the Barman Cloud plugin
 * (its page on observability); MongoDB by Percona's exporter (collectors `diagnosticdata`, `replicasetstatus`, `pbm`);
 * caches by redis_exporter. A database that the cloud runs shows nothing
 * here: it is seen by what every store has in common, in `monitoring/store-alerts.ts`.
 */
export const databasesSignals: ServiceSignals<typeof databases> = {
  metrics: [
    recovering,
    following,
    archived,
    'cnpg_pg_replication_lag',
    'cnpg_pg_database_size_bytes',
    'cnpg_backends_total',
    state,
    agentStatus,
    backedUp,
    'mongodb_ss_connections',
    'mongodb_ss_opcounters',
    'redis_up',
    'redis_errors_total',
    'redis_memory_used_bytes',
    'redis_keyspace_hits_total',
    'redis_keyspace_misses_total',
    'up',
  ],
  levels: (_config, { availabilityPercent }) => [availability(availabilityPercent)],
  alerts,
  panels: () => panels,
};
