import type { PermissionTable, TypePermissions } from './type-permissions';

/** A resource that Azure Resource Manager reads, writes and deletes under one name. */
const managed = (type: string): TypePermissions => ({
  plan: { [type]: ['read'] },
  apply: { [type]: ['write', 'delete'] },
});

const cdn = 'Microsoft.Cdn/profiles';
const network = 'Microsoft.Network';

/** What the internet may reach of a site, what watches its subscription, and folders that services share. */
export const azureEdgePermissions: PermissionTable = {
  'data.azurerm_dns_zone': { plan: { [`${network}/dnsZones`]: ['read'] } },
  'data.azurerm_key_vault': { plan: { 'Microsoft.KeyVault/vaults': ['read'] } },
  'data.azurerm_key_vault_key': { plan: { 'Microsoft.KeyVault/vaults/keys': ['read'] } },
  'data.azurerm_network_security_group': { plan: { [`${network}/networkSecurityGroups`]: ['read'] } },
  'data.azurerm_route_table': { plan: { [`${network}/routeTables`]: ['read'] } },
  'data.azurerm_subnet': { plan: { [`${network}/virtualNetworks/subnets`]: ['read'] } },
  azurerm_cdn_frontdoor_custom_domain: managed(`${cdn}/customDomains`),
  azurerm_cdn_frontdoor_endpoint: managed(`${cdn}/afdEndpoints`),
  azurerm_cdn_frontdoor_firewall_policy: managed(`${network}/frontDoorWebApplicationFirewallPolicies`),
  azurerm_cdn_frontdoor_origin: managed(`${cdn}/originGroups/origins`),
  azurerm_cdn_frontdoor_origin_group: managed(`${cdn}/originGroups`),
  azurerm_cdn_frontdoor_profile: managed(cdn),
  azurerm_cdn_frontdoor_route: managed(`${cdn}/afdEndpoints/routes`),
  azurerm_cdn_frontdoor_rule: managed(`${cdn}/ruleSets/rules`),
  azurerm_cdn_frontdoor_rule_set: managed(`${cdn}/ruleSets`),
  azurerm_cdn_frontdoor_security_policy: managed(`${cdn}/securityPolicies`),
  azurerm_dns_a_record: managed(`${network}/dnsZones/A`),
  azurerm_dns_cname_record: managed(`${network}/dnsZones/CNAME`),
  azurerm_dns_ns_record: managed(`${network}/dnsZones/NS`),
  azurerm_dns_txt_record: managed(`${network}/dnsZones/TXT`),
  azurerm_dns_zone: managed(`${network}/dnsZones`),
  azurerm_log_analytics_workspace: managed('Microsoft.OperationalInsights/workspaces'),
  azurerm_monitor_action_group: managed('Microsoft.Insights/actionGroups'),
  azurerm_monitor_activity_log_alert: managed('Microsoft.Insights/activityLogAlerts'),
  azurerm_monitor_scheduled_query_rules_alert_v2: managed('Microsoft.Insights/scheduledQueryRules'),
  azurerm_pim_eligible_role_assignment: managed('Microsoft.Authorization/roleEligibilityScheduleRequests'),
  azurerm_role_management_policy: managed('Microsoft.Authorization/roleManagementPolicies'),
  azurerm_security_center_contact: managed('Microsoft.Security/securityContacts'),
  azurerm_security_center_subscription_pricing: managed('Microsoft.Security/pricings'),
  azurerm_storage_blob_inventory_policy: managed('Microsoft.Storage/storageAccounts/inventoryPolicies'),
  azurerm_storage_share: managed('Microsoft.Storage/storageAccounts/fileServices/shares'),
  azurerm_traffic_manager_external_endpoint: managed(`${network}/trafficManagerProfiles/externalEndpoints`),
  azurerm_traffic_manager_profile: managed(`${network}/trafficManagerProfiles`),
};
