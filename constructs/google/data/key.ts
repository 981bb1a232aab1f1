import { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key';
import { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member';
import type { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { CloudKeyProvider, EncryptionKey, NeedRequest } from '../../contracts';
import { keyPath } from '../names';
import type { GoogleTypes } from '../types';

/** 90 days, in seconds. */
const rotationPeriod = '7776000s';

/** As Google's APIs write it: in seconds. */
export const durationOfDays = (days: number): string => `${days * 24 * 60 * 60}s`;

export interface GoogleKeyProps {
  readonly site: GoogleSite;
  readonly keyRing: KmsKeyRing;
  /** Unique in its ring; can never be used again once the key is gone. */
  readonly name: string;
  /** IAM members that encrypt and decrypt with the key: service agents. */
  readonly users: Readonly<Record<string, string>>;
  /** What must exist before the users can be named. Default: nothing. */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * A symmetric key in a hardware module: new version every 90 days, the stated days between a request to destroy a version
 * and its end, and no way for Terraform to delete it while the site is protected.
 */
export class GoogleKey extends Construct implements EncryptionKey {
  readonly keyId: string;
  /** What is encrypted with the key waits for these: without them its service may not use it. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: GoogleKeyProps) {
    super(scope, id);
    const { site, keyRing, name, users, after = [] } = props;
    const key = new KmsCryptoKey(this, 'key', {
      name,
      keyRing: keyRing.id,
      purpose: 'ENCRYPT_DECRYPT',
      rotationPeriod,
      destroyScheduledDuration: durationOfDays(site.recoveryDays),
      versionTemplate: { algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION', protectionLevel: 'HSM' },
      lifecycle: {
        preventDestroy: site.deletionProtection,
        // Fixed when the key is made: another one would need another key.
        ignoreChanges: ['destroy_scheduled_duration'],
      },
    });
    this.keyId = key.id;
    this.ready = Object.entries(users).map(
      ([user, member]) =>
        new KmsCryptoKeyIamMember(this, user, {
          cryptoKeyId: key.id,
          role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
          member,
          dependsOn: [...after],
        }),
    );
  }
}

const keyName = ({ service, name }: Pick<NeedRequest, 'service' | 'name'>): string => `${service}-${name}`;

/** A key of the service's own, in the ring of the site's data. */
export const key: CloudKeyProvider<GoogleTypes> = {
  bind: (request) => ({ name: keyPath(request.site, 'data', keyName(request)) }),
  manifests: () => {},
  provision: (scope, request, { foundation }) => foundation.addKey(scope, 'key', keyName(request)),
};
