import {
  type AlertName,
  alertNames,
  type CapabilityEvidence,
  type DetectionEvidence,
  type Evidence,
  kebabCase,
} from '../../contracts';

const account = { in: 'governance', type: 'azurerm_storage_account' } as const;
const lock = { in: 'governance', type: 'azurerm_storage_container_immutability_policy' } as const;
const isTrue = { equals: true } as const;
const isFalse = { equals: false } as const;
const workspace = { in: 'governance', type: 'azurerm_log_analytics_workspace' } as const;
const toGroup = /\$\{azurerm_monitor_action_group\.[^}]+\.id\}/;

const organisation = (type: string) => ({ in: 'governance', type: `azurerm_${type}` }) as const;

/** Alerts that ask the logs, and those that are told by the activity log itself. */
const told: readonly AlertName[] = ['trailChange', 'threatFound'];

const alarms = alertNames.flatMap((alert): Evidence[] => {
  const where = { path: 'name', matches: new RegExp(`-${kebabCase(alert)}(-\\w+)?$`) };
  const activity = { in: 'governance', type: 'azurerm_monitor_activity_log_alert', where } as const;
  const query = { in: 'governance', type: 'azurerm_monitor_scheduled_query_rules_alert_v2', where } as const;
  return told.includes(alert)
    ? [
        { ...activity, path: 'action[].action_group_id', is: { matches: toGroup } },
        { ...activity, path: 'enabled', is: isTrue },
        { ...activity, path: 'criteria.category', is: { present: true } },
      ]
    : [
        { ...query, path: 'action.action_groups[]', is: { matches: toGroup } },
        { ...query, path: 'enabled', is: isTrue },
        { ...query, path: 'criteria[].query', is: { present: true } },
      ];
});

const plan = (resourceType: string): Evidence => ({
  in: 'governance',
  type: 'azurerm_security_center_subscription_pricing',
  path: 'tier',
  is: { equals: 'Standard' },
  where: { path: 'resource_type', equals: resourceType },
});

/** Images in the registry are looked at by the plan for containers, once the site has it. */
export const scannedImages: CapabilityEvidence['registry.scanned'] = [
  plan('Containers'),
  {
    in: 'governance',
    type: 'azurerm_security_center_subscription_pricing',
    path: 'extension',
    is: { matches: /"ContainerRegistriesVulnerabilityAssessments"/ },
    where: { path: 'resource_type', equals: 'Containers' },
  },
];

