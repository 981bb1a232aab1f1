import type { Evidence, Safeguards, StackName } from '../../contracts';

const isTrue = { equals: true } as const;
const isFalse = { equals: false } as const;
const present = { present: true } as const;

const stacksWithKeys: readonly StackName[] = ['state', 'cluster', 'data'];
const stacksBehindTheNetwork: readonly StackName[] = ['cluster', 'data'];

const cluster = { in: 'cluster', type: 'azurerm_kubernetes_cluster' } as const;
const disks = { in: 'cluster', type: 'azurerm_disk_encryption_set' } as const;
const logs = { type: 'azurerm_monitor_diagnostic_setting', path: 'enabled_log' } as const;
const bastion = { in: 'network', type: 'azurerm_bastion_host' } as const;

const keys = (path: string, is: Evidence['is']): Evidence[] =>
  stacksWithKeys.map((stack) => ({ in: stack, type: 'azurerm_key_vault_key', path, is }));

const vaults = (stacks: readonly StackName[], path: string, is: Evidence['is']): Evidence[] =>
  stacks.map((stack) => ({ in: stack, type: 'azurerm_key_vault', path, is }));

const locked = (stack: StackName): Evidence => ({
  in: stack,
  type: 'azurerm_management_lock',
  path: 'lock_level',
  is: { equals: 'CanNotDelete' },
});

const account = (stack: StackName, path: string, is: Evidence['is']): Evidence => ({
  in: stack,
  type: 'azurerm_storage_account',
  path,
  is,
});

/** Whatever a storage account holds, it is shared with nobody: Entra ID signs in, and copies stay in the tenant. */
const unshared = (stack: StackName): Evidence[] => [
  account(stack, 'allowed_copy_scope', { equals: 'AAD' }),
  account(stack, 'cross_tenant_replication_enabled', isFalse),
  account(stack, 'default_to_oauth_authentication', isTrue),
  account(stack, 'local_user_enabled', isFalse),
];

/** Open to the site's network and to Azure's own trusted services alone. */
const closed = (stack: StackName): Evidence[] => [
  account(stack, 'public_network_access_enabled', isFalse),
  account(stack, 'network_rules.default_action', { equals: 'Deny' }),
  account(stack, 'network_rules.bypass', { equals: ['AzureServices'] }),
];

const blobRequests = { matches: /"StorageRead".*"StorageWrite".*"StorageDelete"/ } as const;
const audited = { matches: /"AuditEvent"/ } as const;

