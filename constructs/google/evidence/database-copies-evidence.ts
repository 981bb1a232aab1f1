import type { DatabaseCopyEvidence } from '../../contracts';
import { dumpsEvidence } from '../../kubernetes/dumps-evidence';
import { hsmKeyPath } from './evidence-patterns';

/** Of a server in another region; copies for reads have theirs in the same stack. */
const copy = {
  in: 'data',
  type: 'google_sql_database_instance',
  where: { path: 'master_instance_name', matches: /^[a-z0-9-]+$/ },
} as const;

/** Where copies of databases of other sites show their promises. */
export const databaseCopiesEvidence: DatabaseCopyEvidence = {
  'postgres.dump-copies': dumpsEvidence,
  'postgres.site-backups': {
    absent: 'a backup of Cloud SQL under an own key needs that key in its region, and lies in the region of its server',
    instead: 'dumps go to the other site, or a copy of the server runs there',
  },
  'postgres.site-replicas': [
    { ...copy, path: 'encryption_key_name', is: { matches: hsmKeyPath } },
    { ...copy, path: 'settings.ip_configuration.ipv4_enabled', is: { equals: false } },
    { ...copy, path: 'settings.ip_configuration.ssl_mode', is: { equals: 'ENCRYPTED_ONLY' } },
    { ...copy, path: 'deletion_protection', is: { equals: true } },
    { ...copy, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
};
