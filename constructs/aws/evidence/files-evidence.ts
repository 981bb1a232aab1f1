import type { FilesEvidence } from '../../contracts';

const files = { in: 'data', type: 'aws_efs_file_system' } as const;
const policy = { in: 'data', type: 'aws_efs_file_system_policy', path: 'policy' } as const;

/** Where shared files show their promises. */
export const filesEvidence: FilesEvidence = {
  'files.private': [
    { in: 'data', type: 'aws_efs_mount_target', path: 'security_groups', is: { atLeast: 1 } },
    { ...policy, is: { matches: /"Condition":\{"Bool":\{"elasticfilesystem:AccessedViaMountTarget":"true"\}/ } },
    { in: 'platform', type: 'kubernetes_persistent_volume_v1', path: 'spec[].claim_ref', is: { present: true } },
  ],
  'files.own-key': [
    { ...files, path: 'encrypted', is: { equals: true } },
    { ...files, path: 'kms_key_id', is: { matches: /\$\{aws_kms_key\.[^}]+\.arn\}/ } },
  ],
  'files.tls-only': [
    { ...policy, is: { matches: /"Effect":"Deny".*"aws:SecureTransport":"false"/ } },
    {
      in: 'platform',
      type: 'kubernetes_persistent_volume_v1',
      path: 'spec[].persistent_volume_source.csi.volume_attributes.encryptInTransit',
      is: { equals: 'true' },
    },
  ],
  'files.backups': [
    { in: 'data', type: 'aws_efs_backup_policy', path: 'backup_policy.status', is: { equals: 'ENABLED' } },
  ],
  'files.deletion-protection': [{ ...files, path: 'lifecycle.prevent_destroy', is: { equals: true } }],
};
