import type { SpendingEvidence } from '../../contracts';

const budget = { in: 'governance', type: 'azurerm_consumption_budget_subscription' } as const;
const anomalies = { in: 'governance', type: 'azurerm_cost_anomaly_alert' } as const;
const written = { in: 'governance', type: 'azurerm_subscription_template_deployment' } as const;
const account = {
  in: 'governance',
  type: 'azurerm_storage_account',
  // Names are hashed where they are too long, paths of constructs are not.
  where: { path: 'customer_managed_key.user_assigned_identity_id', matches: /\.costExport_/ },
} as const;
const isFalse = { equals: false } as const;

/** Where what is told of bills, and where they are kept, shows. */
export const spendingEvidence: SpendingEvidence = {
  'spending.budgets': [
    { ...budget, path: 'amount', is: { atLeast: 1 } },
    { ...budget, path: 'notification', is: { matches: /"threshold_type":"Actual"/ } },
    { ...budget, path: 'notification[+].enabled', is: { equals: true } },
    { ...budget, path: 'notification[+].contact_emails', is: { atLeast: 1 } },
  ],
  'spending.forecast': [{ ...budget, path: 'notification', is: { matches: /"threshold_type":"Forecasted"/ } }],
  'spending.anomalies': [{ ...anomalies, path: 'email_addresses', is: { atLeast: 1 } }],
  'spending.export': [
    {
      ...written,
      path: 'template_content',
      is: { matches: /"type":"FocusCost".*"schedule":\{"recurrence":"Daily",.*"status":"Active"/ },
    },
    {
      ...written,
      path: 'template_content',
      is: { matches: /"destination":\{"container":"costs","resourceId":"\$\{azurerm_storage_account\.[^}]+\.id\}"/ },
    },
  ],
  'spending.export-own-key': [{ ...account, path: 'customer_managed_key.key_vault_key_id', is: { present: true } }],
  'spending.export-private': [
    { ...account, path: 'public_network_access_enabled', is: isFalse },
    { ...account, path: 'allow_nested_items_to_be_public', is: isFalse },
    { ...account, path: 'shared_access_key_enabled', is: isFalse },
    { ...account, path: 'network_rules.default_action', is: { equals: 'Deny' } },
    {
      in: 'governance',
      type: 'azurerm_storage_container',
      path: 'container_access_type',
      is: { equals: 'private' },
      where: { path: 'name', equals: 'costs' },
    },
  ],
  'spending.export-retention': [
    {
      in: 'governance',
      type: 'azurerm_storage_management_policy',
      path: 'rule[].actions.base_blob.delete_after_days_since_modification_greater_than',
      is: { atLeast: 1 },
      where: { path: 'storage_account_id', matches: /costExport|costs/ },
    },
  ],
};
