type Values = Readonly<Record<string, unknown>>;

/**
 * What the mock apply gives for values only a cloud knows. Terraform invents random letters for them; where a provider
 * checks the form of such a value when it is used as an argument, a value of the right form stands here.
 */
export const MOCK_VALUES: Readonly<Record<string, Values>> = {
  aws: { arn: 'arn:aws:iam::111111111111:role/mock' },
  google: {},
  azurerm: {},
};

const certificate = Buffer.from('certificate').toString('base64');
const uuid = '11111111-1111-4111-8111-111111111111';
const resourceGroup = `/subscriptions/${uuid}/resourceGroups/mock`;
const azureId = (path: string): Values => ({ id: `${resourceGroup}/providers/${path}` });

const googleAccount = 'mock-account@mock-project.iam.gserviceaccount.com';
const azureKey = 'https://mock.vault.azure.net/keys/mock';
const azureKeyResource = `${resourceGroup}/providers/Microsoft.KeyVault/vaults/mock/keys/mock`;
const azureKeyVersion = '0123456789abcdef0123456789abcdef';

/** The same for one type, added to its provider's; `{name}` stands for the resource's own name. */
export const MOCK_VALUES_BY_TYPE: Readonly<Record<string, Values>> = {
  aws_eks_cluster: { certificate_authority: [{ data: certificate }], endpoint: 'https://mock.eks.amazonaws.com' },
  aws_launch_template: { id: 'lt-0123456789abcdef0' },
  aws_s3_bucket_lifecycle_configuration: { transition_default_minimum_object_size: 'all_storage_classes_128K' },

  aws_vpn_connection: { tunnel1_address: '192.0.2.1', tunnel2_address: '192.0.2.2', tunnel1_preshared_key: 'REDACTED' },

  aws_ce_anomaly_monitor: { arn: `arn:aws:ce::111111111111:anomalymonitor/${uuid}` },

  // Its logs are on wherever they are configured; the mock would say no.
  google_compute_firewall: { enable_logging: true },
  // Of a block, one value stands for all.
  google_compute_ha_vpn_gateway: { vpn_interfaces: { ip_address: '192.0.2.3' } },
  google_logging_organization_sink: { writer_identity: `serviceAccount:${googleAccount}` },
  google_memorystore_instance: {
    endpoints: [
      {
        connections: [
          { psc_auto_connection: [{ connection_type: 'CONNECTION_TYPE_PRIMARY', ip_address: '10.0.0.5', port: 6379 }] },
          { psc_auto_connection: [{ connection_type: 'CONNECTION_TYPE_READER', ip_address: '10.0.0.6', port: 6379 }] },
        ],
      },
    ],
    managed_server_ca: [{ ca_certs: [{ certificates: ['first authority', 'second authority'] }] }],
  },
  google_service_account: {
    email: googleAccount,
    member: `serviceAccount:${googleAccount}`,
    name: `projects/mock-project/serviceAccounts/${googleAccount}`,
  },

  azurerm_log_analytics_workspace: azureId('Microsoft.OperationalInsights/workspaces/{name}'),
  azurerm_management_group_policy_assignment: {
    id: '/providers/Microsoft.Management/managementGroups/mock/providers/Microsoft.Authorization/policyAssignments/{name}',
  },
  azurerm_subscription_template_deployment: {
    output_content: JSON.stringify({ writer: { type: 'String', value: uuid } }),
    parameters_content: '{}',
  },
  azurerm_monitor_action_group: azureId('Microsoft.Insights/actionGroups/{name}'),
  azurerm_bastion_host: azureId('Microsoft.Network/bastionHosts/{name}'),
  azurerm_cdn_frontdoor_custom_domain: azureId('Microsoft.Cdn/profiles/mock/customDomains/{name}'),
  azurerm_cdn_frontdoor_endpoint: azureId('Microsoft.Cdn/profiles/mock/afdEndpoints/{name}'),
  azurerm_cdn_frontdoor_firewall_policy: azureId('Microsoft.Network/frontDoorWebApplicationFirewallPolicies/{name}'),
  azurerm_cdn_frontdoor_origin: azureId('Microsoft.Cdn/profiles/mock/originGroups/mock/origins/{name}'),
  azurerm_cdn_frontdoor_origin_group: azureId('Microsoft.Cdn/profiles/mock/originGroups/{name}'),
  azurerm_cdn_frontdoor_profile: azureId('Microsoft.Cdn/profiles/{name}'),
  azurerm_cdn_frontdoor_rule_set: azureId('Microsoft.Cdn/profiles/mock/ruleSets/{name}'),
  azurerm_capacity_reservation_group: azureId('Microsoft.Compute/capacityReservationGroups/{name}'),
  azurerm_container_registry: azureId('Microsoft.ContainerRegistry/registries/{name}'),
  azurerm_data_protection_backup_policy_postgresql_flexible_server: azureId(
    'Microsoft.DataProtection/backupVaults/mock/backupPolicies/{name}',
  ),
  azurerm_data_protection_backup_vault: {
    ...azureId('Microsoft.DataProtection/backupVaults/{name}'),
    identity: { principal_id: uuid, tenant_id: uuid },
  },
  azurerm_disk_encryption_set: azureId('Microsoft.Compute/diskEncryptionSets/{name}'),
  azurerm_eventhub: azureId('Microsoft.EventHub/namespaces/mock/eventhubs/{name}'),
  azurerm_eventhub_namespace: azureId('Microsoft.EventHub/namespaces/{name}'),
  azurerm_key_vault: { ...azureId('Microsoft.KeyVault/vaults/{name}'), vault_uri: 'https://mock.vault.azure.net/' },
  azurerm_key_vault_key: {
    id: `${azureKey}/${azureKeyVersion}`,
    versionless_id: azureKey,
    resource_id: `${azureKeyResource}/versions/${azureKeyVersion}`,
    resource_versionless_id: azureKeyResource,
  },
  azurerm_kubernetes_cluster: {
    ...azureId('Microsoft.ContainerService/managedClusters/{name}'),
    oidc_issuer_url: `https://westeurope.oic.prod-aks.azure.com/${uuid}/${uuid}/`,
    kube_config: [
      {
        client_certificate: certificate,
        client_key: certificate,
        cluster_ca_certificate: certificate,
        host: 'https://mock.privatelink.westeurope.azmk8s.io',
        password: '',
        username: '',
      },
    ],
  },
  azurerm_nat_gateway: azureId('Microsoft.Network/natGateways/{name}'),
  azurerm_network_security_group: azureId('Microsoft.Network/networkSecurityGroups/{name}'),
  azurerm_policy_definition: {
    id: `/subscriptions/${uuid}/providers/Microsoft.Authorization/policyDefinitions/{name}`,
  },
  azurerm_postgresql_flexible_server: azureId('Microsoft.DBforPostgreSQL/flexibleServers/{name}'),
  azurerm_private_dns_zone: azureId('Microsoft.Network/privateDnsZones/{name}'),
  azurerm_public_ip: { ...azureId('Microsoft.Network/publicIPAddresses/{name}'), ip_address: '192.0.2.5' },
  azurerm_resource_group: { id: resourceGroup },
  azurerm_role_definition: {
    role_definition_resource_id: `/subscriptions/${uuid}/providers/Microsoft.Authorization/roleDefinitions/${uuid}`,
  },
  azurerm_dns_zone: azureId('Microsoft.Network/dnsZones/{name}'),
  azurerm_traffic_manager_profile: azureId('Microsoft.Network/trafficManagerProfiles/{name}'),
  azurerm_storage_account: azureId('Microsoft.Storage/storageAccounts/{name}'),
  azurerm_storage_container: azureId('Microsoft.Storage/storageAccounts/mock/blobServices/default/containers/{name}'),
  azurerm_subnet: azureId('Microsoft.Network/virtualNetworks/mock/subnets/{name}'),
  azurerm_user_assigned_identity: {
    ...azureId('Microsoft.ManagedIdentity/userAssignedIdentities/{name}'),
    client_id: uuid,
    principal_id: uuid,
    tenant_id: uuid,
  },
  azurerm_virtual_network_gateway: azureId('Microsoft.Network/virtualNetworkGateways/{name}'),
  azurerm_virtual_network: azureId('Microsoft.Network/virtualNetworks/{name}'),
};

