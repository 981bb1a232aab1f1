import type { AccessEvidence } from '../../contracts';

/** By its description: long names are shortened. */
const roleOf = (title: string) =>
  ({ in: 'state', type: 'aws_iam_role', where: { path: 'description', matches: new RegExp(`^${title} of`) } }) as const;
const grantsOf = (roles: string) =>
  ({
    in: 'state',
    type: 'aws_iam_role_policy',
    path: 'policy',
    where: { path: 'name', matches: new RegExp(`^(${roles})$`) },
  }) as const;
const policiesOf = (role: string) =>
  ({
    in: 'state',
    type: 'aws_iam_role_policy_attachment',
    path: 'policy_arn',
    where: { path: 'role', matches: new RegExp(`\\.people_${role}_`) },
  }) as const;

const rule = { in: 'state', type: 'aws_cloudwatch_event_rule' } as const;
const isReader = /\/(SecurityAudit|job-function\/ViewOnlyAccess)$/;
const noContent =
  /"Sid":"NoContent","Effect":"Deny","Action":\[(?=[^\]]*"kms:Decrypt")(?=[^\]]*"s3:GetObject\*")(?=[^\]]*"secretsmanager:GetSecretValue")[^\]]*\],"Resource":"\*"\}/;
/** No action that is allowed writes, creates or deletes, or speaks of identities or keys. */
const onlyLooks =
  /^(?!.*"Effect":"Allow","Action":\[[^\]]*"(iam:|kms:|[a-z0-9-]+:(Create|Delete|Put|Modify|Update|Reboot|Terminate|Set)))/;
const onlyRestarts =
  /^(?!.*"Effect":"Allow","Action":\[[^\]]*"(iam:|kms:|s3:|secretsmanager:|[a-z0-9-]+:(Create|Delete|Put)))/;

/** Where AWS shows what people may do. */
export const accessEvidence: AccessEvidence = {
  'access.viewers-read-only': [
    { ...policiesOf('viewer'), is: { matches: isReader } },
    { ...grantsOf('viewer'), is: { matches: onlyLooks } },
    { ...roleOf('Viewers'), path: 'permissions_boundary', is: { present: true } },
  ],
  'access.no-secrets': [{ ...grantsOf('viewer|operator'), is: { matches: noContent } }],
  'access.operators-limited': [
    { ...policiesOf('operator'), is: { matches: isReader } },
    { ...grantsOf('operator'), is: { matches: onlyRestarts } },
    {
      ...grantsOf('operator'),
      is: { matches: /"Sid":"Restart".*?"Condition":\{"StringEquals":\{"aws:ResourceTag\/site":"[^"]+"\}\}/ },
    },
    { ...roleOf('Operators'), path: 'permissions_boundary', is: { present: true } },
  ],
  'access.cluster-groups': [
    {
      in: 'cluster',
      type: 'aws_eks_access_entry',
      path: 'kubernetes_groups[]',
      is: { matches: /^evenkeel:(viewers|operators)$/ },
      where: { path: 'kubernetes_groups[]', matches: /./ },
    },
  ],
  'access.break-glass-limited': [{ ...roleOf('Break glass'), path: 'max_session_duration', is: { equals: 3600 } }],
  'access.break-glass-second-factor': [
    {
      ...roleOf('Break glass'),
      path: 'assume_role_policy',
      is: { matches: /^(?!.*"Sid":"Roles").*"Condition":\{"Bool":\{"aws:MultiFactorAuthPresent":"true"\}/ },
    },
  ],
  'access.break-glass-watched': [
    { ...rule, path: 'event_pattern', is: { matches: /"eventName":\["AssumeRole"\].*"suffix":"\/[^"]+"/ } },
    { in: 'state', type: 'aws_cloudwatch_event_target', path: 'arn', is: { matches: /aws_sns_topic\./ } },
    { in: 'state', type: 'aws_sns_topic_subscription', path: 'endpoint', is: { present: true } },
    { in: 'state', type: 'aws_sns_topic', path: 'kms_master_key_id', is: { matches: /aws_kms_key\./ } },
    {
      in: 'state',
      type: 'aws_sns_topic_policy',
      path: 'policy',
      is: { matches: /"Action":\["sns:Publish"\].*"Sid":"TlsOnly","Effect":"Deny"/ },
    },
    // It may do everything but quieten this.
    {
      ...grantsOf('break-glass'),
      is: { matches: /"Sid":"KeepTheRecord","Effect":"Deny","Action":\[[^\]]*"events:DisableRule"/ },
    },
    {
      ...roleOf('Break glass'),
      path: 'assume_role_policy',
      is: { matches: /"aws:RequestedRegion":"[a-z0-9-]+","sts:RoleSessionName":"\$\$\{aws:username\}"/ },
    },
  ],
};
