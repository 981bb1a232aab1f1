import { PostgresqlFlexibleServerConfiguration } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-configuration';
import type { Construct } from 'constructs';
import type { PostgresNeed } from '../../../services';
import { settingValues } from '../../contracts';

/** TLS only; who connected, what waited, what changed the schema, which queries take long; never the data itself. */
const baseParameters: Readonly<Record<string, string>> = {
  require_secure_transport: 'on',
  ssl_min_protocol_version: 'TLSv1.2',
  log_checkpoints: 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  log_lock_waits: 'on',
  log_statement: 'ddl',
  'pg_qs.query_capture_mode': 'top',
  'pgms_wait_sampling.query_capture_mode': 'all',
  // Deadlocks and the age of transactions are no metrics without it.
  'metrics.collector_database_activity': 'on',
};

/** Extensions that are not named here nobody may create, the administrator included. */
const permitted = ({ extensions = [] }: PostgresNeed): Readonly<Record<string, string>> =>
  extensions.length > 0 ? { 'azure.extensions': extensions.map((name) => name.toUpperCase()).join(',') } : {};

/**
 * Lets the log be decoded; the provider restarts the server for it. Fewer workers run out beside the server's own.
 * Source: learn.microsoft.com/azure/postgresql/configure-maintain/concepts-logical.
 */
const decoding = ({ storageGiB }: PostgresNeed): Readonly<Record<string, string>> => ({
  wal_level: 'logical',
  max_worker_processes: '16',
  // A capture that stands keeps no more log than half of the volume; after that it begins anew.
  max_slot_wal_keep_size: `${storageGiB * 512}`,
});

/** All parameters of a server, one resource each; amounts in the units of PostgreSQL's own, which Azure reads. */
export const serverParameters = (scope: Construct, serverId: string, need: PostgresNeed) =>
  Object.entries({
    ...baseParameters,
    ...settingValues(need),
    ...permitted(need),
    ...(need.capture ? decoding(need) : {}),
  }).map(([name, value]) => new PostgresqlFlexibleServerConfiguration(scope, name, { name, value, serverId }));
