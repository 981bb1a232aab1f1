import type { RecoveryEvidence } from '../../contracts';
import { copyJobEvidence } from '../../kubernetes/copy-evidence';
import { copyAccess } from '../data/bucket-remote';

/** Copies of what the site keeps, where Azure makes them. */
export const recoveryEvidence: RecoveryEvidence = {
  'bucket.copied-across': copyJobEvidence,
  'bucket.copies-trusted': copyAccess,
  'bucket.replicated': [
    {
      in: 'recovery',
      type: 'azurerm_storage_object_replication',
      path: 'rules[].copy_blobs_created_after',
      is: { equals: 'Everything' },
    },
  ],
};
