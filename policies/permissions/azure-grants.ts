import type { StackJson } from '../site-output';
import { azureRoles } from './azure-roles';
import type { Grant, PipelineStep } from './pipeline-grants';

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface RolePermissions {
  readonly actions?: readonly string[];
  readonly data_actions?: readonly string[];
}

/** Roles on the subscription and on the remote state, of the identity that the pipeline takes for a step: Azure's, and those the stack defines. */
export function azureGrants(state: StackJson, step: PipelineStep): readonly Grant[] {
  const resources = (type: string): Resources => (state.resource?.[type] ?? {}) as Resources;
  const identities = Object.entries(resources('azurerm_user_assigned_identity'))
    .filter(([, { name }]) => name === `pipeline-${step}`)
    .map(([id]) => `\${azurerm_user_assigned_identity.${id}.principal_id}`);
  const definitions = Object.entries(resources('azurerm_role_definition'));
  return Object.values(resources('azurerm_role_assignment'))
    .filter(({ principal_id: to }) => identities.includes(String(to)))
    .map(({ role_definition_name: name, role_definition_id: id }): Grant => {
      if (name !== undefined) return { from: String(name), allows: [], ...azureRoles[String(name)] };
      const own = definitions.find(([key]) => id === `\${azurerm_role_definition.${key}.role_definition_resource_id}`);
      const permissions = (own?.[1].permissions ?? []) as readonly RolePermissions[];
      return {
        from: String(own?.[1].name ?? id),
        own: true,
        allows: permissions.flatMap(({ actions = [], data_actions = [] }) => [...actions, ...data_actions]),
      };
    });
}
