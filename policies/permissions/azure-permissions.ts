import { azureEdgePermissions } from './azure-edge-permissions';
import type { PermissionTable, TypePermissions, Verbs } from './type-permissions';

/** A resource that Azure Resource Manager reads, writes and deletes under one name, and what it takes from others. */
const managed = (type: string, used: Verbs = {}): TypePermissions => ({
  plan: { [type]: ['read'] },
  apply: { [type]: ['write', 'delete'], ...used },
});

/** What is part of something else: to change it is to write the other. */
const partOf = (type: string, used: Verbs = {}): TypePermissions => ({
  plan: { [type]: ['read'] },
  apply: { [type]: ['write'], ...used },
});

const network = 'Microsoft.Network';
const inSubnet: Verbs = { [`${network}/virtualNetworks/subnets`]: ['join/action'] };
const asIdentity: Verbs = { 'Microsoft.ManagedIdentity/userAssignedIdentities': ['assign/action'] };
const vaults = 'Microsoft.KeyVault/vaults';
const clusters = 'Microsoft.ContainerService/managedClusters';
const containers = 'Microsoft.Storage/storageAccounts/blobServices/containers';
const backupVaults = 'Microsoft.DataProtection/backupVaults';
const logTargets: Verbs = { 'Microsoft.Storage/storageAccounts': ['listKeys/action'] };

/**
 * Operations that the Azure provider uses, data operations among them. Source: the permissions of each resource provider,
 * learn.microsoft.com/azure/role-based-access-control/resource-provider-operations, 2026-11.
 */
