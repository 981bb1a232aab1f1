import { DataGoogleKmsCryptoKey } from '@cdktf/provider-google/lib/data-google-kms-crypto-key';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AdoptedKeyName, GoogleSite } from '../../../environments/model';
import type { EncryptionKey } from '../../contracts';
import { type AdoptedCheck, adoptedLifecycle } from '../../terraform/adopted';
import { type KeyRingName, keyRingName } from '../names';
import { GoogleKey, type GoogleKeyProps } from './key';

/** A version of the key is at most this old: 400 days. */
const longestRotationSeconds = 34_560_000;
/** A destroyed version can be restored for at least a day; the rest is a word of the owner's. */
const shortestRecoverySeconds = 86_400;

const secondsOf = (attribute: string): string => `tonumber(trimsuffix(self.${attribute}, "s"))`;

const checks: readonly AdoptedCheck[] = [
  {
    holds: 'self.purpose == "ENCRYPT_DECRYPT"',
    message: 'the key is for something else than encryption',
    got: 'self.purpose',
    fix: 'adopt a symmetric key',
  },
  {
    holds: 'contains(["HSM", "EXTERNAL", "EXTERNAL_VPC"], one(self.version_template[*].protection_level))',
    message: 'the key does not lie in hardware',
    got: 'self.version_template',
    fix: 'adopt a key of protection level HSM, or one of an external key manager',
  },
  {
    holds: `self.rotation_period != null && self.rotation_period != "" && try(${secondsOf('rotation_period')}, 0) <= ${longestRotationSeconds}`,
    message: 'the key does not rotate by itself at least every 400 days',
    got: 'self.rotation_period',
    fix: 'let its owner set a rotation period',
  },
  {
    holds: `try(${secondsOf('destroy_scheduled_duration')}, 0) >= ${shortestRecoverySeconds}`,
    message: 'a destroyed version of the key cannot be brought back',
    got: 'self.destroy_scheduled_duration',
    fix: 'adopt a key whose versions wait before they are destroyed',
  },
];

export interface GoogleAdoptedKeyProps {
  readonly site: GoogleSite;
  /** Behind `adopt.` in the file of the environment. */
  readonly place: `keys.${AdoptedKeyName}` | 'cluster.disks';
  /** `projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>` */
  readonly path: string;
}

/** A key of somebody else, in the site's region. Who may use it, its owner says; a plan stops where it is not fit for use. */
export class GoogleAdoptedKey extends Construct implements EncryptionKey {
  readonly keyId: string;
  /** The service agents may use it already: its owner let them. */
  readonly ready: readonly ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, { site, place, path }: GoogleAdoptedKeyProps) {
    super(scope, id);
    const [keyRing = '', key = ''] = path.split('/cryptoKeys/');
    this.keyId = new DataGoogleKmsCryptoKey(this, 'key', {
      keyRing,
      name: key,
      lifecycle: adoptedLifecycle(`${site.name} adopt.${place}`, checks),
    }).id;
  }
}

export interface KeyRingProps {
  readonly site: GoogleSite;
  readonly part: KeyRingName;
}

/** A ring that is made with the first key that lies in it. */
export function keyRingOf(scope: Construct, id: string, { site, part }: KeyRingProps): () => KmsKeyRing {
  let ring: KmsKeyRing | undefined;
  return () => {
    ring ??= new KmsKeyRing(scope, id, { name: keyRingName(site, part), location: site.region });
    return ring;
  };
}

export type AdoptableKeyProps = Omit<GoogleKeyProps, 'keyRing'> & { readonly keyRing: () => KmsKeyRing };

/** A key that the site may adopt: the adopted one, or one of its own. */
export function siteKey(scope: Construct, id: string, adoptable: AdoptedKeyName, props: AdoptableKeyProps): GoogleKey {
  const path = props.site.adopt?.keys?.[adoptable];
  return path === undefined
    ? new GoogleKey(scope, id, { ...props, keyRing: props.keyRing() })
    : new GoogleAdoptedKey(scope, id, { site: props.site, place: `keys.${adoptable}`, path });
}
