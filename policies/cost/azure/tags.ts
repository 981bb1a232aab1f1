import type { Tagging } from '../tagging';

/** Its provider has no tags of its own: every resource says them. */
export const azureTagging: Tagging = {
  field: 'tags',
  elsewhere: {},
  untagged: [
    'azurerm_data_protection_backup_instance_postgresql_flexible_server',
    'azurerm_monitor_diagnostic_setting',
    'azurerm_security_center_subscription_pricing',
    'azurerm_storage_object_replication',
    'azurerm_storage_share',
    'azurerm_traffic_manager_external_endpoint',
    'azurerm_virtual_network_peering',
  ],
};
