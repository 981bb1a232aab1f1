import type { FilesEvidence } from '../../contracts';

const files = { in: 'data', type: 'google_filestore_instance' } as const;

/** Where shared files show their promises. */
export const filesEvidence: FilesEvidence = {
  'files.private': [
    { ...files, path: 'networks[].network', is: { present: true } },
    { ...files, path: 'networks[].reserved_ip_range', is: { matches: /^10\.|^172\.|^192\.168\./ } },
    { ...files, path: 'file_shares.nfs_export_options[+].ip_ranges', is: { atLeast: 1 } },
  ],
  'files.own-key': [{ ...files, path: 'kms_key_name', is: { matches: /\$\{google_kms_crypto_key\.[^}]+\.id\}/ } }],
  'files.tls-only': {
    absent: 'Filestore speaks NFS without TLS',
    instead:
      'keep to it that its address is private and open to nodes alone; Google encrypts what leaves a building of its own',
  },
  // The job that copies volumes copies these, too: a snapshot of this class is a backup of Filestore.
  'files.backups': [
    {
      in: 'kubernetes',
      type: 'VolumeSnapshotClass',
      path: 'parameters.type',
      is: { equals: 'backup' },
      where: { path: 'driver', equals: 'filestore.csi.storage.gke.io' },
    },
    {
      in: 'cluster',
      type: 'google_container_cluster',
      path: 'addons_config.gcp_filestore_csi_driver_config.enabled',
      is: { equals: true },
    },
  ],
  'files.deletion-protection': [
    { ...files, path: 'deletion_protection_enabled', is: { equals: true } },
    { ...files, path: 'lifecycle.prevent_destroy', is: { equals: true } },
  ],
};
