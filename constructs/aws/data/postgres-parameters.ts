import type { PostgresNeed } from '../../../services';
import { postgresSettings } from '../../contracts';

interface Parameter {
  readonly name: string;
  readonly value: string;
  /** `pending-reboot`: read at start only. */
  readonly applyMethod: 'immediate' | 'pending-reboot';
}

const now = (name: string, value: string): Parameter => ({ name, value, applyMethod: 'immediate' });
const atStart = (name: string, value: string): Parameter => ({ name, value, applyMethod: 'pending-reboot' });

/** TLS only; who connected, what waited, what changed the schema; never the data itself. */
const parameters: readonly Parameter[] = [
  now('rds.force_ssl', '1'),
  atStart('shared_preload_libraries', 'pg_stat_statements,pgaudit'),
  now('log_connections', '1'),
  now('log_disconnections', '1'),
  now('log_lock_waits', '1'),
  now('log_min_duration_statement', '-1'),
  now('log_statement', 'ddl'),
  now('log_temp_files', '0'),
];

/** Lets the log be decoded; RDS raises `wal_level` and the slots by itself. */
const decoding = ({ storageGiB }: PostgresNeed): readonly Parameter[] => [
  atStart('rds.logical_replication', '1'),
  // A capture that stands keeps no more log than half of the volume; after that it begins anew.
  now('max_slot_wal_keep_size', `${storageGiB * 512}`),
];

/** As RDS writes switches. */
const switched: Readonly<Record<string, string>> = { on: '1', off: '0' };

/** All that the parameter group of a server states; amounts in the units of PostgreSQL's own, which RDS reads. */
export const groupParameters = (need: PostgresNeed): Parameter[] => [
  ...parameters,
  ...postgresSettings(need).map(({ name, value, isSwitch, restart }) =>
    (restart ? atStart : now)(name, isSwitch ? (switched[value] ?? value) : value),
  ),
  ...(need.capture ? decoding(need) : []),
];
