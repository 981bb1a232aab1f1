import { fixed, freeOf, type Pricer, type PricingTable, usage } from '../pricing';
import { blocksAt, numberAt, textAt, valueAt } from '../resource';

const secondsPerMonth = 730 * 3600;

/** Every version of a key is paid for until it is destroyed, and rotation destroys none. */
const key: Pricer = ({ values }, { assume }) => {
  const kind = textAt(values, 'version_template.protection_level', 'SOFTWARE').toLowerCase();
  const rotation = valueAt(values, 'rotation_period');
  const months =
    rotation === undefined ? 0 : numberAt({ seconds: `${rotation}`.replace(/s$/, '') }, 'seconds', 0) / secondsPerMonth;
  const old = months > 0 ? Math.floor(assume('keyAgeMonths') / months) : 0;
  return [fixed(`key/version-${kind}`, 1 + old), usage('key/requests', assume('keyTenThousandRequests'))];
};

/** A version is paid for at each place that keeps it. */
const secretVersion: Pricer = ({ values }, { referred }) => {
  const places = blocksAt(referred(values.secret)?.values, 'replication.user_managed.replicas').length;
  return [fixed('secret/version', Math.max(1, places))];
};

export const governance: PricingTable = {
  google_kms_crypto_key: key,
  google_secret_manager_secret: (_, { assume }) => [usage('secret/requests', assume('secretTenThousandReads'))],
  google_secret_manager_secret_version: secretVersion,
  google_logging_project_bucket_config: ({ values }, { assume }) => [
    usage('logs/ingested', assume('logGiB')),
    // The first thirty days are part of what is paid to take them in.
    usage('logs/stored', assume('logGiB') * Math.max(0, numberAt(values, 'retention_days', 30) / 30 - 1)),
  ],
  google_monitoring_alert_policy: ({ values }) => [
    fixed('monitoring/alert-condition', blocksAt(values, 'conditions').length),
  ],
  google_pubsub_topic: (_, { assume }) => [usage('queue/throughput', assume('queueMillionMessages') / 1000)],
  google_pubsub_subscription: (_, { assume }) => [usage('queue/throughput', assume('queueMillionMessages') / 1000)],
  ...freeOf('rights, identities and rules cost nothing', [
    'google_iam_workload_identity_pool',
    'google_iam_workload_identity_pool_provider',
    'google_kms_crypto_key_iam_member',
    'google_org_policy_policy',
    'google_privileged_access_manager_entitlement',
    'google_project_iam_audit_config',
    'google_project_iam_custom_role',
    'google_project_iam_member',
    'google_project_service',
    'google_pubsub_topic_iam_member',
    'google_secret_manager_secret_iam_member',
    'google_service_account',
    'google_service_account_iam_member',
    'google_workload_identity_service_agent',
  ]),
  ...freeOf('watches bills, without stopping anything', ['google_billing_budget']),
  ...freeOf('part of something that is priced: a key, a topic, an alert or the bucket of logs that it writes to', [
    'google_cloud_asset_project_feed',
    'google_kms_key_ring',
    'google_logging_organization_sink',
    'google_logging_project_cmek_settings',
    'google_logging_project_exclusion',
    'google_logging_project_sink',
    'google_monitoring_notification_channel',
  ]),
};
