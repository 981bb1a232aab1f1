import { builtInRoles, type RoleName } from '../../../../constructs/azure/roles';
import { named, resourceCounts, resourcesOf, synthesize, theOnly } from '../azure-stacks';

const { state } = synthesize();
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';

describe('state', () => {
  it('makes account, vault and keys, and the trust of the pipeline', () => {
    expect(resourceCounts(state)).toEqual({
      azurerm_federated_identity_credential: 2,
      azurerm_key_vault: 1,
      azurerm_key_vault_key: 2,
      azurerm_management_lock: 1,
      azurerm_pim_eligible_role_assignment: 2,
      azurerm_resource_group: 1,
      azurerm_role_assignment: 23,
      azurerm_role_definition: 2,
      azurerm_role_management_policy: 2,
      azurerm_storage_account: 1,
      azurerm_storage_container: 1,
      azurerm_storage_management_policy: 1,
      azurerm_user_assigned_identity: 4,
    });
  });

  it('keeps remote state versioned, encrypted and undeletable, for people whom Entra ID knows', () => {
    expect(theOnly(state, 'azurerm_storage_account')).toMatchObject({
      name: 'acmetestazurewes7330d2ad',
      account_replication_type: 'ZRS',
      allow_nested_items_to_be_public: false,
      shared_access_key_enabled: false,
      default_to_oauth_authentication: true,
      https_traffic_only_enabled: true,
      infrastructure_encryption_enabled: true,
      blob_properties: { versioning_enabled: true, delete_retention_policy: { days: 365 } },
      customer_managed_key: { key_vault_key_id: expect.stringMatching(/\.versionless_id\}$/) },
      lifecycle: { prevent_destroy: true },
    });
    expect(theOnly(state, 'azurerm_storage_container')).toMatchObject({
      name: 'tfstate',
      container_access_type: 'private',
      lifecycle: { prevent_destroy: true },
    });
  });

  it('can be made before there is a network', () => {
    expect(theOnly(state, 'azurerm_key_vault').public_network_access_enabled).toBe(true);
    expect(theOnly(state, 'azurerm_storage_account').public_network_access_enabled).toBe(true);
    expect(resourcesOf(state, 'azurerm_private_endpoint')).toEqual([]);
  });

  it('trusts exactly two token subjects of the pipeline', () => {
    const credentials = resourcesOf(state, 'azurerm_federated_identity_credential');
    expect(credentials.map(({ subject }) => subject).sort()).toEqual([
      'repo:acme/platform:environment:test',
      'repo:acme/platform:pull_request',
    ]);
    for (const credential of credentials) {
      expect(credential).toMatchObject({
        issuer: 'https://token.actions.githubusercontent.com',
        audience: ['api://AzureADTokenExchange'],
        user_assigned_identity_id: expect.stringContaining('azurerm_user_assigned_identity.state_ci_'),
      });
      expect(credential).not.toHaveProperty('parent_id');
    }
  });

  it('lets planning read, and neither secrets nor data', () => {
    const roles = Object.entries<{ role_definition_name: string }>(state.resource.azurerm_role_assignment)
      .filter(([name]) => name.startsWith('state_ci_plan-'))
      .map(([, { role_definition_name: role }]) => role);
    expect(roles.sort()).toEqual([
      'Azure Kubernetes Service Cluster User Role',
      'Azure Kubernetes Service RBAC Reader',
      'Key Vault Reader',
      'Reader',
      'Storage Blob Data Reader',
    ]);
  });

  it('lets applying grant only the roles of the stacks, and lift only locks', () => {
    const [grant] = resourcesOf(state, 'azurerm_role_assignment').filter(({ condition }) => condition);
    expect(grant).toMatchObject({
      role_definition_name: 'Role Based Access Control Administrator',
      scope: subscription,
      condition_version: '2.0',
    });
    const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
    const blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe';
    expect(grant.condition).toContain(blobContributor);
    expect(grant.condition).not.toContain(owner);
    expect(named(state, 'azurerm_role_definition', 'locks').permissions).toEqual([
      { actions: ['Microsoft.Authorization/locks/*'] },
    ]);
  });

  it('lets applying grant every role that a stack gives out', () => {
    const stacks = synthesize();
    const [{ condition }] = resourcesOf(state, 'azurerm_role_assignment').filter(({ condition }) => condition);
    const given = [stacks.network, stacks.cluster, stacks.data, stacks.platform].flatMap((stack) =>
      resourcesOf(stack, 'azurerm_role_assignment').map(({ role_definition_name: role }) => role as RoleName),
    );
    for (const role of given) expect(condition).toContain(builtInRoles[role]);
  });

  it('trusts nobody where no pipeline is named', () => {
    const { state: untrusting } = synthesize({ ci: undefined });
    expect(resourcesOf(untrusting, 'azurerm_federated_identity_credential')).toEqual([]);
    expect(resourcesOf(untrusting, 'azurerm_role_definition').map(({ name }) => name)).toEqual([
      'test-azure-westeurope-operator',
    ]);
  });
});
