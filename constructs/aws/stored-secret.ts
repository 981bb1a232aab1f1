import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Construct } from 'constructs';
import type { AwsSite } from '../../environments/model';
import type { AwsKey } from './data/key';
import { policyDocument } from './iam';
import type { AwsGrant } from './types';

export interface AwsStoredSecretProps {
  readonly site: AwsSite;
  readonly name: string;
  readonly description: string;
  readonly key: AwsKey;
  /** Terraform expression of an ephemeral value: written, never stored in state. Default: a person fills it in. */
  readonly value?: string;
  /** Raise it to write the value anew. Default: 1. */
  readonly valueVersion?: number;
}

/** One secret in Secrets Manager, encrypted with an own key and closed to every other account. */
export class AwsStoredSecret extends Construct {
  /** Reading this secret, nothing else. */
  readonly readers: readonly AwsGrant[];

  constructor(scope: Construct, id: string, props: AwsStoredSecretProps) {
    super(scope, id);
    const { site, key } = props;
    const secret = new SecretsmanagerSecret(this, 'secret', {
      name: props.name,
      description: props.description,
      kmsKeyId: key.keyId,
      recoveryWindowInDays: site.recoveryDays,
      policy: policyDocument([
        {
          sid: 'OtherAccounts',
          effect: 'Deny',
          actions: ['secretsmanager:*'],
          resources: ['*'],
          principals: { AWS: '*' },
          conditions: { StringNotEquals: { 'aws:PrincipalAccount': site.accountId } },
        },
      ]),
    });
    if (props.value !== undefined) {
      new SecretsmanagerSecretVersion(this, 'version', {
        secretId: secret.id,
        secretStringWo: props.value,
        secretStringWoVersion: props.valueVersion ?? 1,
      });
    }
    this.readers = [
      { actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], resources: [secret.arn] },
      {
        actions: ['kms:Decrypt'],
        resources: [key.keyId],
        conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${site.region}.amazonaws.com` } },
      },
    ];
  }
}
