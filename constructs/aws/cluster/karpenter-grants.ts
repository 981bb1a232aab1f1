import { type AwsSite, automaticPools } from '../../../environments/model';
import type { Statement } from '../iam';
import { accountArn, regionalArn } from '../names';

export interface KarpenterGrantsProps {
  readonly site: AwsSite;
  readonly queueArn: string;
  readonly nodeRoleArn: string;
  /** ARN of the key of node disks. */
  readonly diskKeyId: string;
}

const service = 'spot.amazonaws.com';

/** Spot's own role in the account, made with the first interruptible machine. */
export const spotRoleArn = (site: Pick<AwsSite, 'accountId'>): string =>
  accountArn(site, `role/aws-service-role/${service}/AWSServiceRoleForEC2Spot`);

const usesReservations = (site: AwsSite): boolean => automaticPools(site).some(({ reservation }) => reservation);

/**
 * What Karpenter may do, as its release 1.14 publishes it: machines and launch templates of this cluster only, told by
 * their tags. Left out of it are reservations where no pool has any, placement groups, which none asks for, and
 * everything that makes instance profiles: Terraform makes the one there is.
 * Source: karpenter.sh/v1.14/reference/cloudformation.
 */
export function karpenterGrants({ site, queueArn, nodeRoleArn, diskKeyId }: KarpenterGrantsProps): Statement[] {
  const owned = `kubernetes.io/cluster/${site.name}`;
  const ec2 = (resource: string): string => `arn:aws:ec2:${site.region}:*:${resource}/*`;
  const image = (resource: string): string => `arn:aws:ec2:${site.region}::${resource}/*`;
  const made = ['fleet', 'instance', 'volume', 'network-interface', 'launch-template', 'spot-instances-request'].map(
    ec2,
  );
  const anyPool = { 'aws:RequestTag/karpenter.sh/nodepool': '*' };
  const requested = { [`aws:RequestTag/${owned}`]: 'owned', 'aws:RequestTag/eks:eks-cluster-name': site.name };
  const ofCluster = {
    StringEquals: { [`aws:ResourceTag/${owned}`]: 'owned' },
    StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
  };
  const start = ['ec2:RunInstances', 'ec2:CreateFleet'];
  return [
    {
      actions: start,
      resources: [
        image('image'),
        image('snapshot'),
        ec2('security-group'),
        ec2('subnet'),
        ...(usesReservations(site) ? [ec2('capacity-reservation')] : []),
      ],
    },
    { actions: start, resources: [ec2('launch-template')], conditions: ofCluster },
    {
      actions: [...start, 'ec2:CreateLaunchTemplate'],
      resources: made,
      conditions: { StringEquals: requested, StringLike: anyPool },
    },
    {
      actions: ['ec2:CreateTags'],
      resources: made,
      conditions: {
        StringEquals: {
          ...requested,
          'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'],
        },
        StringLike: anyPool,
      },
    },
    {
      actions: ['ec2:CreateTags'],
      resources: [ec2('instance')],
      conditions: {
        ...ofCluster,
        StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': site.name },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'] },
      },
    },
    {
      actions: ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'],
      resources: [ec2('instance'), ec2('launch-template')],
      conditions: ofCluster,
    },
    {
      actions: [
        'ec2:DescribeCapacityReservations',
        'ec2:DescribeImages',
        'ec2:DescribeInstances',
        'ec2:DescribeInstanceStatus',
        'ec2:DescribeInstanceTypeOfferings',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplates',
        'ec2:DescribePlacementGroups',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSpotPriceHistory',
        'ec2:DescribeSubnets',
      ],
      // None of these can be narrowed to a resource.
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': site.region } },
    },
    { actions: ['ssm:GetParameter'], resources: [`arn:aws:ssm:${site.region}::parameter/aws/service/*`] },
    // Prices are kept in few regions, and are nobody's own.
    { actions: ['pricing:GetProducts'], resources: ['*'] },
    { actions: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'], resources: [queueArn] },
    { actions: ['eks:DescribeCluster'], resources: [regionalArn(site, 'eks', `cluster/${site.name}`)] },
    {
      actions: ['iam:PassRole'],
      resources: [nodeRoleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    },
    // It looks whether it left profiles behind.
    {
      actions: ['iam:GetInstanceProfile', 'iam:ListInstanceProfiles'],
      resources: [accountArn(site, 'instance-profile/*')],
    },
    {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [spotRoleArn(site)],
      conditions: { StringEquals: { 'iam:AWSServiceName': service } },
    },
    // Disks of the machines it starts.
    {
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncrypt*'],
      resources: [diskKeyId],
    },
    {
      actions: ['kms:CreateGrant'],
      resources: [diskKeyId],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
