import { nextHalf, nextReview, protectionOff } from './exemption-words';
import type { ScanExemption } from './scan';

const nothingToTell = 'nothing waits for events of these buckets; where something does, its service asks for them';

/** Failed checks of stacks on AWS that stand. */
export const awsExemptions: readonly ScanExemption[] = [
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
    kind: 'other-means',
    reason:
      'copies on other sites are made by the recovery stack and by jobs, for the data whose loss is promised to be made good',
    until: nextReview,
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
    reason:
      'the public name moves to the edge of another site; origin groups pass on no request that changes something',
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
    check: 'CKV2_AWS_76',
    type: 'aws_lb',
    where: /\/edge\//,
    kind: 'other-means',
    reason:
      'before a further site; the rules for Log4j are on, and the list of anonymous addresses is left out for the same programs',
    until: nextReview,
  },
  {
    check: 'CKV_AWS_91',
    type: 'aws_lb',
    where: /\/edge\//,
    kind: 'other-means',
    reason: 'CloudFront or the firewall before it logs each request; its own logs take no key of ours',
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
    reason: 'the record names the edge of a site',
    until: nextReview,
  },
];