export const azurePermissions: PermissionTable = {
  ...azureEdgePermissions,
  'data.azurerm_container_registry': { plan: { 'Microsoft.ContainerRegistry/registries': ['read'] } },
  'data.azurerm_client_config': { plan: {} },
  'data.azurerm_kubernetes_cluster': {
    plan: { 'Microsoft.ContainerService/managedClusters': ['listClusterUserCredential/action', 'read'] },
  },
  'data.azurerm_subscription': { plan: { 'Microsoft.Resources/subscriptions': ['read'] } },
  'data.azurerm_user_assigned_identity': { plan: { 'Microsoft.ManagedIdentity/userAssignedIdentities': ['read'] } },
  'data.azurerm_virtual_network': { plan: { [`${network}/virtualNetworks`]: ['read'] } },
  azurerm_consumption_budget_subscription: managed('Microsoft.Consumption/budgets'),
  azurerm_cost_anomaly_alert: managed('Microsoft.CostManagement/scheduledActions'),
  azurerm_bastion_host: managed(`${network}/bastionHosts`, {
    ...inSubnet,
    [`${network}/publicIPAddresses`]: ['join/action'],
  }),
  azurerm_capacity_reservation: managed('Microsoft.Compute/capacityReservationGroups/capacityReservations'),
  azurerm_capacity_reservation_group: managed('Microsoft.Compute/capacityReservationGroups'),
  azurerm_container_registry: managed('Microsoft.ContainerRegistry/registries', asIdentity),
  azurerm_container_registry_cache_rule: managed('Microsoft.ContainerRegistry/registries/cacheRules'),
  azurerm_data_protection_backup_instance_postgresql_flexible_server: managed(`${backupVaults}/backupInstances`, {
    'Microsoft.DataProtection/locations/operationStatus': ['read'],
    [backupVaults]: ['validateForBackup/action'],
  }),
  azurerm_data_protection_backup_policy_postgresql_flexible_server: managed(`${backupVaults}/backupPolicies`),
  azurerm_data_protection_backup_vault: managed(backupVaults),
  azurerm_data_protection_backup_vault_customer_managed_key: partOf(backupVaults),
  azurerm_disk_encryption_set: managed('Microsoft.Compute/diskEncryptionSets', {
    ...asIdentity,
    [vaults]: ['deploy/action'],
  }),
  azurerm_eventhub: managed('Microsoft.EventHub/namespaces/eventhubs'),
  azurerm_eventhub_namespace: managed('Microsoft.EventHub/namespaces', asIdentity),
  azurerm_eventhub_namespace_customer_managed_key: partOf('Microsoft.EventHub/namespaces'),
  azurerm_federated_identity_credential: managed(
    'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  ),
  azurerm_key_vault: managed(vaults, { 'Microsoft.KeyVault/locations/deletedVaults': ['read'] }),
  azurerm_key_vault_key: {
    plan: { [`${vaults}/keys`]: ['read'], [`${vaults}/keyrotationpolicies`]: ['read'] },
    apply: {
      [`${vaults}/keys`]: ['create/action', 'delete', 'recover/action', 'update/action'],
      [`${vaults}/keyrotationpolicies`]: ['write'],
    },
  },
  azurerm_key_vault_secret: {
    // The value is write-only, but the provider asks for the whole secret to see which version there is.
    plan: { [`${vaults}/secrets`]: ['getSecret/action'] },
    apply: { [`${vaults}/secrets`]: ['delete', 'recover/action', 'setSecret/action', 'update/action'] },
  },
  azurerm_kubernetes_cluster: managed('Microsoft.ContainerService/managedClusters', {
    ...asIdentity,
    ...inSubnet,
    'Microsoft.Compute/diskEncryptionSets': ['read'],
    'Microsoft.ContainerService/managedClusters': ['listClusterUserCredential/action', 'write', 'delete'],
    [`${network}/privateDnsZones`]: ['join/action'],
  }),
  azurerm_kubernetes_cluster_node_pool: managed('Microsoft.ContainerService/managedClusters/agentPools', {
    ...inSubnet,
    // Where machines are reserved for the pool.
    'Microsoft.Compute/capacityReservationGroups': ['deploy/action'],
  }),
  azurerm_local_network_gateway: managed(`${network}/localNetworkGateways`),
  azurerm_management_group_policy_assignment: managed('Microsoft.Authorization/policyAssignments'),
  azurerm_management_group_policy_remediation: managed('Microsoft.PolicyInsights/remediations'),
  azurerm_management_lock: managed('Microsoft.Authorization/locks'),
  azurerm_monitor_diagnostic_setting: managed('Microsoft.Insights/diagnosticSettings', logTargets),
  azurerm_nat_gateway: managed(`${network}/natGateways`),
  azurerm_nat_gateway_public_ip_association: partOf(`${network}/natGateways`, {
    [`${network}/publicIPAddresses`]: ['join/action'],
  }),
  azurerm_network_security_group: managed(`${network}/networkSecurityGroups`),
  azurerm_network_security_rule: managed(`${network}/networkSecurityGroups/securityRules`),
  azurerm_network_watcher_flow_log: {
    plan: { [`${network}/networkWatchers`]: ['read'], [`${network}/networkWatchers/flowLogs`]: ['read'] },
    apply: { [`${network}/networkWatchers/flowLogs`]: ['write', 'delete'], ...logTargets },
  },
  azurerm_policy_definition: managed('Microsoft.Authorization/policyDefinitions'),
  azurerm_subscription_policy_assignment: managed('Microsoft.Authorization/policyAssignments'),
  azurerm_postgresql_flexible_server: managed('Microsoft.DBforPostgreSQL/flexibleServers', {
    ...asIdentity,
    ...inSubnet,
    [`${network}/privateDnsZones`]: ['join/action'],
  }),
  azurerm_postgresql_flexible_server_configuration: partOf('Microsoft.DBforPostgreSQL/flexibleServers/configurations'),
  azurerm_postgresql_flexible_server_database: managed('Microsoft.DBforPostgreSQL/flexibleServers/databases'),
  azurerm_private_dns_a_record: managed(`${network}/privateDnsZones/A`),
  azurerm_private_dns_zone: managed(`${network}/privateDnsZones`),
  azurerm_private_dns_zone_virtual_network_link: managed(`${network}/privateDnsZones/virtualNetworkLinks`, {
    [`${network}/virtualNetworks`]: ['join/action'],
  }),
  azurerm_private_endpoint: managed(`${network}/privateEndpoints`, {
    ...inSubnet,
    [`${network}/privateDnsZones`]: ['join/action'],
    [`${network}/privateEndpoints/privateDnsZoneGroups`]: ['write', 'delete', 'read'],
  }),
  azurerm_public_ip: managed(`${network}/publicIPAddresses`),
  azurerm_resource_group: managed('Microsoft.Resources/subscriptions/resourceGroups'),
  azurerm_resource_group_template_deployment: {
    plan: { 'Microsoft.Resources/deployments': ['read'] },
    apply: {
      'Microsoft.Resources/deployments': ['write', 'delete', 'validate/action', 'exportTemplate/action'],
      // What the template of the interconnect makes.
      [`${network}/connections`]: ['read', 'write', 'delete'],
      [`${network}/localNetworkGateways`]: ['join/action'],
      [`${network}/virtualNetworkGateways`]: ['join/action'],
    },
  },
  azurerm_subscription_template_deployment: {
    plan: { 'Microsoft.Resources/deployments': ['read'] },
    apply: {
      'Microsoft.Resources/deployments': ['write', 'delete', 'validate/action', 'exportTemplate/action'],
      // What the template of the bills makes, and where it has them written to.
      'Microsoft.CostManagement/exports': ['read', 'write', 'delete'],
      'Microsoft.Storage/storageAccounts': ['read', 'write'],
    },
  },
  azurerm_role_assignment: managed('Microsoft.Authorization/roleAssignments', {
    'Microsoft.Authorization/roleDefinitions': ['read'],
  }),
  azurerm_role_definition: managed('Microsoft.Authorization/roleDefinitions'),
  azurerm_storage_account: managed('Microsoft.Storage/storageAccounts', asIdentity),
  azurerm_storage_container: managed('Microsoft.Storage/storageAccounts/blobServices/containers'),
  azurerm_storage_container_immutability_policy: {
    plan: { [`${containers}/immutabilityPolicies`]: ['read'] },
    apply: { [`${containers}/immutabilityPolicies`]: ['write', 'delete', 'lock/action', 'extend/action'] },
  },
  azurerm_storage_object_replication: managed('Microsoft.Storage/storageAccounts/objectReplicationPolicies'),
  azurerm_storage_management_policy: managed('Microsoft.Storage/storageAccounts/managementPolicies'),
  azurerm_subnet: managed(`${network}/virtualNetworks/subnets`),
  azurerm_subnet_nat_gateway_association: partOf(`${network}/virtualNetworks/subnets`, {
    [`${network}/natGateways`]: ['join/action'],
  }),
  azurerm_subnet_network_security_group_association: partOf(`${network}/virtualNetworks/subnets`, {
    [`${network}/networkSecurityGroups`]: ['join/action'],
  }),
  azurerm_user_assigned_identity: managed('Microsoft.ManagedIdentity/userAssignedIdentities'),
  azurerm_virtual_network: managed(`${network}/virtualNetworks`),
  azurerm_virtual_network_gateway: managed(`${network}/virtualNetworkGateways`, {
    ...inSubnet,
    [`${network}/publicIPAddresses`]: ['join/action'],
  }),
  azurerm_virtual_network_peering: managed(`${network}/virtualNetworks/virtualNetworkPeerings`, {
    // On the network of the other side.
    [`${network}/virtualNetworks`]: ['peer/action'],
  }),
  'backend.azurerm': {
    plan: { 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs': ['read'] },
    // A lock is a lease, and to take one is to write.
    apply: { 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs': ['write', 'delete'] },
  },
  helm_release: {
    plan: { [`${clusters}/secrets`]: ['read'], [clusters]: ['listClusterUserCredential/action'] },
    apply: { [`${clusters}/secrets`]: ['write', 'delete'] },
  },
  kubernetes_namespace_v1: {
    plan: { [`${clusters}/namespaces`]: ['read'], [clusters]: ['listClusterUserCredential/action'] },
    apply: { [`${clusters}/namespaces`]: ['write', 'delete'] },
  },
  kubernetes_persistent_volume_v1: {
    plan: { [`${clusters}/persistentvolumes`]: ['read'], [clusters]: ['listClusterUserCredential/action'] },
    apply: { [`${clusters}/persistentvolumes`]: ['write', 'delete'] },
  },
  kubernetes_service_account_v1: {
    plan: { [`${clusters}/serviceaccounts`]: ['read'], [clusters]: ['listClusterUserCredential/action'] },
    apply: { [`${clusters}/serviceaccounts`]: ['write', 'delete'] },
  },
};
