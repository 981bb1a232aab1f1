import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { AwsSite, HumanRole } from '../../../environments/model';
import { breakGlassHours, humanRoles, peopleByRole } from '../../../environments/model/people';
import { AwsKey } from '../data/key';
import { policyDocument, type Statement } from '../iam';
import { boundaryArn, humanRoleName, managedPolicy, siteScoped, trustPath } from '../names';
import { humanGrants, humanPolicies } from './people-permissions';

export interface AwsPeopleProps {
  readonly site: AwsSite;
}

const titles: Readonly<Record<HumanRole, string>> = {
  viewer: 'Viewers',
  operator: 'Operators',
  'break-glass': 'Break glass',
};

const isUser = (arn: string): boolean => arn.includes(':user/');

/** Of users, IAM itself asks for the second factor; of roles, whoever let somebody have them has asked already. */
function trust(principals: readonly string[]): Statement[] {
  const [users, roles] = [principals.filter(isUser), principals.filter((arn) => !isUser(arn))];
  return [
    ...(roles.length > 0 ? [{ sid: 'Roles', actions: ['sts:AssumeRole'], principals: { AWS: roles } }] : []),
    ...(users.length > 0
      ? [
          {
            sid: 'Users',
            actions: ['sts:AssumeRole'],
            principals: { AWS: users },
            conditions: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
          },
        ]
      : []),
  ];
}

/** Under the own name, in the site's region: there, every use is seen. */
const watchedTrust = (site: AwsSite, users: readonly string[]): Statement[] => [
  {
    sid: 'Users',
    actions: ['sts:AssumeRole'],
    principals: { AWS: users },
    conditions: {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      // Two dollar signs are one in what Terraform writes.
      StringEquals: { 'aws:RequestedRegion': site.region, 'sts:RoleSessionName': '$${aws:username}' },
    },
  },
];

/**
 * Roles that people take on, an hour at a time. They lie beside the pipeline's own, where the pipeline cannot reach:
 * whoever can change what is applied cannot make themselves an administrator by it.
 */
export class AwsPeople extends Construct {
  constructor(scope: Construct, id: string, { site }: AwsPeopleProps) {
    super(scope, id);
    const people = peopleByRole(site.people);
    for (const role of humanRoles) {
      if (people[role].length > 0) this.role(site, role, people[role]);
    }
    this.watch(site);
  }

  private role(site: AwsSite, role: HumanRole, principals: readonly string[]): void {
    const isAll = role === 'break-glass';
    const made = new IamRole(this, role, {
      name: humanRoleName(site, role),
      path: trustPath(site),
      description: `${titles[role]} of ${site.name}`,
      maxSessionDuration: breakGlassHours * 3600,
      assumeRolePolicy: policyDocument(isAll ? watchedTrust(site, principals) : trust(principals)),
      ...(isAll ? {} : { permissionsBoundary: boundaryArn(site) }),
    });
    for (const policy of humanPolicies[role]) {
      new IamRolePolicyAttachment(this, `${role}-${policy.replace(/^.*\//, '')}`, {
        role: made.name,
        policyArn: managedPolicy(policy),
      });
    }
    new IamRolePolicy(this, `${role}-grants`, {
      name: role,
      role: made.name,
      policy: policyDocument(humanGrants(site, role)),
    });
  }

  /** A message to the site's contact whenever somebody takes on the role that may do everything. */
  private watch(site: AwsSite): void {
    const name = siteScoped(site, 'break-glass');
    const key = new AwsKey(this, 'alert-key', {
      site,
      name: 'break-glass',
      description: `Messages on who broke the glass of ${site.name}`,
      users: [
        {
          sid: 'Events',
          actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          resources: ['*'],
          principals: { Service: 'events.amazonaws.com' },
        },
      ],
    });
    const topic = new SnsTopic(this, 'alerts', { name, kmsMasterKeyId: key.keyId });
    new SnsTopicPolicy(this, 'alerts-policy', {
      arn: topic.arn,
      policy: policyDocument([
        {
          sid: 'Events',
          actions: ['sns:Publish'],
          resources: [topic.arn],
          principals: { Service: 'events.amazonaws.com' },
        },
        {
          sid: 'TlsOnly',
          effect: 'Deny',
          actions: ['sns:Publish'],
          resources: [topic.arn],
          principals: { AWS: '*' },
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
    new SnsTopicSubscription(this, 'contact', { topicArn: topic.arn, protocol: 'email', endpoint: site.contact });
    const rule = new CloudwatchEventRule(this, 'use', {
      name,
      description: `Somebody broke the glass of ${site.name}`,
      eventPattern: JSON.stringify({
        source: ['aws.sts'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: {
          eventName: ['AssumeRole'],
          requestParameters: { roleArn: [{ suffix: `/${humanRoleName(site, 'break-glass')}` }] },
        },
      }),
    });
    new CloudwatchEventTarget(this, 'use-target', { rule: rule.name, targetId: 'contact', arn: topic.arn });
  }
}
