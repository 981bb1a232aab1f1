import { KeyVaultKey } from '@cdktf/provider-azurerm/lib/key-vault-key';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { CloudKeyProvider, EncryptionKey, NeedRequest } from '../../contracts';
import type { AzureKeyVault } from '../key-vault';
import { keyUrl } from '../names';
import { resourceGroup } from '../resource-group';
import { allow, type RoleName } from '../roles';
import type { AzureTypes } from '../types';

export interface AzureKeyProps {
  readonly vault: AzureKeyVault;
  /** Unique in its vault: letters, digits, dashes. */
  readonly name: string;
  /** Who encrypts and decrypts with it; default: an identity of the key's own, which services take on. */
  readonly user?: {
    readonly identity: Pick<UserAssignedIdentity, 'id' | 'principalId' | 'clientId'>;
    readonly role: RoleName;
  };
}

/** 90 days. Versions have no end, so what an earlier one encrypted stays readable. */
const rotationPeriod = 'P90D';

/**
 * A hardware-backed RSA key: new version every 90 days, brought back for as long as the vault keeps what is deleted, out
 * of Terraform's reach while the site is protected. Services quote it without a version and follow its rotations.
 */
export class AzureKey extends Construct implements EncryptionKey {
  /** Without a version. */
  readonly keyId: string;
  /** For the few that insist on a version; moves to the newest with the next apply. */
  readonly versionedKeyId: string;
  /** Identity that may use the key. */
  readonly identityId: string;
  /** The same as who signs in sees it. */
  readonly identityClientId: string;
  /** What is encrypted with the key waits for these: without them its service may not use it. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { vault, name, user }: AzureKeyProps) {
    super(scope, id);
    const { site, part, region } = vault;
    const key = new KeyVaultKey(this, 'key', {
      name,
      keyVaultId: vault.vaultId,
      keyType: 'RSA-HSM',
      keySize: 3072,
      keyOpts: ['decrypt', 'encrypt', 'unwrapKey', 'wrapKey'],
      rotationPolicy: { automatic: { timeAfterCreation: rotationPeriod } },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...vault.ready],
    });
    const { identity, role } = user ?? {
      identity: new UserAssignedIdentity(this, 'user', {
        name: `${part}-${name}-key`,
        location: region,
        resourceGroupName: resourceGroup(this, site, part, region).name,
      }),
      role: 'Key Vault Crypto Service Encryption User' as const,
    };
    const use = allow(this, 'use', { role, on: key.resourceVersionlessId, to: identity.principalId });
    this.keyId = key.versionlessId;
    this.versionedKeyId = key.id;
    this.identityId = identity.id;
    this.identityClientId = identity.clientId;
    this.ready = [use];
  }
}

const keyName = ({ service, name }: Pick<NeedRequest, 'service' | 'name'>): string => `${service}-${name}`;

/** A key of the service's own, in the vault of the site's data. */
export const key: CloudKeyProvider<AzureTypes> = {
  bind: (request) => ({ name: keyUrl(request.site, 'data', keyName(request)) }),
  manifests: () => {},
  provision: (scope, request, { foundation }) => foundation.addKey(scope, 'key', keyName(request)),
};
