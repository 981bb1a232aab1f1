import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import type { Foundation } from '../../contracts';
import { AzureKeyVault } from '../key-vault';
import type { AzureSiteNetwork } from '../site-network';
import { siteKey } from './adopted-key';
import { backupKey } from './backup-key';
import { AzureKey } from './key';
import { AzureDatabaseVault } from './postgres-vault';

export interface AzureFoundationProps {
  readonly site: AzureSite;
  readonly network: AzureSiteNetwork;
}

/** What the needs of a site share: the vault of its data keys and secrets, and the site's data key. */
export class AzureFoundation extends Construct implements Foundation {
  readonly dataKey: AzureKey;
  readonly vault: AzureKeyVault;
  /** `undefined`: no database of the site is regulated. */
  readonly databaseVault?: AzureDatabaseVault;
  /** `undefined`: no database sends its backups to another region, or takes the place of one that does. */
  readonly backupKey?: AzureKey;

  constructor(scope: Construct, id: string, { site, network }: AzureFoundationProps) {
    super(scope, id);
    this.vault = new AzureKeyVault(this, 'vault', {
      site,
      part: 'data',
      network,
      adminRoles: ['Key Vault Crypto Officer', 'Key Vault Secrets Officer'],
    });
    this.dataKey = siteKey(this, 'data-key', 'data', { vault: this.vault, name: 'data' });
    this.backupKey = backupKey(this, site, network);
    const vault = site.recovery?.vault;
    if (vault) {
      this.databaseVault = new AzureDatabaseVault(this, 'database-vault', { site, vault, keys: this.vault });
    }
  }

  /** A key that databases and buckets of the site may be encrypted with. */
  addKey(scope: Construct, id: string, name: string): AzureKey {
    return new AzureKey(scope, id, { vault: this.vault, name });
  }
}
