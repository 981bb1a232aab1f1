import { longRetention } from '../../../../policies/cost/limits/long-retention';
import { brief, budgetOf, outputOf } from './limited';

const found = (resource: object, retention: object = { logDays: 30, versionDays: 30 }) =>
  brief(longRetention(outputOf(resource), budgetOf({ retention })));

const bucket = (rules: readonly object[], status = 'Enabled') => ({
  aws_s3_bucket: { it: {} },
  aws_s3_bucket_versioning: { it: { bucket: '${aws_s3_bucket.it.id}', versioning_configuration: { status } } },
  aws_s3_bucket_lifecycle_configuration: { it: { bucket: '${aws_s3_bucket.it.id}', rule: rules } },
});
const ends = (days: unknown, more: object = {}) => ({
  status: 'Enabled',
  filter: [{ prefix: '' }],
  noncurrent_version_expiration: [{ noncurrent_days: days }],
  ...more,
});
const googleBucket = (...conditions: object[]) => ({
  google_storage_bucket: {
    it: {
      versioning: { enabled: true },
      lifecycle_rule: conditions.map((condition) => ({ action: { type: 'Delete' }, condition })),
    },
  },
});
const account = (rule?: object) => ({
  azurerm_storage_account: { it: { blob_properties: { versioning_enabled: true } } },
  ...(rule
    ? {
        azurerm_storage_management_policy: {
          it: { storage_account_id: '${azurerm_storage_account.it.id}', rule: [{ enabled: true, ...rule }] },
        },
      }
    : {}),
});
const after = (days: number) => ({ actions: { version: { delete_after_days_since_creation: days } } });

it.each<[string, object]>([
  ['logs within it', { aws_cloudwatch_log_group: { it: { retention_in_days: 30 } } }],
  ['logs within it on Google Cloud', { google_logging_project_bucket_config: { it: { retention_days: 30 } } }],
  ['the thirty days of a workspace that says nothing', { azurerm_log_analytics_workspace: { it: {} } }],
  ['versions that end', bucket([ends(30)])],
  ['the first of two ends', bucket([ends(400), ends(7)])],
  ['a bucket without versions', bucket([], 'Suspended')],
  ['versions that end on Google Cloud', googleBucket({ days_since_noncurrent_time: 30, num_newer_versions: 3 })],
  ['versions that end by their age', googleBucket({ age: 20 })],
  ['versions that end on Azure', account(after(30))],
  ['an account without versions', { azurerm_storage_account: { it: {} } }],
])('is silent of %s', (_, resource) => expect(found(resource)).toEqual([]));

const logs = 'logs are kept';
const versions = 'what was replaced or deleted is kept';
it.each<[string, object, string]>([
  ['a day too many', { aws_cloudwatch_log_group: { it: { retention_in_days: 31 } } }, `${logs} for 31 days`],
  ['logs without an end', { aws_cloudwatch_log_group: { it: {} } }, `${logs} for ever`],
  [
    'an end that only Terraform knows',
    { aws_cloudwatch_log_group: { it: { retention_in_days: '${var.days}' } } },
    `${logs} for ever`,
  ],
  [
    'logs on Google Cloud',
    { google_logging_project_bucket_config: { it: { retention_days: 365 } } },
    `${logs} for 365 days`,
  ],
  ['logs on Azure', { azurerm_log_analytics_workspace: { it: { retention_in_days: 90 } } }, `${logs} for 90 days`],
  ['versions that end too late', bucket([ends(31)]), `${versions} for 31 days`],
  ['an end that is off', bucket([ends(7, { status: 'Disabled' })]), `${versions} for ever`],
  ['an end of one folder', bucket([ends(7, { filter: [{ prefix: 'tmp/' }] })]), `${versions} for ever`],
  ['no end of versions', bucket([]), `${versions} for ever`],
  ['an end of what is current', googleBucket({ age: 7, with_state: 'LIVE' }), `${versions} for ever`],
  ['an end of one folder on Google Cloud', googleBucket({ age: 7, matches_prefix: ['tmp/'] }), `${versions} for ever`],
  ['no end on Azure', account(), `${versions} for ever`],
  [
    'an end of one folder on Azure',
    account({ ...after(7), filters: { prefix_match: ['tmp'] } }),
    `${versions} for ever`,
  ],
])('finds %s', (_, resource, expected) => {
  const all = found(resource);
  expect(all).toHaveLength(1);
  expect(all[0]).toMatch(/^a-site all (aws|google|azurerm)_[a-z0-9_]+\.it: /);
  expect(all[0]?.endsWith(`: ${expected}`)).toBe(true);
});

it('asks for nothing unless the budget does, and for one without the other', () => {
  const both = { ...bucket([]), aws_cloudwatch_log_group: { it: {} } };
  expect(found(both)).toHaveLength(2);
  expect(found(both, { logDays: 30 })).toHaveLength(1);
  expect(found(both, {})).toEqual([]);
});
