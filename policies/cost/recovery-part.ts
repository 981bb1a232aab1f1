import type { RecoveryTier } from '../../environments/facts/recovery';
import type { BillLine } from './bill';
import { type Resource, valueAt } from './resource';

/** What something is paid for: to serve, or only for the day on which something is lost. */
export const recoveryParts = ['serving', 'standby', 'backup', 'copy', 'vault', 'link'] as const;
export type RecoveryPart = (typeof recoveryParts)[number];

/** What a site is there for. */
export interface SitePurpose {
  readonly site: string;
  readonly role: 'primary' | 'standby';
  /** What of a standby is paid for before a loss. Default: it serves, or nothing is promised. */
  readonly tier?: RecoveryTier;
}

/** Types that are there for nothing else. */
const ofType: Readonly<Record<string, RecoveryPart>> = {
  aws_backup_selection: 'vault',
  google_backup_dr_backup_plan_association: 'vault',
  azurerm_data_protection_backup_instance_postgresql_flexible_server: 'vault',
  aws_db_instance_automated_backups_replication: 'copy',
  aws_s3_bucket_replication_configuration: 'copy',
  aws_ecr_replication_configuration: 'copy',
  google_storage_transfer_job: 'copy',
  azurerm_storage_object_replication: 'copy',
};

/** Where servers say whom they follow. Those that follow one of their own stack are read by it, and serve. */
const followed: Readonly<Record<string, string>> = {
  aws_db_instance: 'replicate_source_db',
  google_sql_database_instance: 'master_instance_name',
  azurerm_postgresql_flexible_server: 'source_server_id',
};

/** Tenants and needs that keep what comes back: dumps, archives of logs, state of a cluster, snapshots. */
const keepsBackups = /^velero$|(^|-)(dumps|archive|snapshots)(-restore)?$/;

/** What a resource is there for by itself; `undefined`: for what its site is. */
export function partOfResource(
  { type, values }: Resource,
  referred: (value: unknown) => Resource | undefined,
): RecoveryPart | undefined {
  const source = followed[type] && valueAt(values, followed[type]);
  const [, tenant = '', need = ''] = `${valueAt(values, '//.metadata.path') ?? ''}`.split('/');
  if (ofType[type]) return ofType[type];
  if (typeof source === 'string' && !referred(source)) return 'copy';
  return keepsBackups.test(tenant) || keepsBackups.test(need) ? 'backup' : undefined;
}

/** What an object is there for by itself; `undefined`: for what its site is. */
export const partOfObject = (name: string): RecoveryPart | undefined =>
  keepsBackups.test(name) ? 'backup' : undefined;

/** The stack of an environment that links its sites. */
const linkStack = 'interconnect';

/** What a line is there for. A backup is one wherever it lies; everything else of a standby is the standby. */
export function partOfLine(
  { site, stack, item }: Pick<BillLine, 'site' | 'stack' | 'item'>,
  own: RecoveryPart | undefined,
  standbys: ReadonlySet<string>,
): RecoveryPart {
  if (own) return own;
  if (item.endsWith('/backup')) return 'backup';
  if (stack === linkStack) return 'link';
  return standbys.has(site) ? 'standby' : 'serving';
}
