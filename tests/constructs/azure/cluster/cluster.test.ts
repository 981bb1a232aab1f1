import { azureSite } from '../../../fixtures/sites';
import { resourceCounts, resourcesOf, synthesize, theOnly } from '../azure-stacks';

const { cluster: stack } = synthesize();
const cluster = theOnly(stack, 'azurerm_kubernetes_cluster');

describe('cluster', () => {
  it('makes the cluster, its pools, its vault with two keys and what may use them', () => {
    expect(resourceCounts(stack)).toEqual({
      azurerm_disk_encryption_set: 1,
      azurerm_key_vault: 1,
      azurerm_key_vault_key: 2,
      azurerm_kubernetes_cluster: 1,
      azurerm_kubernetes_cluster_node_pool: 3,
      azurerm_management_lock: 1,
      azurerm_monitor_diagnostic_setting: 2,
      azurerm_private_endpoint: 1,
      azurerm_resource_group: 1,
      azurerm_role_assignment: 6,
      azurerm_user_assigned_identity: 2,
    });
  });

  it('has its API server inside the network, under a private name, and no other way in', () => {
    expect(cluster).toMatchObject({
      private_cluster_enabled: true,
      private_cluster_public_fqdn_enabled: false,
      private_dns_zone_id: expect.stringContaining('zones_kubernetes'),
      api_server_access_profile: {
        virtual_network_integration_enabled: true,
        subnet_id: expect.stringContaining('api-server-subnet'),
      },
      run_command_enabled: false,
    });
  });

  it('lets in groups of Entra ID only, and records who was let in', () => {
    expect(cluster).toMatchObject({
      local_account_disabled: true,
      role_based_access_control_enabled: true,
      azure_active_directory_role_based_access_control: {
        azure_rbac_enabled: true,
        tenant_id: '00000000-0000-0000-0000-000000000002',
      },
    });
    const [logs] = resourcesOf(stack, 'azurerm_monitor_diagnostic_setting').filter(({ target_resource_id }) =>
      target_resource_id.includes('azurerm_kubernetes_cluster'),
    );
    expect(logs.enabled_log).toEqual(expect.arrayContaining([{ category: 'kube-audit' }, { category: 'guard' }]));
    expect(logs.storage_account_id).toContain('logs_audit');
  });

  it('encrypts etcd with a key of a vault that no public network reaches', () => {
    expect(cluster.key_management_service).toEqual({
      key_vault_key_id: expect.stringMatching(/^\$\{azurerm_key_vault_key\.cluster_secrets-key.*\.id\}$/),
      key_vault_network_access: 'Private',
    });
    expect(theOnly(stack, 'azurerm_key_vault')).toMatchObject({
      public_network_access_enabled: false,
      network_acls: { default_action: 'Deny', bypass: 'AzureServices' },
      purge_protection_enabled: true,
      rbac_authorization_enabled: true,
    });
  });

  it('encrypts disks with a key that rotates by itself', () => {
    expect(theOnly(stack, 'azurerm_disk_encryption_set')).toMatchObject({
      name: 'test-azure-westeurope-disks',
      key_vault_key_id: expect.stringMatching(/\.versionless_id\}$/),
      auto_key_rotation_enabled: true,
    });
    expect(cluster.disk_encryption_set_id).toContain('azurerm_disk_encryption_set');
  });

  it('gives the control plane what it needs on named resources, nothing on the subscription', () => {
    const roles = resourcesOf(stack, 'azurerm_role_assignment').map(({ role_definition_name: role }) => role);
    expect(roles.sort()).toEqual([
      'Key Vault Contributor',
      'Key Vault Crypto Service Encryption User',
      'Key Vault Crypto User',
      'Network Contributor',
      'Private DNS Zone Contributor',
      'Reader',
    ]);
    for (const { scope } of resourcesOf(stack, 'azurerm_role_assignment')) expect(scope).toMatch(/^\$\{/);
  });

  it('waits for its permissions', () => {
    expect(cluster.depends_on.filter((name: string) => name.startsWith('azurerm_role_assignment.'))).toHaveLength(5);
  });

  it('pins the minor version and changes in weekend nights', () => {
    expect(cluster).toMatchObject({
      kubernetes_version: azureSite().kubernetesVersion,
      automatic_upgrade_channel: 'patch',
      node_os_upgrade_channel: 'NodeImage',
      maintenance_window_auto_upgrade: { frequency: 'Weekly', day_of_week: 'Saturday', start_time: '00:00' },
      maintenance_window_node_os: { frequency: 'Weekly', day_of_week: 'Sunday', duration: 6 },
    });
  });

  it('has the ranges of the site, network policies and workload identity', () => {
    const { addresses } = azureSite();
    expect(cluster).toMatchObject({
      network_profile: {
        network_plugin: 'azure',
        network_plugin_mode: 'overlay',
        network_data_plane: 'cilium',
        network_policy: 'cilium',
        pod_cidr: addresses.pods,
        service_cidr: addresses.services,
        dns_service_ip: addresses.clusterDns,
        outbound_type: 'userAssignedNATGateway',
      },
      oidc_issuer_enabled: true,
      workload_identity_enabled: true,
      node_provisioning_profile: { mode: 'Manual' },
    });
  });

  it('cannot be deleted by accident, unless the site says so', () => {
    expect(cluster.lifecycle.prevent_destroy).toBe(true);
    expect(theOnly(stack, 'azurerm_management_lock')).toMatchObject({
      lock_level: 'CanNotDelete',
      scope: expect.stringMatching(/azurerm_kubernetes_cluster\..*\.id/),
    });
    const free = synthesize({ deletionProtection: false }).cluster;
    expect(resourcesOf(free, 'azurerm_management_lock')).toEqual([]);
    expect(theOnly(free, 'azurerm_kubernetes_cluster').lifecycle.prevent_destroy).toBe(false);
  });

  it('refuses a site without a system pool', () => {
    const pools = azureSite().pools.filter(({ purpose }) => purpose !== 'system');
    expect(() => synthesize({ pools })).toThrow(
      'SYSTEM_POOL_MISSING test-azure-westeurope pools: AKS needs a pool of purpose "system" that is not spot; add one',
    );
  });
});
