import { azureSite } from '../../../fixtures/sites';
import { named, resourcesOf, synthesize } from '../azure-stacks';

const { state } = synthesize();
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const { people } = azureSite();
const standing = (group = ''): string[] =>
  resourcesOf(state, 'azurerm_role_assignment')
    .filter(({ principal_id }) => principal_id === group)
    .map(({ role_definition_name }) => role_definition_name);

describe('people', () => {
  it('viewers read everything but content, and come to the door of the cluster', () =>
    expect(standing(people.viewers[0]).sort()).toEqual(['Azure Kubernetes Service Cluster User Role', 'Reader']));

  it('operators start again what stands still besides', () => {
    expect(standing(people.operators[0]).sort()).toEqual([
      expect.stringMatching(/^\$\{azurerm_role_definition\.people_operator_\w+\.name\}$/),
      'Azure Kubernetes Service Cluster User Role',
      'Reader',
    ]);
    const [{ actions, data_actions }] = named(state, 'azurerm_role_definition', 'people_operator').permissions;
    expect(actions.filter((action: string) => !/\/(restart|start)\/action$/.test(action))).toEqual([]);
    expect(data_actions).toBeUndefined();
  });

  it('glass is broken for an hour, with a second factor and a reason, and the contact is told', () => {
    const policies = resourcesOf(state, 'azurerm_role_management_policy');
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      expect(policy).toMatchObject({
        scope: subscription,
        activation_rules: {
          maximum_duration: 'PT1H',
          require_justification: true,
          require_multifactor_authentication: true,
        },
        notification_rules: {
          eligible_activations: { admin_notifications: { additional_recipients: ['platform@example.com'] } },
        },
      });
    }
    const eligible = resourcesOf(state, 'azurerm_pim_eligible_role_assignment');
    expect(
      eligible.map(({ principal_id, role_definition_id }) => [principal_id, role_definition_id.split('/').at(-1)]),
    ).toEqual(
      expect.arrayContaining([
        [people.breakGlass[0], '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'],
        [people.breakGlass[0], 'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b'],
      ]),
    );
  });

  it('for good it writes keys and the state only, as the first apply must', () =>
    expect(standing(people.breakGlass[0]).sort()).toEqual([
      'Key Vault Crypto Officer',
      'Storage Blob Data Contributor',
    ]));

  it('opens no other vault to anybody where there is a pipeline, and to whoever applies by hand where there is none', () => {
    const vaultRoles = (stacks: ReturnType<typeof synthesize>): string[] =>
      [
        ...resourcesOf(stacks.cluster, 'azurerm_role_assignment'),
        ...resourcesOf(stacks.data, 'azurerm_role_assignment'),
      ]
        .filter(({ principal_id }) => principal_id === people.breakGlass[0])
        .map(({ role_definition_name }) => role_definition_name)
        .sort();
    expect(vaultRoles(synthesize())).toEqual([]);
    expect(vaultRoles(synthesize({ ci: undefined }))).toEqual([
      'Key Vault Crypto Officer',
      'Key Vault Crypto Officer',
      'Key Vault Secrets Officer',
    ]);
  });

  it('makes no role that nobody has', () => {
    const stacks = synthesize({ people: { ...people, viewers: [], operators: [] } });
    const names = resourcesOf(stacks.state, 'azurerm_role_definition').map(({ name }) => name);
    expect(names).toEqual(['test-azure-westeurope-locks']);
  });
});
