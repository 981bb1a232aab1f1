import { KeyVaultSecret } from '@cdktf/provider-azurerm/lib/key-vault-secret';
import { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import type { AzureFoundation } from './data/foundation';
import { vaultSecretId } from './names';
import type { AzureGrant } from './types';

export interface AzureSecretProps {
  readonly foundation: AzureFoundation;
  /** Letters, digits and dashes. */
  readonly name: string;
  readonly contentType: 'text/plain' | 'application/json';
  /** Terraform expression of an ephemeral value: written, never stored in state. */
  readonly value: string;
  /** Raise it to write the value anew. */
  readonly valueVersion: number;
}

/**
 * One secret in the site's own hardware-backed vault. A deleted one can be brought back for as long as the vault keeps
 * what is deleted, and cannot be purged before.
 */
export class AzureSecret extends Construct {
  constructor(scope: Construct, id: string, props: AzureSecretProps) {
    super(scope, id);
    const { foundation, name, contentType, value, valueVersion } = props;
    new KeyVaultSecret(this, 'secret', {
      name,
      keyVaultId: foundation.vault.vaultId,
      contentType,
      valueWo: value,
      valueWoVersion: valueVersion,
      dependsOn: [...foundation.vault.ready],
    });
  }
}

/** Reading one secret, nothing else. */
export const readSecret = (site: AzureSite, name: string): AzureGrant => ({
  name,
  on: vaultSecretId(site, name),
  role: 'Key Vault Secrets User',
});
