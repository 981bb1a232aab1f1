import { type Charge, fixed, freeOf, type Pricer, type PricingContext, type PricingTable, usage } from '../pricing';
import { blocksAt, numberAt, type Resource, textAt, valueAt } from '../resource';
import { Unpriceable } from '../unpriceable';
import { machineVcpus } from './compute';

/** Months of `P90D`, `P3M` or `P1Y`; 0 without a rotation. */
function rotationMonths(values: unknown): number {
  const period = valueAt(values, 'rotation_policy.automatic.time_after_creation');
  if (period === undefined) return 0;
  const [, count, unit] = /^P(\d+)([DMY])$/.exec(`${period}`) ?? [];
  const months = { D: 12 / 365, M: 1, Y: 12 }[unit as 'D' | 'M' | 'Y'];
  if (months === undefined) throw new Unpriceable(`nobody knows how long ${period} is`);
  return Number(count) * months;
}

/** Of a key in hardware every version that was used in the month is paid for; larger keys are dearer. */
const key: Pricer = ({ values }, { assume }) => {
  const months = rotationMonths(values);
  const versions = 1 + (months > 0 ? Math.floor(assume('keyAgeMonths') / months) : 0);
  const inHardware = textAt(values, 'key_type').endsWith('-HSM');
  const size = numberAt(values, 'key_size', 2048) > 2048 ? 'large' : '2048';
  return [
    ...(inHardware ? [fixed(`key/version-${size}`, versions)] : []),
    usage('key/requests', assume('keyTenThousandRequests')),
  ];
};

const count =
  (type: string) =>
  ({ atSite }: PricingContext): number =>
    atSite(type).length;

/** What each plan of Defender is paid by. azure.microsoft.com/pricing/details/defender-for-cloud, 2026-11. */
const plans: Readonly<Record<string, (context: PricingContext) => number>> = {
  Arm: () => 1,
  // Servers, databases and storage accounts are what it bills.
  CloudPosture: (context) =>
    count('azurerm_postgresql_flexible_server')(context) + count('azurerm_storage_account')(context),
  Containers: machineVcpus,
  KeyVaults: count('azurerm_key_vault'),
  OpenSourceRelationalDatabases: count('azurerm_postgresql_flexible_server'),
  StorageAccounts: count('azurerm_storage_account'),
};

const plan: Pricer = ({ values }, context): readonly Charge[] => {
  if (textAt(values, 'tier') !== 'Standard') return [];
  const name = textAt(values, 'resource_type');
  const units = plans[name];
  if (!units) throw new Unpriceable(`nobody knows what the plan ${name} is paid by`);
  const item = `threats/${name}`;
  // Machines come and go; the rest stands as it is written.
  return [name === 'Containers' ? usage(item, units(context)) : fixed(item, units(context))];
};

/** Connections of a gateway, ten of which are free, with the traffic that of the gateways at their other end; and bills that are written down. */
const freeInTemplates: readonly unknown[] = ['Microsoft.CostManagement/exports', 'Microsoft.Network/connections'];

/** References of Terraform stand inside of texts, so the whole is JSON before they are resolved, unless it is one itself. */
function templateIn(values: Resource['values']): unknown {
  try {
    return JSON.parse(`${values.template_content}`);
  } catch {
    throw new Unpriceable('its template is not known before it is applied');
  }
}

/** A template of Azure may make anything: what is not known to be free has no price. */
const template: Pricer = ({ values }) => {
  const dear = blocksAt(templateIn(values), 'resources').find(({ type }) => !freeInTemplates.includes(type));
  if (dear) throw new Unpriceable(`its template makes a ${dear.type}, whose price nobody knows`);
  return [];
};

export const governance: PricingTable = {
  azurerm_resource_group_template_deployment: template,
  azurerm_subscription_template_deployment: template,
  azurerm_key_vault_key: key,
  azurerm_key_vault_secret: (_, { assume }) => [usage('secret/requests', assume('secretTenThousandReads'))],
  azurerm_log_analytics_workspace: ({ values }, { assume }) => [
    usage('logs/ingested', assume('logGiB')),
    // The first month is part of what is paid to take them in.
    usage('logs/stored', assume('logGiB') * Math.max(0, numberAt(values, 'retention_in_days', 30) / 30 - 1)),
  ],
  azurerm_monitor_diagnostic_setting: ({ values }, { assume }) => [
    usage(
      valueAt(values, 'log_analytics_workspace_id') === undefined ? 'logs/exported' : 'logs/ingested',
      assume('logGiB') / 10,
    ),
  ],
  azurerm_monitor_scheduled_query_rules_alert_v2: () => [fixed('monitoring/log-alert', 1)],
  azurerm_security_center_subscription_pricing: plan,
  ...freeOf('rights, identities, locks and rules cost nothing', [
    'azurerm_federated_identity_credential',
    'azurerm_management_group_policy_assignment',
    'azurerm_management_group_policy_remediation',
    'azurerm_management_lock',
    'azurerm_pim_eligible_role_assignment',
    'azurerm_policy_definition',
    'azurerm_resource_group',
    'azurerm_role_assignment',
    'azurerm_role_definition',
    'azurerm_role_management_policy',
    'azurerm_subscription_policy_assignment',
    'azurerm_user_assigned_identity',
  ]),
  ...freeOf('watches bills, without stopping anything', [
    'azurerm_consumption_budget_subscription',
    'azurerm_cost_anomaly_alert',
  ]),
  ...freeOf('holds what is priced, or tells people by mail, which is free at the numbers of a platform', [
    'azurerm_key_vault',
    'azurerm_monitor_action_group',
    'azurerm_monitor_activity_log_alert',
    'azurerm_security_center_contact',
  ]),
};
