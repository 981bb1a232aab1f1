import { DataAwsKmsKey } from '@cdktf/provider-aws/lib/data-aws-kms-key';
import { Construct } from 'constructs';
import type { AdoptedKeyName, AwsSite } from '../../../environments/model';
import type { EncryptionKey } from '../../contracts';
import { type AdoptedCheck, adoptedLifecycle } from '../../terraform/adopted';
import { AwsKey, type AwsKeyProps } from './key';

const checks: readonly AdoptedCheck[] = [
  {
    holds: 'self.enabled && self.key_state == "Enabled"',
    message: 'the key is disabled or about to be deleted',
    got: 'self.key_state',
    fix: 'let its owner enable it, or adopt another key',
  },
  {
    holds: 'self.key_usage == "ENCRYPT_DECRYPT" && self.key_spec == "SYMMETRIC_DEFAULT"',
    message: "AWS's services encrypt with symmetric keys only",
    got: 'self.key_spec',
    fix: 'adopt a symmetric key for encryption',
  },
  {
    holds: 'self.key_manager == "CUSTOMER"',
    message: 'the key is one of AWS, which nobody outside can guard',
    got: 'self.key_manager',
    fix: 'adopt a key that the organisation manages',
  },
  {
    holds: 'contains(["AWS_KMS", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"], self.origin)',
    message: 'the material of the key was brought along, so it can expire and does not rotate',
    got: 'self.origin',
    fix: 'adopt a key that KMS, CloudHSM or an external key store made',
  },
];

export interface AwsAdoptedKeyProps {
  readonly site: AwsSite;
  /** Behind `adopt.` in the file of the environment. */
  readonly place: `keys.${AdoptedKeyName}` | 'cluster.disks';
  readonly arn: string;
}

/**
 * A key of somebody else, in the site's region and perhaps in an account of its own. Its policy, its aliases and its
 * rotation are its owner's; a plan stops where it is not fit for use.
 */
export class AwsAdoptedKey extends Construct implements EncryptionKey {
  /** ARN. */
  readonly keyId: string;

  constructor(scope: Construct, id: string, { site, place, arn }: AwsAdoptedKeyProps) {
    super(scope, id);
    this.keyId = new DataAwsKmsKey(this, 'key', {
      keyId: arn,
      lifecycle: adoptedLifecycle(`${site.name} adopt.${place}`, checks),
    }).arn;
  }
}

/** A key that the site may adopt: the adopted one, or one of its own. */
export function siteKey(scope: Construct, id: string, adoptable: AdoptedKeyName, props: AwsKeyProps): AwsKey {
  const arn = props.site.adopt?.keys?.[adoptable];
  return arn === undefined
    ? new AwsKey(scope, id, props)
    : new AwsAdoptedKey(scope, id, { site: props.site, place: `keys.${adoptable}`, arn });
}
