import { type Charge, fixed, freeOf, type Pricer, type PricingContext, type PricingTable, usage } from '../pricing';
import { isOn, textAt, valueAt } from '../resource';
import { Unpriceable } from '../unpriceable';
import { machineVcpus } from './compute';

/** Old versions of a key cost as much as the new one, up to the second rotation. aws.amazon.com/kms/pricing, 2026-11. */
const versionsOfRotatedKey = 3;

const key: Pricer = ({ values }, { assume }) => [
  fixed('key/version', isOn(values, 'enable_key_rotation') ? versionsOfRotatedKey : 1),
  usage('key/requests', assume('keyTenThousandRequests')),
];

/** vCPUs of the databases of a site, by the end of their class. */
const vcpusBySize: Readonly<Record<string, number>> = {
  micro: 2,
  small: 2,
  medium: 2,
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
};

const databaseVcpus = ({ atSite }: PricingContext): number =>
  atSite('aws_db_instance').reduce((sum, { values }) => {
    const size = textAt(values, 'instance_class').split('.').at(-1) ?? '';
    const vcpus = vcpusBySize[size];
    if (vcpus === undefined) throw new Unpriceable(`nobody knows how many vCPUs ${size} has`);
    return sum + vcpus * (isOn(values, 'multi_az') ? 2 : 1);
  }, 0);

/** What each feature of GuardDuty is paid by. aws.amazon.com/guardduty/pricing, 2026-11. */
const features: Readonly<Record<string, (context: PricingContext) => Charge>> = {
  S3_DATA_EVENTS: ({ assume }) => usage('threats/storage-events', assume('watchedMillionEvents')),
  EKS_AUDIT_LOGS: ({ assume }) => usage('threats/kubernetes-events', assume('watchedMillionEvents')),
  EBS_MALWARE_PROTECTION: ({ assume }) => usage('threats/disk-scans', assume('watchedGiB')),
  RDS_LOGIN_EVENTS: (context) => fixed('threats/database', databaseVcpus(context)),
  RUNTIME_MONITORING: (context) => usage('threats/runtime', machineVcpus(context)),
};

const feature: Pricer = ({ values }, context) => {
  if (valueAt(values, 'status') !== 'ENABLED') return [];
  const name = textAt(values, 'name');
  const charge = features[name];
  if (!charge) throw new Unpriceable(`nobody knows what the feature ${name} is paid by`);
  return [charge(context)];
};

export const governance: PricingTable = {
  aws_kms_key: key,
  aws_kms_replica_key: key,
  aws_secretsmanager_secret: ({ values }, { assume }) => {
    const places = 1 + [valueAt(values, 'replica') ?? []].flat().length;
    return [fixed('secret', places), usage('secret/requests', assume('secretTenThousandReads'))];
  },
  aws_cloudwatch_log_group: (_, { assume }) => [
    usage('logs/ingested', assume('logGiB')),
    usage('logs/stored', assume('logGiB')),
  ],
  aws_cloudwatch_metric_alarm: () => [fixed('monitoring/alarm', 1)],
  aws_cloudwatch_log_metric_filter: () => [fixed('monitoring/metric', 1)],
  aws_cloudtrail: (_, { assume }) => [usage('audit/data-events', assume('auditMillionEvents'))],
  aws_config_configuration_recorder: (_, { assume }) => [usage('config/recorded', assume('recordedThousandChanges'))],
  aws_config_config_rule: (_, { assume }) => [usage('config/evaluations', assume('recordedThousandChanges') / 10)],
  aws_guardduty_detector: (_, { assume }) => [
    usage('threats/management-events', assume('watchedMillionEvents')),
    usage('threats/flow-and-dns', assume('watchedGiB')),
  ],
  aws_guardduty_detector_feature: feature,
  aws_securityhub_standards_subscription: (_, { assume }) => [usage('posture/checks', assume('postureThousandChecks'))],
  aws_sns_topic: (_, { assume }) => [usage('topic/messages', assume('queueMillionMessages'))],
  aws_sqs_queue: (_, { assume }) => [usage('queue/messages', assume('queueMillionMessages'))],
  ...freeOf('rights, identities and rules cost nothing', [
    'aws_accessanalyzer_analyzer',
    'aws_iam_instance_profile',
    'aws_iam_openid_connect_provider',
    'aws_iam_policy',
    'aws_iam_role',
    'aws_iam_role_policy',
    'aws_iam_role_policy_attachment',
    'aws_iam_service_linked_role',
    'aws_organizations_policy',
    'aws_organizations_policy_attachment',
    'aws_sns_topic_policy',
    'aws_sqs_queue_policy',
  ]),
  ...freeOf('watches and writes down bills, without stopping anything; the bucket that they go to is priced', [
    'aws_bcmdataexports_export',
    'aws_budgets_budget',
    'aws_ce_anomaly_monitor',
    'aws_ce_anomaly_subscription',
    'aws_ce_cost_allocation_tag',
  ]),
  ...freeOf('part of something that is priced: a key, a secret, logs, a recorder or a topic', [
    'aws_cloudwatch_event_rule',
    'aws_cloudwatch_event_target',
    'aws_cloudwatch_log_delivery',
    'aws_cloudwatch_log_delivery_destination',
    'aws_cloudwatch_log_delivery_source',
    'aws_config_configuration_recorder_status',
    'aws_config_delivery_channel',
    'aws_config_retention_configuration',
    'aws_kms_alias',
    'aws_secretsmanager_secret_version',
    'aws_securityhub_account',
    'aws_sns_topic_subscription',
  ]),
};
