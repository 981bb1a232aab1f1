import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import { SecretManagerSecretVersion } from '@cdktf/provider-google/lib/secret-manager-secret-version';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../environments/model';
import { durationOfDays, type GoogleKey } from './data/key';
import type { GoogleGrant } from './types';

export interface GoogleSecretProps {
  readonly site: GoogleSite;
  readonly secretId: string;
  readonly key: GoogleKey;
  /** Terraform expression of an ephemeral value: written, never stored in state. Default: a person fills it in. */
  readonly value?: string;
  /** Raise it to write the value anew. Default: 1. */
  readonly valueVersion?: number;
}

/**
 * One secret in Secret Manager, kept in the site's region only and encrypted with an own key. Google deletes a whole
 * secret at once and for good, so what can be brought back are its versions, for the stated days; the secret itself is guarded
 * by deletion protection.
 */
export class GoogleSecret extends Construct {
  constructor(scope: Construct, id: string, props: GoogleSecretProps) {
    super(scope, id);
    const { site, key } = props;
    const secret = new SecretManagerSecret(this, 'secret', {
      secretId: props.secretId,
      replication: {
        userManaged: {
          replicas: [{ location: site.region, customerManagedEncryption: { kmsKeyName: key.keyId } }],
        },
      },
      versionDestroyTtl: durationOfDays(site.recoveryDays),
      deletionProtection: site.deletionProtection,
      dependsOn: [...key.ready],
    });
    if (props.value === undefined) return;
    new SecretManagerSecretVersion(this, 'version', {
      secret: secret.id,
      secretDataWo: props.value,
      secretDataWoVersion: props.valueVersion ?? 1,
      // The version before this one goes on existing until the next has been written.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

/** Reading one secret, nothing else. */
export const readSecret = (secretId: string): GoogleGrant => ({
  on: 'secret',
  secretId,
  role: 'roles/secretmanager.secretAccessor',
});
