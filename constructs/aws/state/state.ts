import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import { type AwsSite, automaticPools } from '../../../environments/model';
import { spotRoleArn } from '../cluster/karpenter-grants';
import { machineRoleParts } from '../cluster/node-classes';
import { AwsKey } from '../data/key';
import { policyDocument, type Statement } from '../iam';
import {
  accessLogBucketName,
  accountArn,
  boundaryName,
  inventoryPrefix,
  roleName,
  rolePath,
  stateBucketName,
  stateKeyName,
  trustPath,
} from '../names';
import { abortUploads, expireVersions, keptFor, PrivateBucket } from '../private-bucket';
import { AwsCiTrust } from './ci-trust';

export interface AwsStateProps {
  readonly site: AwsSite;
}

/** Superseded states stay restorable this long. */
const versionRetentionDays = 365;

/** What Karpenter needs beyond the rest: to start machines with the one role that is made for them. */
const machineMakers = (site: AwsSite): Statement[] => [
  {
    sid: 'Machines',
    actions: ['iam:PassRole'],
    resources: [accountArn(site, `role${rolePath(site)}${roleName(site, ...machineRoleParts)}`)],
    conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
  },
  {
    sid: 'MachineProfiles',
    actions: ['iam:GetInstanceProfile', 'iam:ListInstanceProfiles'],
    resources: [accountArn(site, 'instance-profile/*')],
  },
  { sid: 'SpotMachines', actions: ['iam:CreateServiceLinkedRole'], resources: [spotRoleArn(site)] },
];

/**
 * What comes first in an account: the bucket and key of the remote state, the bucket that logs who asked buckets for
 * what, the boundary that no role of the site can cross, and the trust of the pipeline. S3 locks by itself, so there is
 * no table of locks.
 */
export class AwsState extends Construct {
  constructor(scope: Construct, id: string, { site }: AwsStateProps) {
    super(scope, id);
    const key = new AwsKey(this, 'key', {
      site,
      name: stateKeyName,
      description: `Terraform state of ${site.name}`,
    });
    const accessLogs = this.accessLogs(site);
    const bucket = new PrivateBucket(this, 'bucket', {
      site,
      name: stateBucketName(site),
      key,
      lifecycleRules: [abortUploads(), expireVersions(versionRetentionDays)],
      accessLogs: true,
      accessLogsAfter: accessLogs.ready,
    });
    this.boundary(site, bucket.arn);
    if (site.ci)
      new AwsCiTrust(this, 'ci', { site, trust: site.ci, stateBucketArn: bucket.arn, stateKeyId: key.keyId });
  }

  private accessLogs(site: AwsSite): PrivateBucket {
    const name = accessLogBucketName(site);
    return new PrivateBucket(this, 'access-logs', {
      site,
      name,
      lifecycleRules: keptFor(site.auditLogRetentionDays),
      statements: [
        {
          sid: 'Delivery',
          actions: ['s3:PutObject'],
          resources: [`arn:aws:s3:::${name}/*`],
          principals: { Service: 'logging.s3.amazonaws.com' },
          conditions: { StringEquals: { 'aws:SourceAccount': site.accountId } },
        },
        ...(site.bucketInventory === 'off'
          ? []
          : [
              {
                sid: 'Inventories',
                actions: ['s3:PutObject'],
                resources: [`arn:aws:s3:::${name}/${inventoryPrefix}/*`],
                principals: { Service: 's3.amazonaws.com' },
                conditions: { StringEquals: { 'aws:SourceAccount': site.accountId } },
              },
            ]),
      ],
      accessLogs: false,
    });
  }

  /** Roles that stacks make may be given less than this, never more: nothing about identities, nothing about the state. */
  private boundary(site: AwsSite, stateBucketArn: string): void {
    new IamPolicy(this, 'boundary', {
      name: boundaryName(site),
      path: trustPath(site),
      description: `The most that a role of ${site.name} can do`,
      policy: policyDocument([
        { sid: 'Most', notActions: ['account:*', 'iam:*', 'organizations:*', 'sts:*'], resources: ['*'] },
        {
          sid: 'LoadBalancers',
          actions: ['iam:CreateServiceLinkedRole'],
          resources: [accountArn(site, 'role/aws-service-role/elasticloadbalancing.amazonaws.com/*')],
        },
        ...(automaticPools(site).length > 0 ? machineMakers(site) : []),
        { sid: 'NoState', effect: 'Deny', actions: ['s3:*'], resources: [stateBucketArn, `${stateBucketArn}/*`] },
      ]),
    });
  }
}
