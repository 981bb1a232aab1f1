import type { DatabaseCopyEvidence } from '../../contracts';
import { dumpsEvidence } from '../../kubernetes/dumps-evidence';
import { keyArn } from './evidence-patterns';

const backups = { in: 'data', type: 'aws_db_instance_automated_backups_replication' } as const;
/** Of a server in another region; copies for reads have theirs in the same stack. */
const copy = {
  in: 'data',
  type: 'aws_db_instance',
  where: { path: 'replicate_source_db', matches: /^arn:aws:rds:/ },
} as const;

/** Where copies of databases of other sites show their promises. */
export const databaseCopiesEvidence: DatabaseCopyEvidence = {
  'postgres.dump-copies': dumpsEvidence,
  'postgres.site-backups': [
    { ...backups, path: 'kms_key_id', is: { matches: keyArn } },
    { ...backups, path: 'retention_period', is: { atLeast: 7 } },
    { ...backups, path: 'lifecycle.prevent_destroy', is: { equals: true } },
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
