import { type AlertName, alertNames, type DetectionEvidence, type Evidence, kebabCase } from '../../contracts';

const isTrue = { equals: true } as const;
const isFalse = { equals: false } as const;
const ownKey = /\$\{aws_kms_key\.[^}]+\.arn\}/;
const toTopic = /\$\{aws_sns_topic\.[^}]+\.arn\}/;

const trail = { in: 'governance', type: 'aws_cloudtrail' } as const;
const lock = { in: 'governance', type: 'aws_s3_bucket_object_lock_configuration' } as const;
const publicAccess = { in: 'governance', type: 'aws_s3_bucket_public_access_block' } as const;
const bucketPolicy = { in: 'governance', type: 'aws_s3_bucket_policy', path: 'policy' } as const;
const encryption = { in: 'governance', type: 'aws_s3_bucket_server_side_encryption_configuration' } as const;
const topic = { in: 'governance', type: 'aws_sns_topic' } as const;
const alarm = { in: 'governance', type: 'aws_cloudwatch_metric_alarm' } as const;
const rule = { in: 'governance', type: 'aws_cloudwatch_event_rule' } as const;
const recorder = { in: 'governance', type: 'aws_config_configuration_recorder' } as const;
const detector = { in: 'governance', type: 'aws_guardduty_detector' } as const;

/** An alarm that mails, for each alert over the trail. */
const alarms = alertNames
  .filter((alert): alert is Exclude<AlertName, 'threatFound'> => alert !== 'threatFound')
  .flatMap((alert): Evidence[] => {
    const where = { path: 'metric_name', equals: alert };
    return [
      { ...alarm, path: 'alarm_actions[]', is: { matches: toTopic }, where },
      { ...alarm, path: 'actions_enabled', is: isTrue, where },
      {
        in: 'governance',
        type: 'aws_cloudwatch_log_metric_filter',
        path: 'pattern',
        is: { present: true },
        where: { path: 'metric_transformation.name', equals: alert },
      },
      {
        ...rule,
        path: 'state',
        is: { equals: 'ENABLED' },
        where: { path: 'name', matches: new RegExp(kebabCase(alert)) },
        optional: true,
      },
    ];
  });

const feature = (name: string): Evidence => ({
  in: 'governance',
  type: 'aws_guardduty_detector_feature',
  path: 'status',
  is: { equals: 'ENABLED' },
  where: { path: 'name', equals: name },
});

const guardDutyFeatures = [
  'S3_DATA_EVENTS',
  'EKS_AUDIT_LOGS',
  'EBS_MALWARE_PROTECTION',
  'RDS_LOGIN_EVENTS',
  'RUNTIME_MONITORING',
];

