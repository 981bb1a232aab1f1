import { VirtualNetworkPeering } from '@cdktf/provider-azurerm/lib/virtual-network-peering';
import type { ITerraformDependable } from 'cdktf';
import type { AzureSite } from '../../../environments/model';
import type { PeeringProps, SiteScope } from '../../contracts';
import { groupName, resourceId } from '../names';

/** Neither network passes on what comes from elsewhere, nor lends the other its VPN gateway. */
const end = (
  { scope, site }: SiteScope<AzureSite>,
  peer: AzureSite,
  dependsOn: readonly ITerraformDependable[],
): VirtualNetworkPeering =>
  new VirtualNetworkPeering(scope, `${peer.name}-peering`, {
    name: peer.name,
    resourceGroupName: groupName(site, 'network'),
    virtualNetworkName: site.name,
    remoteVirtualNetworkId: resourceId(peer, 'network', 'Microsoft.Network/virtualNetworks', peer.name),
    allowVirtualNetworkAccess: true,
    allowForwardedTraffic: false,
    allowGatewayTransit: false,
    useRemoteGateways: false,
    dependsOn: [...dependsOn],
  });

/**
 * Two virtual networks in two regions, in one subscription or two; each names the other. Azure encrypts what leaves its
 * buildings.
 */
export const peering = ({ first, second, after }: PeeringProps<AzureSite>): ITerraformDependable =>
  end(second, first.site, [end(first, second.site, after)]);
