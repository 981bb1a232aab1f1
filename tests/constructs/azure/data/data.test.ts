import { tracking, vectorStore } from '../../../../services';
import { azureSite } from '../../../fixtures/sites';
import { resourceCounts, resourcesOf, synthesize, theOnly } from '../azure-stacks';

const { data } = synthesize();

describe('data', () => {
  it('makes what the needs of the services ask for', () => {
    expect(resourceCounts(data)).toEqual({
      azurerm_key_vault: 1,
      azurerm_key_vault_key: 2,
      azurerm_key_vault_secret: 2,
      azurerm_management_lock: 2,
      azurerm_monitor_diagnostic_setting: 3,
      azurerm_postgresql_flexible_server: 1,
      azurerm_postgresql_flexible_server_configuration: 13,
      azurerm_postgresql_flexible_server_database: 1,
      azurerm_private_endpoint: 3,
      azurerm_resource_group: 1,
      azurerm_role_assignment: 2,
      azurerm_storage_account: 1,
      azurerm_storage_blob_inventory_policy: 1,
      azurerm_storage_container: 2,
      azurerm_storage_management_policy: 1,
      azurerm_user_assigned_identity: 2,
    });
  });

  it('keeps keys and secrets in a vault that only the site and trusted services reach', () => {
    expect(theOnly(data, 'azurerm_key_vault')).toMatchObject({
      sku_name: 'premium',
      rbac_authorization_enabled: true,
      purge_protection_enabled: true,
      soft_delete_retention_days: 30,
      public_network_access_enabled: false,
      network_acls: { default_action: 'Deny', bypass: 'AzureServices' },
      lifecycle: { prevent_destroy: true },
    });
  });

  it('rotates keys of hardware modules and cannot lose them', () => {
    const keys = resourcesOf(data, 'azurerm_key_vault_key');
    expect(keys.map(({ name }) => name)).toEqual(['data', 'tracking-key']);
    for (const key of keys) {
      expect(key).toMatchObject({
        key_type: 'RSA-HSM',
        key_size: 3072,
        rotation_policy: { automatic: { time_after_creation: 'P90D' } },
        lifecycle: { prevent_destroy: true },
      });
      expect(key).not.toHaveProperty('expiration_date');
      // Nobody can make a key before the private address of the vault is there.
      expect(key.depends_on).toHaveLength(1);
    }
  });

  it('lets one identity use each key, and nobody else', () => {
    const uses = resourcesOf(data, 'azurerm_role_assignment').filter(
      ({ role_definition_name }) => role_definition_name === 'Key Vault Crypto Service Encryption User',
    );
    expect(uses.map(({ scope }) => scope)).toEqual([
      expect.stringMatching(/azurerm_key_vault_key\.foundation_data-key.*\.resource_versionless_id/),
      expect.stringMatching(/azurerm_key_vault_key\.tracking_key.*\.resource_versionless_id/),
    ]);
  });

  it("uses the service's own key, or the site's where it has none", () => {
    const keyOf = (stack: typeof data): string =>
      theOnly(stack, 'azurerm_postgresql_flexible_server').customer_managed_key.key_vault_key_id;
    expect(keyOf(data)).toMatch(/azurerm_key_vault_key\.tracking_key/);
    const services = { tracking: tracking.config.parse({ ownKey: false }) };
    expect(keyOf(synthesize({ services }).data)).toMatch(/azurerm_key_vault_key\.foundation_data-key/);
  });

  it('leaves out what the site runs inside the cluster', () => {
    const providers = { ...azureSite().providers, postgres: 'in-cluster' } as const;
    expect(resourcesOf(synthesize({ providers }).data, 'azurerm_postgresql_flexible_server')).toEqual([]);
  });
});

describe('a database that needs an extension', () => {
  const values = (services: object) =>
    resourcesOf(synthesize({ services } as never).data, 'azurerm_postgresql_flexible_server_configuration')
      .filter(({ name }) => name === 'azure.extensions')
      .map(({ value }) => value);

  it('may create it, and no other may', () => {
    expect(values({ vectorStore: vectorStore.config.parse({ store: { engine: 'pgvector' } }) })).toEqual(['VECTOR']);
    expect(values({ tracking: tracking.config.parse({}) })).toEqual([]);
  });
});
