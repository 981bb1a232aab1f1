import { type Json, named, resourceCounts, resourcesOf, synthesize, theOnly } from '../azure-stacks';

const settings = {
  trailRetention: 'locked',
  threatDetection: true,
  configurationRecording: true,
  alertsTo: ['platform@example.com'],
} as const;
const { governance, network, cluster, data } = synthesize({ governance: { detection: settings } });
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const workspace = `${subscription}/resourceGroups/test-azure-westeurope-governance/providers/Microsoft.OperationalInsights/workspaces/test-azure-westeurope-watch`;
const queryOf = (alert: string): string =>
  named(governance, 'azurerm_monitor_scheduled_query_rules_alert_v2', `alerts_${alert}_`).criteria[0].query;

describe('detection', () => {
  it('is made of the trail, its alerts and plans of Defender', () => {
    expect(resourceCounts(governance)).toEqual({
      azurerm_log_analytics_workspace: 1,
      azurerm_management_lock: 1,
      azurerm_monitor_action_group: 1,
      azurerm_monitor_activity_log_alert: 9,
      azurerm_monitor_diagnostic_setting: 2,
      azurerm_monitor_scheduled_query_rules_alert_v2: 4,
      azurerm_resource_group: 1,
      azurerm_role_assignment: 1,
      azurerm_security_center_contact: 1,
      azurerm_security_center_subscription_pricing: 6,
      azurerm_storage_account: 1,
      azurerm_storage_container: 1,
      azurerm_storage_container_immutability_policy: 1,
      azurerm_storage_management_policy: 1,
      azurerm_user_assigned_identity: 1,
    });
  });

  it('locks the trail before its first entry, and lets Azure append to it', () => {
    expect(theOnly(governance, 'azurerm_storage_container').name).toBe('insights-activity-logs');
    expect(theOnly(governance, 'azurerm_storage_container_immutability_policy')).toMatchObject({
      immutability_period_in_days: 365,
      locked: true,
      protected_append_writes_enabled: true,
    });
    const setting = named(governance, 'azurerm_monitor_diagnostic_setting', 'trail_activity');
    expect(setting.target_resource_id).toBe(subscription);
    expect(setting.depends_on).toEqual([expect.stringMatching(/^azurerm_storage_container_immutability_policy\./)]);
  });

  it('keeps the activity log once: with the network where the organisation watches', () => {
    const targets = (stack: Json) =>
      resourcesOf(stack, 'azurerm_monitor_diagnostic_setting').map((one) => one.target_resource_id);
    expect(targets(network)).not.toContain(subscription);
    expect(targets(synthesize({ governance: {} }).network)).toContain(subscription);
  });

  it('closes the account to everybody but services of Azure, without an endpoint', () => {
    expect(theOnly(governance, 'azurerm_storage_account')).toMatchObject({
      public_network_access_enabled: false,
      network_rules: { default_action: 'Deny', bypass: ['AzureServices'] },
      shared_access_key_enabled: false,
    });
  });

  it('shows the logs of every vault to the alert on keys, in a workspace whose id is known before', () => {
    for (const stack of [network, cluster, data]) {
      const vaults = resourcesOf(stack, 'azurerm_monitor_diagnostic_setting').filter(({ enabled_log }) =>
        JSON.stringify(enabled_log).includes('"AuditEvent"'),
      );
      expect(vaults.length).toBeGreaterThan(0);
      for (const one of vaults) expect(one.log_analytics_workspace_id).toBe(workspace);
    }
    expect(queryOf('key-deletion')).toContain("'KeyDelete'");
  });

  it('asks in KQL for rows that just came', () => {
    for (const rule of resourcesOf(governance, 'azurerm_monitor_scheduled_query_rules_alert_v2')) {
      expect(rule).toMatchObject({ evaluation_frequency: 'PT5M', skip_query_validation: true, enabled: true });
      expect(rule.criteria[0].query).toMatch(
        /^Azure(Activity|Diagnostics)\n\| where [\s\S]+\n\| where ingestion_time\(\) > ago\(5m\)$/,
      );
    }
    expect(queryOf('public-exposure')).toContain("replace_string(tostring(Properties), '\\\\', '')");
    expect(queryOf('policy-change')).toContain('pipeline-apply');
  });

  it('lets Defender into the cluster only where threats are looked for', () => {
    const defender = (stack: Json) => theOnly(stack, 'azurerm_kubernetes_cluster').microsoft_defender;
    expect(defender(cluster)).toEqual({ log_analytics_workspace_id: workspace });
    const calm = synthesize({
      governance: {
        detection: {
          trailRetention: 'locked',
          threatDetection: false,
          configurationRecording: true,
          alertsTo: ['platform@example.com'],
        },
      },
    });
    expect(defender(calm.cluster)).toBeUndefined();
    expect(theOnly(calm.governance, 'azurerm_log_analytics_workspace')).toMatchObject({
      local_authentication_enabled: false,
      internet_ingestion_access_type: 'Disabled',
    });
  });
});

describe('the trail of an organisation', () => {
  const whole = synthesize({
    governance: { detection: settings },
    organisationTrail: { managementGroupId: 'acme' },
  });
  const group = '/providers/Microsoft.Management/managementGroups/acme';

  it('is a policy of the management group, and what it takes to follow it', () => {
    const before = resourceCounts(governance);
    expect(resourceCounts(whole.governance)).toEqual({
      ...before,
      azurerm_management_group_policy_assignment: 1,
      azurerm_management_group_policy_remediation: 1,
      azurerm_policy_definition: 1,
      azurerm_role_assignment: (before.azurerm_role_assignment ?? 0) + 2,
    });
  });

  it('gives every subscription a setting that writes to the locked account', () => {
    const definition = theOnly(whole.governance, 'azurerm_policy_definition');
    expect(definition.management_group_id).toBe(group);
    const rule = JSON.parse(definition.policy_rule);
    expect(rule.if).toEqual({ field: 'type', equals: 'Microsoft.Resources/subscriptions' });
    const { existenceCondition, deploymentScope, deployment } = rule.then.details;
    expect(deploymentScope).toBe('subscription');
    const [setting] = deployment.properties.template.resources;
    expect(setting.properties.storageAccountId).toBe(existenceCondition.equals);
    expect(setting.properties.logs.map(({ category }: Json) => category)).toEqual([
      'Administrative',
      'Alert',
      'Policy',
      'Security',
    ]);
  });

  it('has names that a management group takes', () => {
    for (const type of ['azurerm_management_group_policy_assignment', 'azurerm_management_group_policy_remediation']) {
      expect(theOnly(whole.governance, type).name.length).toBeLessThanOrEqual(24);
    }
  });

  it('is set by an identity of its own, which the pipeline may give this one role', () => {
    const grants = resourcesOf(whole.governance, 'azurerm_role_assignment').filter(
      ({ role_definition_name }) => role_definition_name === 'Log Analytics Contributor',
    );
    expect(grants.map(({ scope }) => scope).sort()).toEqual([expect.stringMatching(/azurerm_storage_account/), group]);
    const ofGroup = resourcesOf(whole.state, 'azurerm_role_assignment').filter(({ scope }) => scope === group);
    expect(ofGroup.map(({ role_definition_name }) => role_definition_name).sort()).toEqual([
      'Reader',
      'Resource Policy Contributor',
      'Role Based Access Control Administrator',
    ]);
    expect(ofGroup.find(({ condition }) => condition)?.condition).toContain('92aaf0da-9dab-42b6-94a3-d43ce8d16293');
  });
});