/** Where what watches the account shows. */
export const detectionEvidence: DetectionEvidence = {
  'detection.trail': [
    { ...trail, path: 'is_multi_region_trail', is: isTrue },
    { ...trail, path: 'include_global_service_events', is: isTrue },
    { ...trail, path: 'enable_logging', is: isTrue },
    { ...trail, path: 'advanced_event_selector', is: { matches: /"equals":\["Management"\]/ } },
    { ...trail, path: 'cloud_watch_logs_group_arn', is: { present: true } },
  ],
  'detection.trail-own-key': [
    { ...trail, path: 'kms_key_id', is: { matches: ownKey } },
    {
      ...encryption,
      path: 'rule[].apply_server_side_encryption_by_default.kms_master_key_id',
      is: { matches: ownKey },
    },
    { ...encryption, path: 'rule[].apply_server_side_encryption_by_default.sse_algorithm', is: { equals: 'aws:kms' } },
  ],
  'detection.trail-private': [
    { ...publicAccess, path: 'block_public_acls', is: isTrue },
    { ...publicAccess, path: 'block_public_policy', is: isTrue },
    { ...publicAccess, path: 'ignore_public_acls', is: isTrue },
    { ...publicAccess, path: 'restrict_public_buckets', is: isTrue },
    {
      in: 'governance',
      type: 'aws_s3_bucket_ownership_controls',
      path: 'rule.object_ownership',
      is: { equals: 'BucketOwnerEnforced' },
    },
    { ...bucketPolicy, is: { matches: /"Effect":"Deny".*"aws:SecureTransport":"false"/ } },
    { ...bucketPolicy, is: { matches: /"Effect":"Deny".*"s3:TlsVersion":"1\.2"/ } },
    {
      ...bucketPolicy,
      is: { matches: /"Effect":"Deny".*"StringNotEqualsIfExists":\{"s3:x-amz-server-side-encryption":"aws:kms"[,}]/ },
    },
    { in: 'governance', type: 'aws_s3_bucket_logging', path: 'target_bucket', is: { present: true } },
  ],
  'detection.trail-retention': [
    { ...lock, path: 'rule.default_retention.days', is: { atLeast: 30 } },
    { ...trail, path: 'enable_log_file_validation', is: isTrue },
    {
      in: 'governance',
      type: 'aws_s3_bucket_versioning',
      path: 'versioning_configuration.status',
      is: { equals: 'Enabled' },
    },
    {
      in: 'governance',
      type: 'aws_s3_bucket_lifecycle_configuration',
      path: 'rule[]',
      is: { matches: /"id":"abort-uploads"|"noncurrent_days":[1-9]/ },
    },
  ],
  'detection.trail-locked': [{ ...lock, path: 'rule.default_retention.mode', is: { equals: 'COMPLIANCE' } }],
  'detection.organisation-trail': [
    { ...trail, path: 'is_organization_trail', is: isTrue },
    {
      ...bucketPolicy,
      is: { matches: /"Sid":"TrailWrites".*\/AWSLogs\/o-[a-z0-9]+\/\*"/ },
      quantifier: 'some',
    },
  ],
  'detection.alerts': [
    { ...topic, path: 'kms_master_key_id', is: { matches: ownKey } },
    {
      in: 'governance',
      type: 'aws_sns_topic_policy',
      path: 'policy',
      is: { matches: /"aws:SourceAccount":"\d{12}".*"Effect":"Deny".*"aws:SecureTransport":"false"/ },
    },
    { in: 'governance', type: 'aws_sns_topic_subscription', path: 'endpoint', is: { matches: /@/ } },
    { in: 'governance', type: 'aws_cloudwatch_event_target', path: 'arn', is: { matches: toTopic } },
    { in: 'governance', type: 'aws_accessanalyzer_analyzer', path: 'type', is: { equals: 'ACCOUNT' } },
    ...alarms,
  ],
  'detection.threats': [
    { ...detector, path: 'enable', is: isTrue },
    ...guardDutyFeatures.map(feature),
    {
      ...rule,
      path: 'event_pattern',
      is: { matches: /"aws\.guardduty"/ },
      where: { path: 'name', matches: /threat-found/ },
    },
  ],
  'detection.configuration': [
    { ...recorder, path: 'recording_group.all_supported', is: isTrue },
    { ...recorder, path: 'recording_group.include_global_resource_types', is: isTrue },
    {
      in: 'governance',
      type: 'aws_config_configuration_recorder_status',
      path: 'is_enabled',
      is: isTrue,
    },
    { in: 'governance', type: 'aws_config_delivery_channel', path: 's3_kms_key_arn', is: { matches: ownKey } },
    {
      in: 'governance',
      type: 'aws_config_retention_configuration',
      path: 'retention_period_in_days',
      is: { atLeast: 30 },
    },
  ],
  'detection.posture': [
    {
      in: 'governance',
      type: 'aws_securityhub_standards_subscription',
      path: 'standards_arn',
      is: { matches: /standards\/aws-foundational-security-best-practices\// },
    },
    { in: 'governance', type: 'aws_securityhub_account', path: 'auto_enable_controls', is: isTrue },
    { in: 'governance', type: 'aws_config_config_rule', path: 'source.source_identifier', is: { present: true } },
  ],
  'detection.deletion-protection': [
    { in: 'governance', type: 'aws_s3_bucket', path: 'force_destroy', is: isFalse },
    { in: 'governance', type: 'aws_s3_bucket', path: 'lifecycle.prevent_destroy', is: isTrue },
    { ...detector, path: 'lifecycle.prevent_destroy', is: isTrue, optional: true },
    {
      in: 'governance',
      type: 'aws_iam_service_linked_role',
      path: 'lifecycle.prevent_destroy',
      is: isTrue,
      optional: true,
    },
  ],
};
