import type { AwsSite, HumanRole } from '../../../environments/model';
import type { Statement } from '../iam';
import { humanRoleArn, regionalArn, siteScoped } from '../names';
import { planPolicies } from './ci-reads';

/** Amazon's own policies of each role. */
export const humanPolicies: Readonly<Record<HumanRole, readonly string[]>> = {
  viewer: planPolicies,
  operator: planPolicies,
  'break-glass': ['AdministratorAccess'],
};

/** The private way to the API server (see `AwsAccessHost`): one kind of session, on one machine. */
const accessHost = (site: AwsSite): Statement[] => [
  {
    sid: 'AccessHost',
    actions: ['ssm:StartSession'],
    resources: [regionalArn(site, 'ec2', 'instance/*')],
    conditions: { StringEquals: { 'ssm:resourceTag/Name': siteScoped(site, 'access') } },
  },
  {
    sid: 'PortForwarding',
    actions: ['ssm:StartSession'],
    resources: [`arn:aws:ssm:${site.region}::document/AWS-StartPortForwardingSessionToRemoteHost`],
  },
];

/** Measures and logs, which Amazon's policies of readers leave out. */
const observe: Statement = {
  sid: 'Observe',
  actions: [
    'cloudwatch:Describe*',
    'cloudwatch:Get*',
    'cloudwatch:List*',
    'eks:AccessKubernetesApi',
    'eks:DescribeCluster',
    'logs:FilterLogEvents',
    'logs:Get*',
    'logs:StartQuery',
    'logs:StopQuery',
  ],
  resources: ['*'],
};

/** Whatever a policy of Amazon's may come to allow: no value of a secret, no content of a store, no key. */
const noContent: Statement = {
  sid: 'NoContent',
  effect: 'Deny',
  actions: [
    'athena:GetQueryResults*',
    'kms:Decrypt',
    'kms:ReEncrypt*',
    'rds-db:connect',
    'rds:DownloadDBLogFilePortion',
    's3:GetObject*',
    'secretsmanager:BatchGetSecretValue',
    'secretsmanager:GetSecretValue',
    'ssm:GetParameter*',
  ],
  resources: ['*'],
};

/** To start again and to scale what carries the site's tag; nothing is deleted but machines that come back. */
const restart = (site: AwsSite): Statement => ({
  sid: 'Restart',
  actions: [
    'autoscaling:SetDesiredCapacity',
    'autoscaling:StartInstanceRefresh',
    'autoscaling:TerminateInstanceInAutoScalingGroup',
    'ec2:RebootInstances',
    'eks:UpdateNodegroupConfig',
    'elasticache:RebootCacheCluster',
    'elasticache:TestFailover',
    'kafka:RebootBroker',
    'rds:RebootDBInstance',
    'rds:StartDBInstance',
  ],
  resources: ['*'],
  conditions: { StringEquals: { 'aws:ResourceTag/site': site.name } },
});

/** The record of what was done stays, and so does who may do it. */
const keepTheRecord = (site: AwsSite): Statement => ({
  sid: 'KeepTheRecord',
  effect: 'Deny',
  actions: [
    'cloudtrail:DeleteTrail',
    'cloudtrail:PutEventSelectors',
    'cloudtrail:StopLogging',
    'cloudtrail:UpdateTrail',
    'events:DeleteRule',
    'events:DisableRule',
    'events:RemoveTargets',
    'iam:AttachRolePolicy',
    'iam:DeleteRolePolicy',
    'iam:PutRolePolicy',
    'iam:UpdateAssumeRolePolicy',
    'iam:UpdateRole',
  ],
  resources: [
    humanRoleArn(site, 'break-glass'),
    regionalArn(site, 'events', `rule/${siteScoped(site, 'break-glass')}`),
    `arn:aws:cloudtrail:*:${site.accountId}:trail/*`,
  ],
});

/** What each role may do beside Amazon's own policies. */
export function humanGrants(site: AwsSite, role: HumanRole): Statement[] {
  if (role === 'break-glass') return [keepTheRecord(site)];
  return [observe, ...accessHost(site), ...(role === 'operator' ? [restart(site)] : []), noContent];
}
