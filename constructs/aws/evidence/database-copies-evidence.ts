import { vaultDays } from '../../../environments/facts/recovery';
import { type DatabaseCopyEvidence, vaultGraceDays } from '../../contracts';
import { archivesEvidence } from '../../kubernetes/archives-evidence';
import { dumpsEvidence } from '../../kubernetes/dumps-evidence';
import { keyArn } from './evidence-patterns';

const backups = { in: 'data', type: 'aws_db_instance_automated_backups_replication' } as const;
/** Of a server in another region; copies for reads have theirs in the same stack. */
const copy = {
  in: 'data',
  type: 'aws_db_instance',
  where: { path: 'replicate_source_db', matches: /^arn:aws:rds:/ },
} as const;

const vault = { in: 'data', type: 'aws_backup_vault' } as const;
const lock = { in: 'data', type: 'aws_backup_vault_lock_configuration' } as const;
const plan = { in: 'data', type: 'aws_backup_plan' } as const;

/** Where copies of databases of other sites show their promises. */
export const databaseCopiesEvidence: DatabaseCopyEvidence = {
  'postgres.dump-copies': dumpsEvidence,
  'postgres.site-archives': archivesEvidence,
  'postgres.site-backups': [
    { ...backups, path: 'kms_key_id', is: { matches: keyArn } },
    { ...backups, path: 'retention_period', is: { atLeast: 7 } },
    { ...backups, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
  'postgres.vault': [
    { ...vault, path: 'kms_key_arn', is: { matches: keyArn } },
    { ...vault, path: 'force_destroy', is: { equals: false } },
    { ...vault, path: 'lifecycle.prevent_destroy', is: { equals: true } },
    // Without days of grace the lock could be taken away for ever.
    { ...lock, path: 'changeable_for_days', is: { atLeast: vaultGraceDays } },
    { ...lock, path: 'min_retention_days', is: { atLeast: vaultDays.least } },
    { ...lock, path: 'max_retention_days', is: { atLeast: vaultDays.least } },
    { ...lock, path: 'lifecycle.prevent_destroy', is: { equals: true } },
    { ...plan, path: 'rule[].target_vault_name', is: { matches: /aws_backup_vault\./ } },
    { ...plan, path: 'rule[].schedule', is: { matches: /^cron\(0 \d+ \* \* \? \*\)$/ } },
    { ...plan, path: 'rule[].lifecycle.delete_after', is: { atLeast: vaultDays.least } },
    { in: 'data', type: 'aws_backup_selection', path: 'resources[]', is: { matches: /aws_db_instance\..+\.arn/ } },
  ],
  'postgres.site-replicas': [
    { ...copy, path: 'kms_key_id', is: { matches: keyArn } },
    { ...copy, path: 'storage_encrypted', is: { equals: true } },
    { ...copy, path: 'publicly_accessible', is: { equals: false } },
    { ...copy, path: 'db_subnet_group_name', is: { present: true } },
    { ...copy, path: 'backup_retention_period', is: { atLeast: 7 } },
    { ...copy, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
};
