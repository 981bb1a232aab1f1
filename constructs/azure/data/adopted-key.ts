import { DataAzurermKeyVault } from '@cdktf/provider-azurerm/lib/data-azurerm-key-vault';
import { DataAzurermKeyVaultKey } from '@cdktf/provider-azurerm/lib/data-azurerm-key-vault-key';
import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AdoptedKeyName, AzureAdoptedKey as AdoptedWords, AzureSite } from '../../../environments/model';
import type { EncryptionKey } from '../../contracts';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';
import { AzureKey, type AzureKeyProps } from './key';

const vaultChecks = ({ region, tenantId }: AzureSite): readonly AdoptedCheck[] => [
  {
    holds: `self.location == ${quoted(region)}`,
    message: `the vault of the key is not in ${region}`,
    got: 'self.location',
    fix: 'adopt a key in the region of the site',
  },
  {
    holds: `self.tenant_id == ${quoted(tenantId)}`,
    message: 'the vault of the key belongs to another tenant',
    got: 'self.tenant_id',
    fix: 'adopt a key of the tenant of the site',
  },
  {
    holds: 'self.purge_protection_enabled',
    message: 'the vault of the key can be purged, and then what it encrypted is lost',
    got: 'self.purge_protection_enabled',
    fix: 'let its owner turn on purge protection; services refuse keys without it',
  },
];

const keyChecks: readonly AdoptedCheck[] = [
  {
    holds: 'self.key_type == "RSA-HSM"',
    message: 'the key does not lie in hardware',
    got: 'self.key_type',
    fix: 'adopt a key of type RSA-HSM',
  },
  {
    holds: 'length(setsubtract(["wrapKey", "unwrapKey"], self.key_opts)) == 0',
    message: 'services may not wrap their keys with it',
    got: 'self.key_opts',
    fix: 'let its owner allow wrapKey and unwrapKey',
  },
];

/** Group and name in the id of a resource. */
const partsOf = (id: string): { readonly resourceGroupName: string; readonly name: string } => {
  const parts = id.split('/');
  return { resourceGroupName: parts[4] ?? '', name: parts[8] ?? '' };
};

/** An identity of somebody else. */
export const adoptedIdentity = (scope: Construct, id: string, identityId: string): DataAzurermUserAssignedIdentity =>
  new DataAzurermUserAssignedIdentity(scope, id, partsOf(identityId));

export interface AzureAdoptedKeyProps {
  readonly site: AzureSite;
  readonly name: AdoptedKeyName;
  readonly words: AdoptedWords;
}

/**
 * A key of somebody else, and the identity that its owner let use it: services take that identity on. Nothing is granted
 * here; a plan stops where the key or its vault are not fit for use.
 */
export class AzureAdoptedKey extends Construct implements EncryptionKey {
  readonly keyId: string;
  readonly versionedKeyId: string;
  readonly identityId: string;
  readonly identityClientId: string;
  /** The identity may use the key already. */
  readonly ready: readonly ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, { site, name, words }: AzureAdoptedKeyProps) {
    super(scope, id);
    const place = `${site.name} adopt.keys.${name}`;
    const vault = new DataAzurermKeyVault(this, 'vault', {
      ...partsOf(words.id),
      lifecycle: adoptedLifecycle(place, vaultChecks(site)),
    });
    const key = new DataAzurermKeyVaultKey(this, 'key', {
      name: words.id.split('/').at(-1) ?? '',
      keyVaultId: vault.id,
      lifecycle: adoptedLifecycle(place, keyChecks),
    });
    const identity = adoptedIdentity(this, 'user', words.identityId);
    this.keyId = key.versionlessId;
    this.versionedKeyId = key.id;
    this.identityId = identity.id;
    this.identityClientId = identity.clientId;
  }
}

/** A key that the site may adopt: the adopted one, or one of its own. */
export function siteKey(scope: Construct, id: string, adoptable: AdoptedKeyName, props: AzureKeyProps): AzureKey {
  const { site } = props.vault;
  const words = site.adopt?.keys?.[adoptable];
  return words === undefined
    ? new AzureKey(scope, id, props)
    : new AzureAdoptedKey(scope, id, { site, name: adoptable, words });
}
