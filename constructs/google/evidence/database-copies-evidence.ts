import { vaultDays } from '../../../environments/facts/recovery';
import type { DatabaseCopyEvidence } from '../../contracts';
import { archivesEvidence } from '../../kubernetes/archives-evidence';
import { dumpsEvidence } from '../../kubernetes/dumps-evidence';
import { hsmKeyPath } from './evidence-patterns';

/** Of a server in another region; copies for reads have theirs in the same stack. */
const copy = {
  in: 'data',
  type: 'google_sql_database_instance',
  where: { path: 'master_instance_name', matches: /^[a-z0-9-]+$/ },
} as const;

const vault = { in: 'data', type: 'google_backup_dr_backup_vault' } as const;
const plan = { in: 'data', type: 'google_backup_dr_backup_plan' } as const;
const kept = { in: 'data', type: 'google_backup_dr_backup_plan_association' } as const;

/** A duration of 35 days or more. */
const vaultDuration = /^(30[3-9]\d{4}|3[1-9]\d{5}|[4-9]\d{6}|\d{8,})s$/;

/** Where copies of databases of other sites show their promises. */
export const databaseCopiesEvidence: DatabaseCopyEvidence = {
  'postgres.dump-copies': dumpsEvidence,
  'postgres.site-archives': archivesEvidence,
  'postgres.site-backups': {
    absent:
      'a backup of Cloud SQL is sealed with the key of its server wherever it lies, and that key goes with the region',
    instead: 'dumps go to the other site, or a copy of the server runs there',
  },
  'postgres.vault': [
    { ...vault, path: 'backup_minimum_enforced_retention_duration', is: { matches: vaultDuration } },
    { ...vault, path: 'backup_retention_inheritance', is: { equals: 'INHERIT_VAULT_RETENTION' } },
    { ...vault, path: 'access_restriction', is: { equals: 'WITHIN_PROJECT' } },
    { ...vault, path: 'effective_time', is: { present: true } },
    { ...vault, path: 'lifecycle.prevent_destroy', is: { equals: true } },
    { ...plan, path: 'backup_vault', is: { matches: /google_backup_dr_backup_vault\./ } },
    { ...plan, path: 'backup_rules[].backup_retention_days', is: { atLeast: vaultDays.least } },
    { ...plan, path: 'backup_rules[].standard_schedule.recurrence_type', is: { equals: 'DAILY' } },
    { ...plan, path: 'log_retention_days', is: { atLeast: 7 } },
    { ...kept, path: 'backup_plan', is: { matches: /google_backup_dr_backup_plan\./ } },
    { ...kept, path: 'resource', is: { matches: /google_sql_database_instance\./ } },
  ],
  'postgres.site-replicas': [
    { ...copy, path: 'encryption_key_name', is: { matches: hsmKeyPath } },
    { ...copy, path: 'settings.ip_configuration.ipv4_enabled', is: { equals: false } },
    { ...copy, path: 'settings.ip_configuration.ssl_mode', is: { equals: 'ENCRYPTED_ONLY' } },
    { ...copy, path: 'deletion_protection', is: { equals: true } },
    { ...copy, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
};
