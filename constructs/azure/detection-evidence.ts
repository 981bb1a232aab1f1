import type { DetectionEvidence } from '../contracts';

const account = { in: 'governance', type: 'azurerm_storage_account' } as const;
const lock = { in: 'governance', type: 'azurerm_storage_container_immutability_policy' } as const;
const isTrue = { equals: true } as const;
const isFalse = { equals: false } as const;

/** Where what watches the subscription shows. */
export const detectionEvidence: DetectionEvidence = {
  'detection.trail': [
    {
      in: 'governance',
      type: 'azurerm_monitor_diagnostic_setting',
      path: 'enabled_log',
      is: { matches: /"Administrative".*"Alert".*"Policy".*"Security"/ },
      where: { path: 'target_resource_id', matches: /^\/subscriptions\/[^/]+$/ },
    },
  ],
  'detection.trail-own-key': [
    { ...account, path: 'customer_managed_key.key_vault_key_id', is: { matches: /\.vault\.azure\.net\/keys\/logs$/ } },
    { ...account, path: 'infrastructure_encryption_enabled', is: isTrue },
  ],
  'detection.trail-private': [
    { ...account, path: 'public_network_access_enabled', is: isFalse },
    { ...account, path: 'network_rules.default_action', is: { equals: 'Deny' } },
    { ...account, path: 'network_rules.bypass', is: { equals: ['AzureServices'] } },
    { ...account, path: 'allow_nested_items_to_be_public', is: isFalse },
    { ...account, path: 'shared_access_key_enabled', is: isFalse },
    { ...account, path: 'https_traffic_only_enabled', is: isTrue },
    { ...account, path: 'min_tls_version', is: { equals: 'TLS1_2' } },
    { ...account, path: 'allowed_copy_scope', is: { equals: 'AAD' } },
    { ...account, path: 'cross_tenant_replication_enabled', is: isFalse },
    { ...account, path: 'default_to_oauth_authentication', is: isTrue },
    { ...account, path: 'local_user_enabled', is: isFalse },
    { in: 'governance', type: 'azurerm_storage_container', path: 'container_access_type', is: { equals: 'private' } },
  ],
  'detection.trail-retention': [
    { ...lock, path: 'immutability_period_in_days', is: { atLeast: 30 } },
    {
      in: 'governance',
      type: 'azurerm_storage_management_policy',
      path: 'rule[].actions.base_blob.delete_after_days_since_modification_greater_than',
      is: { atLeast: 30 },
    },
  ],
  'detection.trail-locked': [
    { ...lock, path: 'locked', is: isTrue },
    { ...lock, path: 'protected_append_writes_enabled', is: isTrue },
  ],
};
