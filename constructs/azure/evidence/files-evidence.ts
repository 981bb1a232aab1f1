import type { FilesEvidence } from '../../contracts';

const share = { in: 'data', type: 'azurerm_storage_share' } as const;
const account = {
  in: 'data',
  type: 'azurerm_storage_account',
  where: { path: 'account_kind', equals: 'FileStorage' },
} as const;

/** Where shared files show their promises; of their account, what every account promises comes on top. */
export const filesEvidence: FilesEvidence = {
  'files.private': [
    { ...account, path: 'public_network_access_enabled', is: { equals: false } },
    { ...account, path: 'network_rules.default_action', is: { equals: 'Deny' } },
    {
      in: 'data',
      type: 'azurerm_private_endpoint',
      path: 'private_service_connection.subresource_names',
      is: { equals: ['file'] },
      quantifier: 'some',
    },
    {
      in: 'data',
      type: 'azurerm_monitor_diagnostic_setting',
      path: 'enabled_log',
      is: { matches: /"StorageDelete".*"StorageRead".*"StorageWrite"|"StorageRead".*"StorageWrite".*"StorageDelete"/ },
      where: { path: 'target_resource_id', matches: /\/fileServices\/default$/ },
    },
  ],
  'files.own-key': [
    {
      ...account,
      path: 'customer_managed_key.key_vault_key_id',
      is: { matches: /^\$\{azurerm_key_vault_key\.[^}]+\.(id|versionless_id)\}$/ },
    },
    { ...account, path: 'infrastructure_encryption_enabled', is: { equals: true } },
  ],
  // With this an account answers no client without TLS, NFS included.
  'files.tls-only': [
    { ...account, path: 'https_traffic_only_enabled', is: { equals: true } },
    {
      in: 'platform',
      type: 'kubernetes_persistent_volume_v1',
      path: 'spec[].persistent_volume_source.csi.volume_attributes.encryptInTransit',
      is: { equals: 'true' },
    },
  ],
  'files.backups': {
    absent: 'neither Azure Backup nor the cluster’s driver restores shares that speak NFS',
    instead: 'a deleted share comes back for 30 days; copy what must survive a deleted file to a bucket of a service',
  },
  'files.deletion-protection': [
    { ...share, path: 'lifecycle.prevent_destroy', is: { equals: true } },
    { ...account, path: 'lifecycle.prevent_destroy', is: { equals: true } },
    { ...account, path: 'share_properties.retention_policy.days', is: { atLeast: 7 } },
  ],
};
