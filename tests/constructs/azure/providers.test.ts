import { azureSite } from '../../fixtures/sites';
import { type Json, synthesize } from './azure-stacks';

const stacks = synthesize();

/** Types that Azure gives no tags. */
const untagged = [
  'azurerm_federated_identity_credential',
  'azurerm_key_vault_secret_version',
  'azurerm_management_lock',
  'azurerm_monitor_diagnostic_setting',
  'azurerm_nat_gateway_public_ip_association',
  'azurerm_network_security_rule',
  'azurerm_policy_definition',
  'azurerm_postgresql_flexible_server_configuration',
  'azurerm_postgresql_flexible_server_database',
  'azurerm_pim_eligible_role_assignment',
  'azurerm_role_assignment',
  'azurerm_role_management_policy',
  'azurerm_role_definition',
  'azurerm_security_center_contact',
  'azurerm_security_center_subscription_pricing',
  'azurerm_storage_blob_inventory_policy',
  'azurerm_storage_container',
  'azurerm_storage_container_immutability_policy',
  'azurerm_storage_management_policy',
  'azurerm_subnet',
  'azurerm_subnet_nat_gateway_association',
  'azurerm_subnet_network_security_group_association',
  'azurerm_subscription_policy_assignment',
];

describe('providers', () => {
  it.each(Object.entries<Json>(stacks))('names the current major and no machine in %s', (_, stack) => {
    expect(stack.terraform.required_providers.azurerm.version).toBe('~> 5.2');
    expect(stack.terraform.required_version).toBe('>= 1.11.0');
    expect(stack.provider.azurerm).toMatchObject([
      {
        subscription_id: '00000000-0000-0000-0000-000000000001',
        tenant_id: '00000000-0000-0000-0000-000000000002',
        storage_use_azuread: true,
        resource_provider_registrations: 'none',
      },
    ]);
  });

  it('registers what the stacks use, once', () => {
    expect(stacks.state.provider.azurerm[0].resource_providers_to_register).toContain('Microsoft.ContainerService');
    expect(stacks.network.provider.azurerm[0]).not.toHaveProperty('resource_providers_to_register');
  });

  it.each(Object.entries<Json>(stacks))("puts the site's tags on everything in %s that takes tags", (_, stack) => {
    for (const [type, resources] of Object.entries<Json>(stack.resource)) {
      if (untagged.includes(type)) continue;
      for (const { tags } of Object.values<Json>(resources)) {
        const { service: _, ...ofSite } = azureSite().tags;
        // Which service it belongs to is held by the contract of service tags.
        expect([type, tags]).toEqual([type, expect.objectContaining({ ...ofSite, service: expect.any(String) })]);
      }
    }
  });

  it('keeps all state, its own included, in the encrypted account', () => {
    const [account] = Object.values<Json>(stacks.state.resource.azurerm_storage_account);
    for (const [name, stack] of Object.entries<Json>(stacks)) {
      expect(stack.terraform.backend.azurerm).toEqual({
        subscription_id: '00000000-0000-0000-0000-000000000001',
        tenant_id: '00000000-0000-0000-0000-000000000002',
        resource_group_name: 'test-azure-westeurope-state',
        storage_account_name: account.name,
        container_name: 'tfstate',
        key: `test-azure-westeurope-${name}.tfstate`,
        use_azuread_auth: true,
      });
    }
  });

  it('writes no expression as plain text', () => {
    expect(JSON.stringify(stacks)).not.toContain('$${');
  });
});
