import { PrivateDnsARecord } from '@cdktf/provider-azurerm/lib/private-dns-a-record';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import { type PeerName, peerNameTtlSeconds } from '../contracts';
import { inZone, ofZone } from './bridge';
import { resourceId } from './names';

/** Names of a joined site's gateway, answered inside the virtual network. */
export function joinedNames(
  scope: Construct,
  {
    site,
    group,
    names,
  }: { readonly site: AzureSite; readonly group: ResourceGroup; readonly names: readonly PeerName[] },
): void {
  for (const { zone, host, addresses } of names) {
    const { id, name } = new PrivateDnsZone(scope, zone, { name: zone, resourceGroupName: group.name });
    const link = new PrivateDnsZoneVirtualNetworkLink(scope, `${zone}-link`, {
      name: site.name,
      resourceGroupName: group.name,
      privateDnsZoneName: name,
      virtualNetworkId: resourceId(site, 'network', 'Microsoft.Network/virtualNetworks', site.name),
      registrationEnabled: false,
    });
    ofZone(link, id);
    const record = new PrivateDnsARecord(scope, `${zone}-record`, {
      name: host === zone ? '@' : '*',
      resourceGroupName: group.name,
      zoneName: name,
      ttl: peerNameTtlSeconds,
      records: [...addresses],
    });
    inZone(record, id);
  }
}
