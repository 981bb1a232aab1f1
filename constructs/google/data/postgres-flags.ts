import type { PostgresNeed } from '../../../services';
import { settingValues } from '../../contracts';

/** Who connected, what waited, what changed the schema; never the data itself. */
const databaseFlags: Readonly<Record<string, string>> = {
  'cloudsql.enable_pgaudit': 'on',
  log_checkpoints: 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  log_duration: 'off',
  log_hostname: 'on',
  log_lock_waits: 'on',
  log_min_duration_statement: '-1',
  log_min_error_statement: 'error',
  log_min_messages: 'warning',
  log_statement: 'ddl',
  log_temp_files: '0',
};

/** Lets the log be decoded; Cloud SQL restarts for it. */
const decoding = { 'cloudsql.logical_decoding': 'on' } as const;

/** All flags of a server and of its copies; amounts in the units of PostgreSQL's own, which Cloud SQL reads. */
export const flagsOf = (need: PostgresNeed): { readonly name: string; readonly value: string }[] =>
  Object.entries({ ...databaseFlags, ...settingValues(need), ...(need.capture ? decoding : {}) }).map(
    ([name, value]) => ({ name, value }),
  );