/** What guards the site as a whole on Azure, and the settings that promises take besides where they show. */
export const safeguards: Safeguards = {
  'state.access-logs': [
    {
      in: 'network',
      ...logs,
      is: blobRequests,
      where: { path: 'target_resource_id', matches: /-state\/.*\/blobServices\/default$/ },
    },
  ],
  'state.deletion-protection': [
    locked('state'),
    account('state', 'lifecycle.prevent_destroy', isTrue),
    { in: 'state', type: 'azurerm_storage_container', path: 'lifecycle.prevent_destroy', is: isTrue },
  ],
  'platform.keys': [
    { in: 'state', type: 'azurerm_key_vault_key', path: 'key_type', is: { equals: 'RSA-HSM' } },
    ...keys('key_type', { equals: 'RSA-HSM' }),
    ...keys('rotation_policy.automatic.time_after_creation', { equals: 'P90D' }),
    ...vaults(stacksWithKeys, 'purge_protection_enabled', isTrue),
    ...vaults(stacksWithKeys, 'soft_delete_retention_days', { atLeast: 7 }),
  ],
  'platform.logs-protected': [
    { in: 'network', ...logs, is: audited, where: { path: 'target_resource_id', matches: /\.KeyVault\/vaults\// } },
    ...stacksBehindTheNetwork.map(
      (stack): Evidence => ({
        in: stack,
        ...logs,
        is: audited,
        where: { path: 'target_resource_id', matches: /^\$\{azurerm_key_vault\./ },
      }),
    ),
    {
      in: 'network',
      ...logs,
      is: { matches: /"Administrative".*"Alert".*"Policy".*"Security"/ },
      where: { path: 'target_resource_id', matches: /^\/subscriptions\/[^/]+$/ },
      // Kept with the locked trail where the site watches its subscription itself.
      optional: true,
    },
    {
      in: 'data',
      ...logs,
      is: { matches: /"KafkaCoordinatorLogs".*"KafkaUserErrorLogs".*"OperationalLogs".*"RuntimeAuditLogs"/ },
      where: { path: 'target_resource_id', matches: /^\$\{azurerm_eventhub_namespace\./ },
      optional: true,
    },
    ...unshared('network'),
    ...closed('network'),
    // Of the two accounts, flow logs can sign in to theirs by its keys alone.
    { ...account('network', 'shared_access_key_enabled', isFalse), quantifier: 'some' },
    account('network', 'allow_nested_items_to_be_public', isFalse),
    account('network', 'https_traffic_only_enabled', isTrue),
    account('network', 'min_tls_version', { equals: 'TLS1_2' }),
    account('network', 'infrastructure_encryption_enabled', isTrue),
    account('network', 'blob_properties.delete_retention_policy.days', { atLeast: 7 }),
    account('network', 'blob_properties.container_delete_retention_policy.days', { atLeast: 7 }),
  ],
  'platform.deletion-protection': [
    locked('network'),
    account('network', 'lifecycle.prevent_destroy', isTrue),
    ...keys('lifecycle.prevent_destroy', isTrue),
    ...vaults(stacksWithKeys, 'lifecycle.prevent_destroy', isTrue),
  ],
  'platform.least-privilege': [
    {
      in: 'cluster',
      type: 'azurerm_role_assignment',
      path: 'role_definition_name',
      is: { matches: /^(?!(Owner|Contributor|User Access Administrator)$)/ },
    },
    ...vaults(stacksWithKeys, 'rbac_authorization_enabled', isTrue),
  ],
  'network.closed': [
    {
      in: 'network',
      type: 'azurerm_network_security_rule',
      path: 'access',
      is: { equals: 'Deny' },
      where: { path: 'name', equals: 'refuse-the-rest' },
    },
    {
      in: 'network',
      type: 'azurerm_subnet_network_security_group_association',
      path: 'network_security_group_id',
      is: present,
    },
    {
      in: 'network',
      type: 'azurerm_subnet',
      path: 'default_outbound_access_enabled',
      is: isFalse,
      // Those that machines and endpoints are in; Azure runs what is in the others.
      where: { path: 'name', matches: /^(nodes|endpoints)$/ },
    },
  ],
  'bucket.access-logs': [
    {
      in: 'data',
      ...logs,
      is: blobRequests,
      where: { path: 'target_resource_id', matches: /\/blobServices\/default$/ },
    },
  ],

  'state.versioned': [
    account('state', 'blob_properties.delete_retention_policy.days', { atLeast: 7 }),
    account('state', 'blob_properties.container_delete_retention_policy.days', { atLeast: 7 }),
    {
      in: 'state',
      type: 'azurerm_storage_management_policy',
      path: 'rule[].actions.version.delete_after_days_since_creation',
      is: { atLeast: 1 },
    },
  ],
  'state.private': [
    ...unshared('state'),
    { in: 'state', type: 'azurerm_storage_container', path: 'container_access_type', is: { equals: 'private' } },
    account('state', 'min_tls_version', { equals: 'TLS1_2' }),
  ],
  'network.operator-access': [
    { ...bastion, path: 'shareable_link_enabled', is: isFalse },
    {
      in: 'network',
      ...logs,
      is: { matches: /"BastionAuditLogs"/ },
      where: { path: 'target_resource_id', matches: /azurerm_bastion_host\./ },
    },
  ],
  'network.private-endpoints': [
    ...vaults(stacksBehindTheNetwork, 'public_network_access_enabled', isFalse),
    ...vaults(stacksBehindTheNetwork, 'network_acls.default_action', { equals: 'Deny' }),
    ...vaults(stacksBehindTheNetwork, 'network_acls.bypass', { equals: 'AzureServices' }),
  ],
  'cluster.private-api': [{ ...cluster, path: 'run_command_enabled', is: isFalse }],
  'cluster.disks-own-key': [
    { ...disks, path: 'encryption_type', is: { equals: 'EncryptionAtRestWithCustomerKey' } },
    { ...disks, path: 'auto_key_rotation_enabled', is: isTrue },
  ],
  'cluster.audit-logs': [
    {
      in: 'cluster',
      ...logs,
      is: {
        matches:
          /"cloud-controller-manager".*"cluster-autoscaler".*"csi-azuredisk-controller".*"guard".*"kube-apiserver".*"kube-audit".*"kube-controller-manager".*"kube-scheduler"/,
      },
      where: { path: 'target_resource_id', matches: /^\$\{azurerm_kubernetes_cluster\./ },
    },
  ],
  'cluster.no-local-accounts': [
    { ...cluster, path: 'role_based_access_control_enabled', is: isTrue },
    // Nobody is an administrator for good.
    {
      ...cluster,
      path: 'azure_active_directory_role_based_access_control.admin_group_object_ids',
      is: { absent: true },
    },
    { ...cluster, path: 'azure_active_directory_role_based_access_control.tenant_id', is: present },
  ],
  'cluster.deletion-protection': [locked('cluster')],
  'cluster.network-policy': [{ ...cluster, path: 'network_profile.network_data_plane', is: { equals: 'cilium' } }],
  'postgres.logs': [
    {
      in: 'data',
      ...logs,
      is: { matches: /"PostgreSQLLogs".*"PostgreSQLFlexSessions".*"PostgreSQLFlexQueryStoreRuntime"/ },
      where: { path: 'target_resource_id', matches: /^\$\{azurerm_postgresql_flexible_server\./ },
    },
  ],
  'postgres.deletion-protection': [
    locked('data'),
    {
      in: 'data',
      type: 'azurerm_postgresql_flexible_server_database',
      optional: true,
      path: 'lifecycle.prevent_destroy',
      is: isTrue,
    },
  ],
  'bucket.private': [
    ...unshared('data'),
    ...closed('data'),
    { in: 'data', type: 'azurerm_storage_container', path: 'container_access_type', is: { equals: 'private' } },
  ],
  'bucket.versioned': [
    {
      ...account('data', 'blob_properties.container_delete_retention_policy.days', { atLeast: 1 }),
      where: { path: 'account_kind', equals: 'StorageV2' },
    },
  ],
  'bucket.own-key': [account('data', 'infrastructure_encryption_enabled', isTrue)],
  'bucket.deletion-protection': [
    { in: 'data', type: 'azurerm_storage_container', path: 'lifecycle.prevent_destroy', is: isTrue },
  ],
  'kafka.own-key': [
    {
      in: 'data',
      type: 'azurerm_eventhub_namespace_customer_managed_key',
      path: 'infrastructure_encryption_enabled',
      is: isTrue,
    },
  ],
};
