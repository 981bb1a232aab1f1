import {
  type Absent,
  type AlertName,
  alertNames,
  type DetectionEvidence,
  type Evidence,
  kebabCase,
} from '../../contracts';

const isTrue = { equals: true } as const;
const ownKey = /\$\{google_kms_crypto_key\.[^}]+\.id\}/;
/** The trail is Google's own; these keep it. */
const archive = { in: 'network', type: 'google_logging_project_bucket_config' } as const;
const sink = { in: 'network', type: 'google_logging_project_sink' } as const;
const organisation = { in: 'network', type: 'google_logging_organization_sink' } as const;
const policy = { in: 'governance', type: 'google_monitoring_alert_policy' } as const;
const bucket = { in: 'governance', type: 'google_storage_bucket' } as const;
const topic = { in: 'governance', type: 'google_pubsub_topic' } as const;

const commandCenter: Absent = {
  absent:
    'Security Command Center is activated by hand, for an organisation or a project, and no resource of the provider does it',
  instead:
    'activate it, and have the organisation export findings of severity high to the logs of the project: the alert threat-found waits for them',
};

/** A policy that mails, for each alert. */
const policies = alertNames
  .filter((alert): alert is Exclude<AlertName, 'threatFound'> => alert !== 'threatFound')
  .flatMap((alert): Evidence[] => {
    const where = { path: 'display_name', matches: new RegExp(`: ${kebabCase(alert)}$`) };
    return [
      { ...policy, path: 'conditions[].condition_matched_log.filter', is: { present: true }, where },
      { ...policy, path: 'notification_channels', is: { atLeast: 1 }, where },
      { ...policy, path: 'enabled', is: isTrue, where },
    ];
  });

/** Where what watches the project shows. */
export const detectionEvidence: DetectionEvidence = {
  'detection.trail': [
    {
      ...sink,
      path: 'filter',
      is: { matches: /cloudaudit\.googleapis\.com\/activity.*cloudaudit\.googleapis\.com\/policy/ },
    },
    { in: 'network', type: 'google_project_iam_audit_config', path: 'service', is: { equals: 'allServices' } },
  ],
  'detection.trail-own-key': [{ ...archive, path: 'cmek_settings.kms_key_name', is: { matches: ownKey } }],
  // A log bucket has no public access: who reads it has a role in the project, and what it does is logged.
  'detection.trail-private': [{ ...sink, path: 'unique_writer_identity', is: isTrue }],
  'detection.trail-retention': [{ ...archive, path: 'retention_days', is: { atLeast: 30 } }],
  'detection.trail-locked': [
    { ...archive, path: 'locked', is: isTrue },
    { ...bucket, path: 'retention_policy.is_locked', is: isTrue, optional: true },
  ],
  'detection.organisation-trail': [
    { ...organisation, path: 'include_children', is: isTrue },
    {
      ...organisation,
      path: 'destination',
      is: { matches: /^logging\.googleapis\.com\/\$\{google_logging_project_bucket_config\./ },
    },
    { ...organisation, path: 'filter', is: { matches: /cloudaudit\.googleapis\.com\/activity/ } },
    {
      in: 'network',
      type: 'google_project_iam_member',
      path: 'member',
      is: { matches: /google_logging_organization_sink\.[^}]+\.writer_identity/ },
      where: { path: 'role', equals: 'roles/logging.bucketWriter' },
    },
  ],
  'detection.alerts': [
    {
      in: 'governance',
      type: 'google_monitoring_notification_channel',
      path: 'labels.email_address',
      is: { matches: /@/ },
    },
    ...policies,
  ],
  'detection.threats': commandCenter,
  'detection.configuration': [
    {
      in: 'governance',
      type: 'google_pubsub_subscription',
      path: 'cloud_storage_config.bucket',
      is: { matches: /google_storage_bucket\./ },
    },
    ...['RESOURCE', 'IAM_POLICY'].map(
      (content): Evidence => ({
        in: 'governance',
        type: 'google_cloud_asset_project_feed',
        path: 'asset_types',
        is: { atLeast: 30 },
        where: { path: 'content_type', equals: content },
      }),
    ),
    { ...topic, path: 'kms_key_name', is: { matches: ownKey } },
    { ...topic, path: 'message_storage_policy.enforce_in_transit', is: isTrue },
    { ...topic, path: 'message_storage_policy.allowed_persistence_regions', is: { atLeast: 1 } },
    { ...bucket, path: 'encryption.default_kms_key_name', is: { matches: ownKey } },
    { ...bucket, path: 'public_access_prevention', is: { equals: 'enforced' } },
    { ...bucket, path: 'uniform_bucket_level_access', is: isTrue },
    { ...bucket, path: 'retention_policy.retention_period', is: { atLeast: 2_592_000 } },
  ],
  'detection.posture': commandCenter,
  'detection.deletion-protection': [
    { ...archive, path: 'lifecycle.prevent_destroy', is: isTrue },
    { ...bucket, path: 'force_destroy', is: { equals: false }, optional: true },
    { ...bucket, path: 'lifecycle.prevent_destroy', is: isTrue, optional: true },
  ],
};
