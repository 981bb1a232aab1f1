import type { ScanExemption } from './scan';

/** Misreadings and other means: looked at again when the scanner's version changes, or by this day. */
const nextReview = '2027-11-15';
/** What is to be built by then. */
const nextHalf = '2027-06-30';

const nothingToTell = 'nothing waits for events of these buckets; where something does, its service asks for them';
const firstStack =
  'made before the site has a network; Entra ID and roles let in the pipeline and the administrators alone, keys of the account are off';
const protectionOff = 'the environment says deletionProtection: false, so that it can be taken down again';
const unnamedYet =
  'the accounts that nodes and services run as are made by the pipeline, so no role can name them before';

/** Failed checks of the stacks that stand. */
export const stackExemptions: readonly ScanExemption[] = [
  // AWS
  {
    check: 'CKV_AWS_274',
    type: 'aws_iam_role_policy_attachment',
    where: /\/state\/aws_iam_role_policy_attachment\.people_break-glass-/,
    kind: 'other-means',
    reason:
      'who breaks the glass may do everything, for an hour, with a second factor, under their own name, and every use is mailed',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_18',
    type: 'aws_s3_bucket',
    where: /\/state\/aws_s3_bucket\.state_access-logs_/,
    kind: 'other-means',
    reason: 'it is the bucket that the logs of all others go to; its own would go round in a circle',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_145',
    type: 'aws_s3_bucket',
    where: /\/state\/aws_s3_bucket\.state_access-logs_/,
    kind: 'other-means',
    reason: 'S3 delivers access logs only to buckets under its own key; it is encrypted with that',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_144',
    type: 'aws_s3_bucket',
    kind: 'later',
    reason: 'copies in another region belong to the recovery site, for the data that has one',
    until: nextHalf,
  },
  { check: 'CKV2_AWS_62', type: 'aws_s3_bucket', kind: 'other-means', reason: nothingToTell, until: nextReview },
  {
    check: 'CKV2_AWS_57',
    type: 'aws_secretsmanager_secret',
    kind: 'later',
    reason:
      'values are made and replaced by an apply, which writes both ends at once; no function rotates them by a clock',
    until: nextHalf,
  },
  {
    check: 'CKV_AWS_157',
    type: 'aws_db_instance',
    where: /^dev\//,
    kind: 'environment',
    reason: 'databases of dev have no copy in a second zone: highlyAvailable is false there',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_157',
    type: 'aws_db_instance',
    where: /_read-\d+_instance_/,
    kind: 'other-means',
    reason:
      'a copy that answers reads: its source has the copy in a second zone that takes over, data is lost with neither',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_293',
    type: 'aws_db_instance',
    where: /^dev\//,
    kind: 'environment',
    reason: protectionOff,
    until: nextReview,
  },
  {
    check: 'CKV_AWS_252',
    type: 'aws_cloudtrail',
    kind: 'other-means',
    reason: 'alarms over the log group of the trail tell what matters; a message for every file would tell nothing',
    until: nextReview,
  },
  {
    check: 'CKV2_AWS_3',
    type: 'aws_guardduty_detector',
    kind: 'misread',
    reason: 'it is on in the account and region of the site; who has one for the organisation leaves this one out',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_338',
    type: 'aws_cloudwatch_log_group',
    where: /^(dev|staging)\//,
    kind: 'environment',
    reason: 'auditLogRetentionDays of dev and staging is shorter than a year; that of prod is not',
    until: nextReview,
  },
  {
    check: 'CKV2_AWS_23',
    type: 'aws_route53_record',
    where: /\/interconnect\//,
    kind: 'misread',
    reason: 'the record names the gateway of a joined site, whose load balancer is in another cloud',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_86',
    type: 'aws_cloudfront_distribution',
    where: /\/edge\//,
    kind: 'misread',
    reason:
      'requests are logged by a delivery of the second version, to a bucket in the region of the site; the check knows the first',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_374',
    type: 'aws_cloudfront_distribution',
    where: /\/edge\//,
    kind: 'other-means',
    reason: 'who may come in is decided by sign-in at the gateway, not by where somebody is',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_310',
    type: 'aws_cloudfront_distribution',
    where: /\/edge\//,
    kind: 'other-means',
    reason: 'the public name moves to the edge of another cloud; CloudFront reaches no private origin there',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_305',
    type: 'aws_cloudfront_distribution',
    where: /\/edge\//,
    kind: 'misread',
    reason: 'the origin is a gateway with routes, not a folder of pages',
    until: nextReview,
  },
  {
    check: 'CKV2_AWS_47',
    type: 'aws_cloudfront_distribution',
    where: /\/edge\//,
    kind: 'other-means',
    reason:
      'the rules for Log4j are on; the list of anonymous addresses, which the check wants too, would refuse programs of customers in data centres and the health checks',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_91',
    type: 'aws_lb',
    where: /\/edge\//,
    kind: 'other-means',
    reason: 'it takes requests of CloudFront alone, which logs each; its own logs take no key of ours',
    until: nextReview,
  },
  {
    check: 'CKV2_AWS_39',
    type: 'aws_route53_zone',
    where: /\/edge\//,
    kind: 'other-means',
    reason:
      'Route 53 logs queries to the United States only, outside the jurisdiction; the firewall logs every request',
    until: nextReview,
  },
  {
    check: 'CKV2_AWS_23',
    type: 'aws_route53_record',
    where: /\/edge\//,
    kind: 'misread',
    reason: 'the record names the edge of a site on another cloud',
    until: nextReview,
  },
  // Google Cloud
  {
    check: 'CKV_GCP_6',
    type: 'google_sql_database_instance',
    kind: 'misread',
    reason:
      'ssl_mode is ENCRYPTED_ONLY: connections without TLS are refused. The check asks for client certificates, which the other clouds do not know',
    until: nextReview,
  },
  {
    check: 'CKV_GCP_12',
    type: 'google_container_cluster',
    kind: 'misread',
    reason: 'Dataplane V2 enforces network policies by itself; the older switch excludes it',
    until: nextReview,
  },
  {
    check: 'CKV_GCP_54',
    type: 'google_sql_database_instance',
    kind: 'misread',
    reason: 'the check breaks on JSON; log_lock_waits is on',
    until: nextReview,
  },
  {
    check: 'CKV_GCP_57',
    type: 'google_sql_database_instance',
    kind: 'misread',
    reason: 'the check breaks on JSON; log_min_duration_statement is -1',
    until: nextReview,
  },
  {
    check: 'CKV2_GCP_13',
    type: 'google_sql_database_instance',
    kind: 'other-means',
    reason: 'Query Insights has the time of every statement; a line of log for each would cost more than it tells',
    until: nextReview,
  },
  {
    check: 'CKV_GCP_62',
    type: 'google_storage_bucket',
    kind: 'other-means',
    reason:
      'reads and writes of buckets are in the audit logs of data access, which the site keeps; usage logs are older and coarser',
    until: nextReview,
  },
  {
    check: 'CKV_GCP_78',
    type: 'google_storage_bucket',
    where: /\.(serving_trail|databases_buckets-keepsakes)_bucket_/,
    kind: 'other-means',
    reason:
      'its objects are locked: none is replaced or deleted before its day, and a bucket has a retention policy instead of versions',
    until: nextReview,
  },
  {
    check: 'CKV_GCP_79',
    type: 'google_sql_database_instance',
    kind: 'environment',
    reason: 'the major version is pinned in the environment, the same on every cloud, and supported for years',
    until: nextReview,
  },
  {
    check: 'CKV_GCP_82',
    type: 'google_kms_crypto_key',
    where: /^dev\//,
    kind: 'environment',
    reason: protectionOff,
    until: nextReview,
  },
  {
    check: 'CKV_GCP_117',
    type: 'google_project_iam_member',
    where: /\.state_ci_(plan|apply)-roles--viewer_/,
    kind: 'later',
    reason:
      'planning reads everything and writes nothing; a list of the permissions that the stacks use is to replace it',
    until: nextHalf,
  },
  {
    check: 'CKV_GCP_125',
    type: 'google_iam_workload_identity_pool_provider',
    kind: 'misread',
    reason: 'the condition names the two subjects that may sign in, as a list; the check knows single comparisons only',
    until: nextReview,
  },
  {
    check: 'CKV_GCP_41',
    type: 'google_project_iam_member',
    where: /\.state_ci_apply-roles--iamserviceAccountUser_/,
    kind: 'other-means',
    reason: unnamedYet,
    until: nextReview,
  },
  {
    check: 'CKV_GCP_49',
    type: 'google_project_iam_member',
    where: /\.state_ci_apply-roles--iamserviceAccount(Admin|User)_/,
    kind: 'other-means',
    reason: unnamedYet,
    until: nextReview,
  },
  {
    check: 'CKV_GCP_78',
    type: 'google_storage_bucket',
    where: /\/governance\//,
    kind: 'other-means',
    reason:
      'nobody writes over or deletes a file of the record before its retention is over; there are no versions to keep',
    until: nextReview,
  },
  // Azure
  {
    check: 'CKV_AZURE_20',
    type: 'azurerm_security_center_contact',
    kind: 'other-means',
    reason: 'alerts are mailed, to the pager as well; a telephone number would stand in Git',
    until: nextReview,
  },
  {
    check: 'CKV2_AZURE_33',
    type: 'azurerm_storage_account',
    where: /\/governance\//,
    kind: 'other-means',
    reason: 'made before the site has a network, and closed to all of them: services of Azure alone reach the trail',
    until: nextReview,
  },
  {
    check: 'CKV2_AZURE_21',
    type: 'azurerm_storage_container',
    kind: 'misread',
    reason: 'diagnostic settings send StorageRead to the archive of the site; the check knows Log Analytics only',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_33',
    type: 'azurerm_storage_account',
    kind: 'misread',
    reason: 'no account has a queue; the classic log that is asked for is replaced by diagnostic settings',
    until: nextReview,
  },
  {
    check: 'CKV2_AZURE_32',
    type: 'azurerm_key_vault',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV2_AZURE_33',
    type: 'azurerm_storage_account',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_59',
    type: 'azurerm_storage_account',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_109',
    type: 'azurerm_key_vault',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_189',
    type: 'azurerm_key_vault',
    where: /\/state\//,
    kind: 'other-means',
    reason: firstStack,
    until: nextHalf,
  },
  {
    check: 'CKV2_AZURE_38',
    type: 'azurerm_storage_account',
    where: /\/data\/azurerm_storage_account\.\w+_shared_files_account_/,
    kind: 'misread',
    reason:
      'the check looks at objects, of which an account of shared files has none; a deleted share comes back for 30 days',
    until: nextReview,
  },
  {
    check: 'CKV2_AZURE_40',
    type: 'azurerm_storage_account',
    where: /\/network\/azurerm_storage_account\.network_logs_flows_/,
    kind: 'other-means',
    reason: 'flow logs sign in with keys of the account: the provider can give them no identity. It holds nothing else',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_206',
    type: 'azurerm_storage_account',
    kind: 'later',
    reason: 'accounts have copies in three zones; one in another region belongs to the recovery site',
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_136',
    type: 'azurerm_postgresql_flexible_server',
    kind: 'later',
    reason: 'backups in another region belong to the recovery site, in the region that it is in',
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_12',
    type: 'azurerm_network_watcher_flow_log',
    kind: 'misread',
    reason: 'the lifecycle policy of the account deletes them, after auditLogRetentionDays',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_40',
    type: 'azurerm_key_vault_key',
    kind: 'other-means',
    reason: 'keys rotate every 90 days by their policy; one that expired would lock disks and databases with it',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_41',
    type: 'azurerm_key_vault_secret',
    kind: 'later',
    reason: 'an apply replaces values, both ends at once; a date by itself would only stop the services that read them',
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_4',
    type: 'azurerm_kubernetes_cluster',
    kind: 'other-means',
    reason:
      'the logs of the control plane go to the archive of the site, metrics and logs of pods to its own monitoring',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_116',
    type: 'azurerm_kubernetes_cluster',
    kind: 'other-means',
    reason: 'Pod Security admission enforces `restricted` in every namespace, on all clouds alike',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_172',
    type: 'azurerm_kubernetes_cluster',
    kind: 'other-means',
    reason: 'the driver is not installed: External Secrets copies secrets, and reads them again every 15 minutes',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_226',
    type: 'azurerm_kubernetes_cluster',
    kind: 'other-means',
    reason:
      'disks of nodes are managed ones, encrypted with the key of the site; few machine sizes have room for others',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_232',
    type: 'azurerm_kubernetes_cluster',
    where: /^staging\//,
    kind: 'environment',
    reason: 'where machines are made for pods, what asks for the first one must start on the system pool',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_164',
    type: 'azurerm_container_registry',
    kind: 'later',
    reason:
      'content trust is no longer offered to new registries; signatures of images are to be checked when pods are admitted',
    until: nextHalf,
  },
  {
    check: 'CKV_AZURE_165',
    type: 'azurerm_container_registry',
    kind: 'other-means',
    reason:
      'every site has a registry of its own, in its region: a site that takes over does not pull from the lost one',
    until: nextReview,
  },
  {
    check: 'CKV_AZURE_166',
    type: 'azurerm_container_registry',
    kind: 'other-means',
    reason: 'quarantine holds back every image until a program releases it, those that are mirrored on demand, too',
    until: nextHalf,
  },
];
