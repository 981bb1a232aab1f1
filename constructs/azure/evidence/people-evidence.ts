import type { AccessEvidence } from '../../contracts';

const definition = {
  in: 'state',
  type: 'azurerm_role_definition',
  where: { path: 'name', matches: /-operator$/ },
} as const;
const policy = { in: 'state', type: 'azurerm_role_management_policy' } as const;
const cluster = { in: 'cluster', type: 'azurerm_kubernetes_cluster' } as const;

/**
 * What groups have for good. Whoever breaks the glass also writes keys and the state, as the first apply must, before
 * there is a pipeline; neither opens what a store of the site holds.
 */
const reader = {
  in: 'state',
  type: 'azurerm_role_assignment',
  path: 'role_definition_name',
  where: { path: 'principal_type', equals: 'Group' },
  is: {
    matches:
      /^(Reader|Azure Kubernetes Service Cluster User Role|Key Vault Crypto Officer|Storage Blob Data Contributor|\$\{azurerm_role_definition\.\w+\.name\})$/,
  },
} as const;

/** Where Azure shows what people may do. */
export const accessEvidence: AccessEvidence = {
  'access.viewers-read-only': [reader],
  'access.no-secrets': [reader],
  'access.operators-limited': [
    { ...definition, path: 'permissions[].actions[]', is: { matches: /\/(restart|start)\/action$/ } },
  ],
  'access.cluster-groups': [
    { ...cluster, path: 'azure_active_directory_role_based_access_control.tenant_id', is: { present: true } },
    { ...cluster, path: 'role_based_access_control_enabled', is: { equals: true } },
  ],
  'access.break-glass-limited': [{ ...policy, path: 'activation_rules.maximum_duration', is: { equals: 'PT1H' } }],
  'access.break-glass-second-factor': [
    { ...policy, path: 'activation_rules.require_multifactor_authentication', is: { equals: true } },
  ],
  'access.break-glass-watched': [
    {
      ...policy,
      path: 'notification_rules.eligible_activations.admin_notifications.additional_recipients',
      is: { atLeast: 1 },
    },
    { ...policy, path: 'activation_rules.require_justification', is: { equals: true } },
  ],
};