/** The same of what is looked up. */
export const MOCK_DATA_BY_TYPE: Readonly<Record<string, Values>> = {
  azurerm_kubernetes_cluster: { oidc_issuer_url: `https://mock.oic.prod-aks.azure.com/${uuid}/${uuid}/` },
  google_dns_keys: {
    key_signing_keys: [
      {
        algorithm: 'ecdsap256sha256',
        creation_time: '',
        description: '',
        digests: [],
        ds_record: '1 13 2 00',
        id: '1',
        is_active: true,
        key_length: 256,
        key_tag: 1,
        public_key: '',
      },
    ],
  },
};

/** Values that follow from the resource's own arguments. */
export const MOCK_VALUES_BY_BODY: Readonly<Record<string, (body: Values) => Values>> = {
  aws_acm_certificate: ({ domain_name, subject_alternative_names }) => ({
    domain_validation_options: [domain_name, subject_alternative_names ?? []].flat().map((name) => ({
      domain_name: name,
      resource_record_name: `_proof.${name}.`,
      resource_record_type: 'CNAME',
      resource_record_value: '_proof.acm-validations.aws.',
    })),
  }),
  google_certificate_manager_dns_authorization: ({ domain }) => ({
    dns_resource_record: [
      { data: 'proof.authorize.certificatemanager.goog.', name: `_acme-challenge.${domain}.`, type: 'CNAME' },
    ],
  }),
};

/** Providers that work without a cloud: the real one is used. */
export const NOT_MOCKED: readonly string[] = ['random', 'tls'];
