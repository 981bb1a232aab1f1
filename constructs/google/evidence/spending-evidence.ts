import type { SpendingEvidence } from '../../contracts';
import { noAnomalies } from '../governance/anomalies';

const budget = { in: 'governance', type: 'google_billing_budget' } as const;
const bills = {
  in: 'governance',
  type: 'google_bigquery_dataset',
  where: { path: 'dataset_id', matches: /_costs$/ },
} as const;

/** Where what is told of bills, and where they are kept, shows. */
export const spendingEvidence: SpendingEvidence = {
  'spending.budgets': [
    { ...budget, path: 'amount.specified_amount.units', is: { matches: /^\d+$/ } },
    { ...budget, path: 'threshold_rules', is: { matches: /"spend_basis":"CURRENT_SPEND"/ } },
    { ...budget, path: 'all_updates_rule.monitoring_notification_channels', is: { atLeast: 1 } },
  ],
  'spending.forecast': [{ ...budget, path: 'threshold_rules', is: { matches: /"spend_basis":"FORECASTED_SPEND"/ } }],
  'spending.anomalies': noAnomalies,
  'spending.export': {
    absent: 'Google Cloud writes bills to a dataset only once somebody said so in the console of the billing account',
    instead: 'the dataset is there, closed and under an own key; the guide of cost in the clouds says what to choose',
  },
  'spending.export-own-key': [
    {
      ...bills,
      path: 'default_encryption_configuration.kms_key_name',
      is: { matches: /\$\{google_kms_crypto_key\.[^}]+\.id\}/ },
    },
  ],
  'spending.export-private': [
    { ...bills, path: 'access', is: { equals: [{ role: 'OWNER', special_group: 'projectOwners' }] } },
  ],
  'spending.export-retention': [{ ...bills, path: 'default_partition_expiration_ms', is: { atLeast: 1 } }],
};
