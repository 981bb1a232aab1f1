import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { Construct } from 'constructs';
import { type AzureSite, reservedPools } from '../../../environments/model';
import { reservationRole } from '../cluster/reservation-role';
import { AzureKey } from '../data/key';
import { AzureKeyVault } from '../key-vault';
import { logKeyName } from '../names';
import { stateAccountName, stateContainerName } from '../providers';
import { resourceGroup } from '../resource-group';
import { allowGroups } from '../roles';
import { AzureStorageAccount } from '../storage-account';
import { AzureCiTrust } from './ci-trust';

export interface AzureStateProps {
  readonly site: AzureSite;
}

/** Superseded and deleted states stay restorable this long. */
const versionRetentionDays = 365;

/**
 * What comes first in a subscription: the versioned account, vault and key of the remote state, the key of the log
 * accounts, and the trust of the pipeline. Blobs are locked by leases, so there is no table of locks. Account and vault
 * are made before there is a network: they answer anyone whom Entra ID and their roles let in, and no one else.
 */
export class AzureState extends Construct {
  constructor(scope: Construct, id: string, { site }: AzureStateProps) {
    super(scope, id);
    const vault = new AzureKeyVault(this, 'vault', { site, part: 'state', adminRoles: ['Key Vault Crypto Officer'] });
    const key = new AzureKey(this, 'key', { vault, name: 'state' });
    new AzureKey(this, 'logs-key', { vault, name: logKeyName });
    const account = new AzureStorageAccount(this, 'account', {
      site,
      group: resourceGroup(this, site, 'state'),
      name: stateAccountName(site),
      key,
      blobs: {
        versioningEnabled: true,
        changeFeedEnabled: true,
        deleteRetentionPolicy: { days: versionRetentionDays },
        containerDeleteRetentionPolicy: { days: versionRetentionDays },
      },
    });
    new StorageManagementPolicy(this, 'retention', {
      storageAccountId: account.accountId,
      rule: [
        {
          name: 'superseded',
          enabled: true,
          filters: { blobTypes: ['blockBlob'] },
          actions: { version: { deleteAfterDaysSinceCreation: versionRetentionDays } },
        },
      ],
    });
    const container = new StorageContainer(this, 'container', {
      name: stateContainerName,
      storageAccountId: account.accountId,
      containerAccessType: 'private',
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    allowGroups(this, 'admin', 'Storage Blob Data Contributor', container.id, site.people.breakGlass);
    // Whoever applies the site may give out roles, and make none.
    const reservations = reservedPools(site).length > 0 ? reservationRole(this, site) : undefined;
    const granted = reservations ? [reservations.roleDefinitionId] : [];
    if (site.ci) new AzureCiTrust(this, 'ci', { site, trust: site.ci, containerId: container.id, granted });
  }
}
