import type { SpendingEvidence } from '../../contracts';

const isTrue = { equals: true } as const;
const budget = { in: 'governance', type: 'aws_budgets_budget' } as const;
const monitor = { in: 'governance', type: 'aws_ce_anomaly_monitor' } as const;
const mails = { in: 'governance', type: 'aws_ce_anomaly_subscription' } as const;
const written = { in: 'governance', type: 'aws_bcmdataexports_export' } as const;
const destination = 'export[].destination_configurations[].s3_destination[]';

/** Of the stores of the account's governance, only that of its bills. */
const ofBills = (path: string) => ({ path, matches: /costExport|_costs_|-costs-/ }) as const;
const publicAccess = {
  in: 'governance',
  type: 'aws_s3_bucket_public_access_block',
  where: ofBills('bucket'),
} as const;

/** Where what is told of bills, and where they are kept, shows. */
export const spendingEvidence: SpendingEvidence = {
  'spending.budgets': [
    { ...budget, path: 'limit_amount', is: { matches: /^\d+$/ } },
    { ...budget, path: 'notification', is: { matches: /"notification_type":"ACTUAL"/ } },
    { ...budget, path: 'notification[+].subscriber_email_addresses', is: { atLeast: 1 } },
  ],
  'spending.forecast': [{ ...budget, path: 'notification', is: { matches: /"notification_type":"FORECASTED"/ } }],
  'spending.anomalies': [
    { ...monitor, path: 'monitor_dimension', is: { equals: 'SERVICE' } },
    { ...mails, path: 'monitor_arn_list[]', is: { matches: /\$\{aws_ce_anomaly_monitor\.[^}]+\.arn\}/ } },
    { ...mails, path: 'subscriber[+].address', is: { present: true } },
    { ...mails, path: 'threshold_expression', is: { present: true } },
  ],
  'spending.export': [
    { ...written, path: 'export[].data_query[].query_statement', is: { matches: /^SELECT .+ FROM FOCUS_1_0_AWS$/ } },
    { ...written, path: `${destination}.s3_bucket`, is: { matches: /\$\{aws_s3_bucket\.[^}]+\.bucket\}/ } },
    { ...written, path: 'export[].refresh_cadence[].frequency', is: { equals: 'SYNCHRONOUS' } },
    {
      in: 'governance',
      type: 'aws_s3_bucket_policy',
      path: 'policy',
      is: { matches: /bcm-data-exports\.amazonaws\.com.*"aws:SourceAccount"/ },
      where: ofBills('bucket'),
    },
  ],
  'spending.export-own-key': [
    {
      in: 'governance',
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      path: 'rule[].apply_server_side_encryption_by_default.kms_master_key_id',
      is: { matches: /\$\{aws_kms_key\.[^}]+\.arn\}/ },
      where: ofBills('bucket'),
    },
    {
      in: 'governance',
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      path: 'rule[].apply_server_side_encryption_by_default.sse_algorithm',
      is: { equals: 'aws:kms' },
      where: ofBills('bucket'),
    },
  ],
  'spending.export-private': [
    { ...publicAccess, path: 'block_public_acls', is: isTrue },
    { ...publicAccess, path: 'block_public_policy', is: isTrue },
    { ...publicAccess, path: 'ignore_public_acls', is: isTrue },
    { ...publicAccess, path: 'restrict_public_buckets', is: isTrue },
  ],
  'spending.export-retention': [
    {
      in: 'governance',
      type: 'aws_s3_bucket_lifecycle_configuration',
      path: 'rule',
      is: { matches: /"expiration":\[\{"days":\d+\}\]/ },
      where: ofBills('bucket'),
    },
  ],
};
