import type { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { otherPlace, regionCopies } from '../../contracts';
import { AzureKeyVault } from '../key-vault';
import { auditArchiveId } from '../names';
import type { AzureSiteNetwork } from '../site-network';
import { AzureKey } from './key';

/**
 * Key of the backups that Azure sends to the paired region, where its vault lies too: they are read without the region that
 * was lost. Both sites of a pair have one, so that neither needs another server once they change places. Its log goes to the
 * archive of the site there: Azure sends logs to no account in another region. `undefined`: nothing is sent.
 */
export function backupKey(scope: Construct, site: AzureSite, network: AzureSiteNetwork): AzureKey | undefined {
  const there = otherPlace(site, regionCopies.backups);
  if (!there) return undefined;
  const archive = { organisation: site.organisation, name: there.name, subscriptionId: there.account };
  const vault = new AzureKeyVault(scope, 'backup-vault', {
    site,
    part: 'backups',
    region: there.region,
    network: {
      endpointSubnetId: network.endpointSubnetId,
      zoneIds: network.zoneIds,
      archiveId: auditArchiveId(archive),
    },
    adminRoles: ['Key Vault Crypto Officer'],
  });
  return new AzureKey(scope, 'backup-key', { vault, name: 'databases' });
}
