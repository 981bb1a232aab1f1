import type { ParameterUnit, ServerParameter } from './server-parameters';

const amount = (unit: ParameterUnit, min: string, max: string, summary: string, zero?: string) =>
  ({ kind: 'amount', unit, min, max, summary, ...(zero ? { zero } : {}) }) as const;
const never = 'never';

/**
 * What may be chosen: on every cloud's list of parameters that its users may change, and within the narrowest of the
 * ranges. Names, units and ranges are PostgreSQL's own.
 * Source: postgresql.org/docs/17/runtime-config.html; cloud.google.com/sql/docs/postgres/flags;
 * docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html;
 * learn.microsoft.com/azure/postgresql/server-parameters/concepts-server-parameters, 2026-11.
 */
export const postgresParameters = {
  work_mem: amount('kB', '64kB', '2GB', 'Memory of one sort or hash before it goes to disk; a query may have several.'),
  maintenance_work_mem: amount('kB', '1MB', '8GB', 'Memory of one vacuum or index build.'),
  effective_cache_size: amount('8kB', '64MB', '512GB', 'How much the planner believes to be cached.'),
  temp_file_limit: amount('kB', '1GB', '1TB', 'Most that one session may write to temporary files.'),
  random_page_cost: { kind: 'fraction', min: 0.1, max: 100, summary: 'Cost of a page read at random; 1.1 suits SSD.' },
  effective_io_concurrency: { kind: 'whole', min: 0, max: 1000, summary: 'Reads that are asked for ahead.' },
  default_statistics_target: { kind: 'whole', min: 10, max: 10_000, summary: 'Detail of statistics of a column.' },
  jit: { kind: 'switch', summary: 'Compile the expressions of long queries.' },
  max_parallel_workers_per_gather: {
    kind: 'whole',
    min: 0,
    max: 64,
    summary: 'Further processes that one query may use.',
  },
  max_connections: {
    kind: 'whole',
    min: 50,
    max: 5000,
    restart: true,
    summary: 'Connections that the server takes; each costs about 10 MiB.',
  },
  statement_timeout: amount('ms', '100ms', '24h', 'A statement that takes longer is ended.', never),
  lock_timeout: amount('ms', '10ms', '24h', 'A statement that waits longer for a lock is ended.', never),
  transaction_timeout: {
    ...amount('ms', '1s', '24h', 'A transaction that takes longer is ended, with its connection.', never),
    since: 17,
  },
  idle_in_transaction_session_timeout: amount(
    'ms',
    '10s',
    '24h',
    'A connection that holds a transaction open and does nothing for longer is closed.',
    never,
  ),
  deadlock_timeout: amount(
    'ms',
    '100ms',
    '1min',
    'How long a wait for a lock goes on before it is looked into and logged.',
  ),
  default_transaction_isolation: {
    kind: 'choice',
    values: ['read committed', 'repeatable read', 'serializable'],
    summary: 'Isolation of transactions that ask for none.',
  },
  autovacuum_max_workers: { kind: 'whole', min: 1, max: 20, restart: true, summary: 'Vacuums that run at once.' },
  autovacuum_naptime: amount('s', '1s', '1h', 'Pause between two rounds of vacuums of one database.'),
  autovacuum_vacuum_scale_factor: {
    kind: 'fraction',
    min: 0,
    max: 1,
    summary: 'Share of dead rows that starts a vacuum.',
  },
  autovacuum_analyze_scale_factor: {
    kind: 'fraction',
    min: 0,
    max: 1,
    summary: 'Share of changed rows after which statistics are made anew.',
  },
  autovacuum_vacuum_cost_limit: { kind: 'whole', min: 1, max: 10_000, summary: 'Work of a vacuum between two pauses.' },
  log_autovacuum_min_duration: amount('ms', '1s', '24h', 'A vacuum that takes longer is logged.'),
  checkpoint_timeout: amount('s', '30s', '1h', 'Longest time between two checkpoints.'),
  max_wal_size: amount('MB', '128MB', '64GB', 'Log between two checkpoints, at which the next is made early.'),
  track_io_timing: { kind: 'switch', summary: 'Time reads and writes, for statistics of queries.' },
} as const satisfies Readonly<Record<string, ServerParameter>>;

export type PostgresParameterName = keyof typeof postgresParameters;

const written = 'would write statements with the values in them into logs';

/** What nobody may set, with the promise that it would break. */
export const keptParameters = {
  archive_mode: 'would end point-in-time recovery',
  autovacuum: 'would let transaction ids run out, and the server stop; tune autovacuum_vacuum_cost_limit instead',
  fsync: 'would lose or spoil data when a machine stops',
  full_page_writes: 'would spoil pages when a machine stops',
  listen_addresses: 'would open the server beyond its private address',
  log_connections: 'says who came in, which audits ask for; it stays on',
  log_disconnections: 'says who left, which audits ask for; it stays on',
  log_min_duration_statement: `${written}; the cloud's insights and pg_stat_statements show slow ones without`,
  log_statement: `${written}; changes of the schema are logged as it is`,
  max_slot_wal_keep_size: 'keeps a capture that stands from filling the volume; it follows storageGiB',
  password_encryption: 'would let passwords be kept by an older hash than SCRAM',
  shared_preload_libraries: 'would load code into the server; ask for extensions by name',
  ssl: 'would let connections in without TLS',
  ssl_min_protocol_version: 'would let older versions of TLS in',
  synchronous_commit: 'would confirm writes that a takeover then loses',
  wal_level: 'follows what reads the log; set capture: true to follow changes',
} as const satisfies Readonly<Record<string, string>>;
