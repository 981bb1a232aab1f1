import type { AwsSite } from '../../../environments/model';
import { detectionOf, keepsAccount, keepsOrganisationTrail } from '../../contracts';
import { trailArn } from '../governance/audit-trail';
import type { Statement } from '../iam';
import { accountArn, regionalArn, rolePath, siteScoped } from '../names';

/** Services whose own roles detection makes, or has made, in the account. */
const ownRoles = [
  'access-analyzer.amazonaws.com',
  'config.amazonaws.com',
  'guardduty.amazonaws.com',
  'malware-protection.guardduty.amazonaws.com',
  'securityhub.amazonaws.com',
];

/** The one that lets members write: a trail of an organisation has CloudTrail make it. */
const organisationRole = 'cloudtrail.amazonaws.com';

/** Settings of one account and region, which have no names of their own; findings and records stay closed. */
const accountSettings = [
  'access-analyzer:CreateAnalyzer',
  'access-analyzer:DeleteAnalyzer',
  'access-analyzer:GetAnalyzer',
  'access-analyzer:ListTagsForResource',
  'access-analyzer:TagResource',
  'access-analyzer:UntagResource',
  'cloudtrail:DescribeTrails',
  'config:DeleteConfigRule',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
  'config:DeleteRetentionConfiguration',
  'config:Describe*',
  'config:ListTagsForResource',
  'config:PutConfigRule',
  'config:PutConfigurationRecorder',
  'config:PutDeliveryChannel',
  'config:PutRetentionConfiguration',
  'config:StartConfigurationRecorder',
  'config:StopConfigurationRecorder',
  'config:TagResource',
  'config:UntagResource',
  'guardduty:CreateDetector',
  'guardduty:DeleteDetector',
  'guardduty:GetDetector',
  'guardduty:ListDetectors',
  'guardduty:ListTagsForResource',
  'guardduty:TagResource',
  'guardduty:UntagResource',
  'guardduty:UpdateDetector',
  'securityhub:BatchDisableStandards',
  'securityhub:BatchEnableStandards',
  'securityhub:DescribeHub',
  'securityhub:DisableSecurityHub',
  'securityhub:EnableSecurityHub',
  'securityhub:GetEnabledStandards',
  'securityhub:UpdateSecurityHubConfiguration',
] as const;

/** Reads that Terraform makes of what watches the account and Amazon's two policies leave out. */
export const governanceReads = (site: AwsSite): Statement[] =>
  detectionOf(site)
    ? [
        {
          sid: 'Watching',
          actions: [
            'cloudtrail:GetEventSelectors',
            'cloudtrail:GetTrail',
            'cloudtrail:GetTrailStatus',
            'cloudtrail:ListTags',
            'cloudwatch:ListTagsForResource',
            'config:Describe*',
            'config:ListTagsForResource',
            'events:ListTagsForResource',
            'guardduty:GetDetector',
            'guardduty:ListTagsForResource',
            'securityhub:DescribeHub',
            'securityhub:GetEnabledStandards',
            'sns:GetSubscriptionAttributes',
            'sns:GetTopicAttributes',
            'sns:ListTagsForResource',
          ],
          resources: ['*'],
        },
      ]
    : [];

/** The trail, and what looks into it: of the first site of an account. */
const trailStatements = (site: AwsSite): Statement[] => [
  {
    sid: 'Trail',
    actions: [
      'cloudtrail:AddTags',
      'cloudtrail:CreateTrail',
      'cloudtrail:DeleteTrail',
      'cloudtrail:Get*',
      'cloudtrail:ListTags',
      'cloudtrail:PutEventSelectors',
      'cloudtrail:RemoveTags',
      'cloudtrail:StartLogging',
      'cloudtrail:StopLogging',
      'cloudtrail:UpdateTrail',
    ],
    resources: [trailArn(site)],
  },
  {
    sid: 'Alarms',
    actions: [
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:ListTagsForResource',
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
    ],
    resources: [regionalArn(site, 'cloudwatch', `alarm:${siteScoped(site, '*')}`)],
  },
  {
    sid: 'TrailWriter',
    actions: ['iam:PassRole'],
    resources: [accountArn(site, `role${rolePath(site)}*`)],
    conditions: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
  },
];

/**
 * What the pipeline may change of what holds for the whole account. It makes what watches it, so that it may also stop
 * it: the alert `trailChange` tells of that, and what was written stays locked.
 */
export function governanceStatements(site: AwsSite): Statement[] {
  if (!detectionOf(site)) return [];
  const name = (part: string): string => siteScoped(site, part);
  return [
    { sid: 'AccountSettings', actions: accountSettings, resources: ['*'] },
    ...(keepsAccount(site) ? trailStatements(site) : []),
    {
      sid: 'Topic',
      actions: [
        'sns:CreateTopic',
        'sns:DeleteTopic',
        'sns:Get*',
        'sns:ListSubscriptionsByTopic',
        'sns:ListTagsForResource',
        'sns:SetSubscriptionAttributes',
        'sns:SetTopicAttributes',
        'sns:Subscribe',
        'sns:TagResource',
        'sns:Unsubscribe',
        'sns:UntagResource',
      ],
      resources: [regionalArn(site, 'sns', name('alerts'))],
    },
    {
      sid: 'OwnRoles',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [accountArn(site, 'role/aws-service-role/*')],
      conditions: {
        StringEquals: {
          'iam:AWSServiceName': keepsOrganisationTrail(site) ? [...ownRoles, organisationRole] : ownRoles,
        },
      },
    },
    ...(keepsOrganisationTrail(site)
      ? [
          {
            // CloudTrail asks in the name of who makes the trail whether it may speak for the organisation.
            sid: 'OrganisationTrail',
            actions: ['organizations:DescribeOrganization', 'organizations:ListAWSServiceAccessForOrganization'],
            resources: ['*'],
          },
        ]
      : []),
    {
      // Only the making of such a role names its service; the end of one is known by its path.
      sid: 'EndOfOwnRoles',
      actions: ['iam:DeleteServiceLinkedRole', 'iam:GetServiceLinkedRoleDeletionStatus'],
      resources: ownRoles.map((service) => accountArn(site, `role/aws-service-role/${service}/*`)),
    },
    {
      sid: 'Recorder',
      actions: ['iam:PassRole'],
      resources: [accountArn(site, 'role/aws-service-role/config.amazonaws.com/*')],
      conditions: { StringEquals: { 'iam:PassedToService': 'config.amazonaws.com' } },
    },
  ];
}
