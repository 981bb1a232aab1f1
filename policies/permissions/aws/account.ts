import type { PermissionTable } from '../type-permissions';

const tags = ['TagResource', 'UntagResource'] as const;
const topicTags = [...tags] as const;

/** What watches and what binds the whole account. */
export const accountPermissions: PermissionTable = {
  aws_accessanalyzer_analyzer: {
    plan: { 'access-analyzer': ['GetAnalyzer', 'ListTagsForResource'] },
    apply: { 'access-analyzer': ['CreateAnalyzer', 'DeleteAnalyzer', ...tags], iam: ['CreateServiceLinkedRole'] },
  },
  aws_bcmdataexports_export: {
    plan: { 'bcm-data-exports': ['GetExport', 'ListTagsForResource'] },
    apply: {
      'bcm-data-exports': ['CreateExport', 'DeleteExport', 'UpdateExport', ...tags],
      cur: ['PutReportDefinition'],
    },
  },
  aws_budgets_budget: {
    plan: { budgets: ['ListTagsForResource', 'ViewBudget'] },
    apply: { budgets: ['ModifyBudget', ...tags] },
  },
  aws_ce_anomaly_monitor: {
    plan: { ce: ['GetAnomalyMonitors', 'ListTagsForResource'] },
    apply: { ce: ['CreateAnomalyMonitor', 'DeleteAnomalyMonitor', 'UpdateAnomalyMonitor', ...tags] },
  },
  aws_ce_anomaly_subscription: {
    plan: { ce: ['GetAnomalySubscriptions', 'ListTagsForResource'] },
    apply: { ce: ['CreateAnomalySubscription', 'DeleteAnomalySubscription', 'UpdateAnomalySubscription', ...tags] },
  },
  // A role of the organisation that pays reads and writes them; the pipeline takes it.
  aws_ce_cost_allocation_tag: { plan: { sts: ['AssumeRole'] } },
  aws_cloudtrail: {
    plan: {
      cloudtrail: [
        'DescribeTrails',
        'GetEventSelectors',
        'GetInsightSelectors',
        'GetTrail',
        'GetTrailStatus',
        'ListTags',
      ],
    },
    apply: {
      cloudtrail: [
        'AddTags',
        'CreateTrail',
        'DeleteTrail',
        'PutEventSelectors',
        'RemoveTags',
        'StartLogging',
        'StopLogging',
        'UpdateTrail',
      ],
      iam: ['PassRole'],
    },
  },
  aws_cloudwatch_log_metric_filter: {
    plan: { logs: ['DescribeMetricFilters'] },
    apply: { logs: ['DeleteMetricFilter', 'PutMetricFilter'] },
  },
  aws_cloudwatch_metric_alarm: {
    plan: { cloudwatch: ['DescribeAlarms', 'ListTagsForResource'] },
    apply: { cloudwatch: ['DeleteAlarms', 'PutMetricAlarm', ...tags] },
  },
  aws_config_config_rule: {
    plan: { config: ['DescribeConfigRules', 'ListTagsForResource'] },
    apply: { config: ['DeleteConfigRule', 'PutConfigRule', ...tags] },
  },
  aws_config_configuration_recorder: {
    plan: { config: ['DescribeConfigurationRecorders'] },
    apply: { config: ['DeleteConfigurationRecorder', 'PutConfigurationRecorder'], iam: ['PassRole'] },
  },
  aws_config_configuration_recorder_status: {
    plan: { config: ['DescribeConfigurationRecorderStatus'] },
    apply: { config: ['StartConfigurationRecorder', 'StopConfigurationRecorder'] },
  },
  aws_config_delivery_channel: {
    plan: { config: ['DescribeDeliveryChannels'] },
    apply: { config: ['DeleteDeliveryChannel', 'PutDeliveryChannel'] },
  },
  aws_config_retention_configuration: {
    plan: { config: ['DescribeRetentionConfigurations'] },
    apply: { config: ['DeleteRetentionConfiguration', 'PutRetentionConfiguration'] },
  },
  aws_ebs_encryption_by_default: {
    plan: { ec2: ['GetEbsEncryptionByDefault'] },
    apply: { ec2: ['DisableEbsEncryptionByDefault', 'EnableEbsEncryptionByDefault'] },
  },
  aws_ebs_snapshot_block_public_access: {
    plan: { ec2: ['GetSnapshotBlockPublicAccessState'] },
    apply: { ec2: ['DisableSnapshotBlockPublicAccess', 'EnableSnapshotBlockPublicAccess'] },
  },
  aws_ec2_image_block_public_access: {
    plan: { ec2: ['GetImageBlockPublicAccessState'] },
    apply: { ec2: ['DisableImageBlockPublicAccess', 'EnableImageBlockPublicAccess'] },
  },
  aws_ec2_instance_metadata_defaults: {
    plan: { ec2: ['GetInstanceMetadataDefaults'] },
    apply: { ec2: ['ModifyInstanceMetadataDefaults'] },
  },
  aws_ec2_serial_console_access: {
    plan: { ec2: ['GetSerialConsoleAccessStatus'] },
    apply: { ec2: ['DisableSerialConsoleAccess', 'EnableSerialConsoleAccess'] },
  },
  aws_guardduty_detector: {
    plan: { guardduty: ['GetDetector', 'ListDetectors', 'ListTagsForResource'] },
    apply: {
      guardduty: ['CreateDetector', 'DeleteDetector', 'UpdateDetector', ...tags],
      iam: ['CreateServiceLinkedRole'],
    },
  },
  aws_guardduty_detector_feature: { plan: { guardduty: ['GetDetector'] }, apply: { guardduty: ['UpdateDetector'] } },
  aws_iam_service_linked_role: {
    plan: { iam: ['GetRole'] },
    apply: { iam: ['CreateServiceLinkedRole', 'DeleteServiceLinkedRole', 'GetServiceLinkedRoleDeletionStatus'] },
  },
  // A role of the organisation reads and writes its policies; the pipeline takes it.
  aws_organizations_policy: { plan: { sts: ['AssumeRole'] } },
  aws_organizations_policy_attachment: { plan: { sts: ['AssumeRole'] } },
  aws_s3_account_public_access_block: {
    plan: { s3: ['GetAccountPublicAccessBlock'] },
    apply: { s3: ['PutAccountPublicAccessBlock'] },
  },
  aws_securityhub_account: {
    plan: { securityhub: ['DescribeHub'] },
    apply: {
      iam: ['CreateServiceLinkedRole'],
      securityhub: ['DisableSecurityHub', 'EnableSecurityHub', 'UpdateSecurityHubConfiguration'],
    },
  },
  aws_securityhub_standards_subscription: {
    plan: { securityhub: ['GetEnabledStandards'] },
    apply: { securityhub: ['BatchDisableStandards', 'BatchEnableStandards'] },
  },
  aws_sns_topic: {
    plan: { sns: ['GetTopicAttributes', 'ListTagsForResource'] },
    apply: { sns: ['CreateTopic', 'DeleteTopic', 'SetTopicAttributes', ...topicTags] },
  },
  aws_sns_topic_policy: { plan: { sns: ['GetTopicAttributes'] }, apply: { sns: ['SetTopicAttributes'] } },
  aws_sns_topic_subscription: {
    plan: { sns: ['GetSubscriptionAttributes', 'ListSubscriptionsByTopic'] },
    apply: { sns: ['SetSubscriptionAttributes', 'Subscribe', 'Unsubscribe'] },
  },
};
