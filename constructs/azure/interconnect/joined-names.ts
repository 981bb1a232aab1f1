import { PrivateDnsARecord } from '@cdktf/provider-azurerm/lib/private-dns-a-record';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { type PeerName, peerNameTtlSeconds } from '../../contracts';
import { inZone, ofZone } from '../bridge';
import { groupName, resourceId } from '../names';

/** Names of a joined site's gateway, answered inside the virtual network. */
export function joinedNames(
  scope: Construct,
  { site, names }: { readonly site: AzureSite; readonly names: readonly PeerName[] },
): void {
  const resourceGroupName = groupName(site, 'network');
  for (const { zone, host, addresses } of names) {
    const { id, name } = new PrivateDnsZone(scope, zone, { name: zone, resourceGroupName });
    const link = new PrivateDnsZoneVirtualNetworkLink(scope, `${zone}-link`, {
      name: site.name,
      resourceGroupName,
      privateDnsZoneName: name,
      virtualNetworkId: resourceId(site, 'network', 'Microsoft.Network/virtualNetworks', site.name),
      registrationEnabled: false,
    });
    ofZone(link, id);
    const record = new PrivateDnsARecord(scope, `${zone}-record`, {
      name: host === zone ? '@' : '*',
      resourceGroupName,
      zoneName: name,
      ttl: peerNameTtlSeconds,
      records: [...addresses],
    });
    inZone(record, id);
  }
}
