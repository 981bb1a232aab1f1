import { type Json, resourcesOf, synthesize, theOnly } from '../azure-stacks';

const registry = { repositories: ['models/churn'], untaggedDays: 14, mirrors: true };
const { cluster, data, platform } = synthesize({ registry });
const made = theOnly(data, 'azurerm_container_registry');

describe('registry', () => {
  it('is in three zones and answers at a private address only', () => {
    expect(made).toMatchObject({ sku: 'Premium', zone_redundancy_enabled: true, public_network_access_enabled: false });
    const endpoints = resourcesOf(data, 'azurerm_private_endpoint').map((one) => one.private_service_connection);
    expect(endpoints).toContainEqual(expect.objectContaining({ subresource_names: ['registry'] }));
  });

  it('has a name that Azure takes, and that is known before it is made', () => {
    expect(made.name).toMatch(/^[a-z0-9]{5,50}$/);
  });

  it('is pulled from by the identity of the nodes', () => {
    const pulls = resourcesOf(platform, 'azurerm_role_assignment').filter(
      (one) => one.role_definition_name === 'AcrPull',
    );
    expect(pulls).toHaveLength(1);
    expect(pulls[0].scope).toMatch(/\/registries\/[a-z0-9]+$/);
    expect(pulls[0].principal_id).toContain('data.azurerm_user_assigned_identity.node-identity');
    const [nodes]: Json[] = Object.values(platform.data.azurerm_user_assigned_identity);
    expect(nodes).toMatchObject({
      name: 'test-azure-westeurope-agentpool',
      resource_group_name: theOnly(cluster, 'azurerm_kubernetes_cluster').node_resource_group,
    });
  });

  it.each(resourcesOf(data, 'azurerm_container_registry_cache_rule').map((one) => [one.source_repo, one]))(
    'keeps %s in a folder of its own',
    (_source, rule) => {
      expect(rule.name).toMatch(/^[a-z-]{5,49}$/);
      expect(rule.target_repo).toMatch(/^[a-z-]+\/\*$/);
    },
  );
});
