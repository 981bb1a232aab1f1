import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { CloudKeyProvider, EncryptionKey, NeedRequest } from '../../contracts';
import { policyDocument, type Statement } from '../iam';
import { accountArn, keyAlias, regionalArn } from '../names';
import type { AwsTypes } from '../types';
import { copySealers } from './bucket-replication';

/** A new version every 90 days; the old ones go on decrypting. */
const rotationPeriodDays = 90;

export interface AwsKeyProps {
  readonly site: AwsSite;
  /** Last part of its alias, `alias/evenkeel/<site>/<name>`. */
  readonly name: string;
  readonly description: string;
  /** Services and roles that use the key by themselves. Default: who IAM allows. */
  readonly users?: readonly Statement[];
}

/** CloudWatch Logs may use the key for log groups of the site's account. */
export const logUsers = (site: AwsSite): Statement[] => [
  {
    sid: 'Logs',
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: ['*'],
    principals: { Service: `logs.${site.region}.amazonaws.com` },
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': regionalArn(site, 'logs', 'log-group:*') },
    },
  },
];

/**
 * Services that start machines whose disks are encrypted with the key. By the caller's name and not as a principal: in a
 * fresh account their roles do not exist yet, and KMS refuses principals it does not know.
 * @param roles ARNs, by a name of letters for the statement
 */
export const machineStarters = (site: AwsSite, roles: Readonly<Record<string, string>>): Statement[] =>
  Object.entries(roles).flatMap(([sid, role]): Statement[] => {
    const callers = { 'kms:CallerAccount': site.accountId, 'aws:PrincipalArn': role };
    return [
      {
        sid,
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        principals: { AWS: '*' },
        conditions: { StringEquals: callers },
      },
      {
        sid: `${sid}Grants`,
        actions: ['kms:CreateGrant'],
        resources: ['*'],
        principals: { AWS: '*' },
        conditions: { StringEquals: callers, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ];
  });

/** Auto Scaling's own role in the account. */
export const autoscalingRoleArn = (site: Pick<AwsSite, 'accountId'>): string =>
  accountArn(site, 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling');

/**
 * A symmetric key of the site's own: rotated, the stated days between the request to delete it and its end, and no way for
 * Terraform to delete it while the site is protected. Its account decides by IAM who may use it.
 */
export class AwsKey extends Construct implements EncryptionKey {
  /** ARN. */
  readonly keyId: string;

  constructor(scope: Construct, id: string, props: AwsKeyProps) {
    super(scope, id);
    const { site, users = [] } = props;
    const key = new KmsKey(this, 'key', {
      description: props.description,
      enableKeyRotation: true,
      rotationPeriodInDays: rotationPeriodDays,
      deletionWindowInDays: site.recoveryDays,
      policy: policyDocument([
        { sid: 'Account', actions: ['kms:*'], resources: ['*'], principals: { AWS: accountArn(site, 'root') } },
        ...users,
      ]),
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    new KmsAlias(this, 'alias', { name: keyAlias(site, props.name), targetKeyId: key.keyId });
    this.keyId = key.arn;
  }
}

const keyName = ({ service, name }: Pick<NeedRequest, 'service' | 'name'>): string => `${service}-${name}`;

/** A key of the service's own. */
export const key: CloudKeyProvider<AwsTypes> = {
  bind: (request) => ({ name: keyAlias(request.site, keyName(request)) }),
  manifests: () => {},
  provision: (scope, request) =>
    new AwsKey(scope, 'key', {
      site: request.site,
      name: keyName(request),
      description: `Data of ${request.service} on ${request.site.name}`,
      users: copySealers(request.site),
    }),
};
