import { resourcesOf, synthesize, theOnly } from '../azure-stacks';

const { network, state } = synthesize({ auditLogRetentionDays: 731 });
const [audit, flows] = resourcesOf(network, 'azurerm_storage_account');

describe('log archive', () => {
  it('keeps logs as long as the site says', () => {
    for (const { rule } of resourcesOf(network, 'azurerm_storage_management_policy')) {
      expect(rule).toMatchObject([
        {
          enabled: true,
          filters: { blob_types: ['appendBlob', 'blockBlob'] },
          actions: { base_blob: { delete_after_days_since_modification_greater_than: 731 } },
        },
      ]);
    }
  });

  it('encrypts them with the key that the state stack made', () => {
    const [vault] = resourcesOf(state, 'azurerm_key_vault');
    expect(resourcesOf(state, 'azurerm_key_vault_key').map(({ name }) => name)).toContain('logs');
    for (const account of [audit, flows]) {
      expect(account.customer_managed_key.key_vault_key_id).toBe(`https://${vault.name}.vault.azure.net/keys/logs`);
    }
    const use = resourcesOf(network, 'azurerm_role_assignment').find(({ role_definition_name }) =>
      role_definition_name.startsWith('Key Vault'),
    );
    expect(use).toMatchObject({
      role_definition_name: 'Key Vault Crypto Service Encryption User',
      scope: expect.stringMatching(
        new RegExp(`/resourceGroups/test-azure-westeurope-state/providers/.*/vaults/${vault.name}/keys/logs$`),
      ),
    });
  });

  it('logs every flow, and who did what with the state and with its keys', () => {
    expect(theOnly(network, 'azurerm_network_watcher_flow_log')).toMatchObject({
      enabled: true,
      network_watcher_name: 'NetworkWatcher_westeurope',
      resource_group_name: 'NetworkWatcherRG',
      target_resource_id: expect.stringContaining('azurerm_virtual_network'),
      retention_policy: { enabled: false, days: 0 },
    });
    const targets = resourcesOf(network, 'azurerm_monitor_diagnostic_setting').map(
      ({ target_resource_id }) => target_resource_id,
    );
    expect(targets).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/resourceGroups\/test-azure-westeurope-state\/.*\/vaults\//),
        expect.stringMatching(
          new RegExp(`/storageAccounts/${theOnly(state, 'azurerm_storage_account').name}/blobServices/default$`),
        ),
      ]),
    );
  });

  it('allows account keys only where flow logs cannot do without', () => {
    expect(audit).toMatchObject({ shared_access_key_enabled: false, public_network_access_enabled: false });
    expect(flows).toMatchObject({ shared_access_key_enabled: true, public_network_access_enabled: false });
    expect(theOnly(network, 'azurerm_network_watcher_flow_log').storage_account_id).toContain('logs_flows');
  });
});