/** Where what watches the subscription shows. */
export const detectionEvidence: DetectionEvidence = {
  'detection.trail': [
    {
      in: 'governance',
      type: 'azurerm_monitor_diagnostic_setting',
      path: 'enabled_log',
      is: { matches: /"Administrative".*"Alert".*"Policy".*"Security"/ },
      where: { path: 'target_resource_id', matches: /^\/subscriptions\/[^/]+$/ },
    },
  ],
  'detection.trail-own-key': [
    { ...account, path: 'customer_managed_key.key_vault_key_id', is: { matches: /\.vault\.azure\.net\/keys\/logs$/ } },
    { ...account, path: 'infrastructure_encryption_enabled', is: isTrue },
  ],
  'detection.trail-private': [
    { ...account, path: 'public_network_access_enabled', is: isFalse },
    { ...account, path: 'network_rules.default_action', is: { equals: 'Deny' } },
    { ...account, path: 'network_rules.bypass', is: { equals: ['AzureServices'] } },
    { ...account, path: 'allow_nested_items_to_be_public', is: isFalse },
    { ...account, path: 'shared_access_key_enabled', is: isFalse },
    { ...account, path: 'https_traffic_only_enabled', is: isTrue },
    { ...account, path: 'min_tls_version', is: { equals: 'TLS1_2' } },
    // Bills are copied by Azure from accounts of its own.
    {
      ...account,
      path: 'allowed_copy_scope',
      is: { equals: 'AAD' },
      where: { path: 'customer_managed_key.user_assigned_identity_id', matches: /\.detection_/ },
    },
    { ...account, path: 'cross_tenant_replication_enabled', is: isFalse },
    { ...account, path: 'default_to_oauth_authentication', is: isTrue },
    { ...account, path: 'local_user_enabled', is: isFalse },
    { in: 'governance', type: 'azurerm_storage_container', path: 'container_access_type', is: { equals: 'private' } },
    {
      in: 'governance',
      type: 'azurerm_monitor_diagnostic_setting',
      path: 'enabled_log',
      is: { matches: /"StorageRead".*"StorageWrite".*"StorageDelete"/ },
      where: { path: 'target_resource_id', matches: /\/blobServices\/default$/ },
    },
  ],
  'detection.trail-retention': [
    { ...lock, path: 'immutability_period_in_days', is: { atLeast: 30 } },
    {
      in: 'governance',
      type: 'azurerm_storage_management_policy',
      path: 'rule[].actions.base_blob.delete_after_days_since_modification_greater_than',
      is: { atLeast: 30 },
    },
  ],
  'detection.trail-locked': [
    { ...lock, path: 'locked', is: isTrue },
    { ...lock, path: 'protected_append_writes_enabled', is: isTrue },
  ],
  'detection.organisation-trail': [
    {
      ...organisation('policy_definition'),
      path: 'policy_rule',
      is: {
        matches:
          /"deployIfNotExists".*"storageAccountId":"\$\{azurerm_storage_account\.[^}]+\.id\}".*"Administrative".*"Alert".*"Policy".*"Security"/,
      },
      where: { path: 'management_group_id', matches: /managementGroups\// },
    },
    { ...organisation('management_group_policy_assignment'), path: 'enforce', is: isTrue },
    {
      ...organisation('management_group_policy_assignment'),
      path: 'policy_definition_id',
      is: { matches: /azurerm_policy_definition\./ },
    },
    {
      ...organisation('management_group_policy_assignment'),
      path: 'identity.type',
      is: { equals: 'SystemAssigned' },
    },
    {
      ...organisation('management_group_policy_remediation'),
      path: 'policy_assignment_id',
      is: { matches: /azurerm_management_group_policy_assignment\./ },
    },
    {
      ...organisation('role_assignment'),
      path: 'scope',
      is: { matches: /managementGroups\/|azurerm_storage_account\./ },
      where: { path: 'role_definition_name', equals: 'Log Analytics Contributor' },
    },
  ],
  'detection.alerts': [
    { in: 'governance', type: 'azurerm_monitor_action_group', path: 'email_receiver', is: { atLeast: 1 } },
    { in: 'governance', type: 'azurerm_monitor_action_group', path: 'enabled', is: isTrue },
    { ...workspace, path: 'retention_in_days', is: { atLeast: 30 } },
    ...alarms,
    // Deletion of a key shows in the log of its vault only.
    {
      in: 'network',
      type: 'azurerm_monitor_diagnostic_setting',
      path: 'log_analytics_workspace_id',
      is: { present: true },
      where: { path: 'target_resource_id', matches: /\.KeyVault\/vaults\// },
    },
    ...(['cluster', 'data'] as const).map(
      (stack): Evidence => ({
        in: stack,
        type: 'azurerm_monitor_diagnostic_setting',
        path: 'log_analytics_workspace_id',
        is: { present: true },
        where: { path: 'target_resource_id', matches: /^\$\{azurerm_key_vault\./ },
      }),
    ),
  ],
  'detection.threats': [
    plan('Arm'),
    ...(['KeyVaults', 'OpenSourceRelationalDatabases', 'StorageAccounts'] as const).map(plan),
    ...scannedImages,
    { in: 'governance', type: 'azurerm_security_center_contact', path: 'alert_notifications', is: isTrue },
    {
      in: 'cluster',
      type: 'azurerm_kubernetes_cluster',
      path: 'microsoft_defender.log_analytics_workspace_id',
      is: { present: true },
    },
  ],
  'detection.configuration': {
    absent:
      'Azure records by itself how resources change and answers for the last two weeks; nothing keeps that longer',
    instead: 'ask Resource Graph for `resourcechanges` while it is fresh; who changed what stands in the locked trail',
  },
  'detection.posture': [plan('CloudPosture')],
  'detection.deletion-protection': [
    { in: 'governance', type: 'azurerm_management_lock', path: 'lock_level', is: { equals: 'CanNotDelete' } },
    { ...account, path: 'lifecycle.prevent_destroy', is: isTrue },
    { ...workspace, path: 'lifecycle.prevent_destroy', is: isTrue },
    { in: 'governance', type: 'azurerm_storage_container', path: 'lifecycle.prevent_destroy', is: isTrue },
    { ...account, path: 'blob_properties.delete_retention_policy.days', is: { atLeast: 7 } },
    { ...account, path: 'blob_properties.container_delete_retention_policy.days', is: { atLeast: 7 } },
  ],
};
