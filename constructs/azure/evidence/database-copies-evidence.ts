import type { DatabaseCopyEvidence } from '../../contracts';
import { dumpsEvidence } from '../../kubernetes/dumps-evidence';
import { ownKey } from './evidence-patterns';

/** Of a server in another region; copies for reads have theirs in the same stack. */
const copy = {
  in: 'data',
  type: 'azurerm_postgresql_flexible_server',
  where: { path: 'source_server_id', matches: /^\/subscriptions\// },
} as const;

/** Where copies of databases of other sites show their promises. */
export const databaseCopiesEvidence: DatabaseCopyEvidence = {
  'postgres.dump-copies': dumpsEvidence,
  'postgres.site-backups': {
    absent:
      'geo-redundant backups lie in the region that Azure pairs with that of the server, wherever the other site is',
    instead: 'dumps go to the other site, or a copy of the server runs there',
  },
  'postgres.site-replicas': [
    { ...copy, path: 'customer_managed_key.key_vault_key_id', is: { matches: ownKey } },
    { ...copy, path: 'public_network_access_enabled', is: { equals: false } },
    { ...copy, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
};
