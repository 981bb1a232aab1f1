import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetworkGateway } from '@cdktf/provider-azurerm/lib/virtual-network-gateway';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import type { KeySetter, LinkEnd, ToldVpnGateway, VpnGatewayProps } from '../../contracts';
import { speakBgp } from '../bridge';
import { groupName } from '../names';
import { resourceGroup } from '../resource-group';
import { AzureVpnConnection, halves } from './vpn-connection';

/** Azure knows the subnet of gateways by this name only. */
const gatewaySubnetName = 'GatewaySubnet';

/**
 * The site's VPN gateway: two machines that both work, in different zones, with a public address each. Its routes reach
 * every subnet of the network.
 */
export class AzureInterconnectGateway extends Construct implements ToldVpnGateway {
  readonly keys = 'told';
  readonly addresses: readonly [string, string];
  private readonly site: AzureSite;
  private readonly group: ResourceGroup;
  private readonly gatewayId: string;

  constructor(scope: Construct, id: string, { site, asn, links }: VpnGatewayProps<AzureSite>) {
    super(scope, id);
    this.site = site;
    this.group = resourceGroup(this, site, 'interconnect');
    const subnet = new Subnet(this, 'subnet', {
      name: gatewaySubnetName,
      resourceGroupName: groupName(site, 'network'),
      virtualNetworkName: site.name,
      addressPrefixes: [site.addresses.gateway],
    });
    const [first, second] = halves.map((half) => this.address(half)) as [PublicIp, PublicIp];
    this.addresses = [first.ipAddress, second.ipAddress];
    const gateway = new VirtualNetworkGateway(this, 'gateway', {
      name: site.name,
      location: site.region,
      resourceGroupName: this.group.name,
      type: 'Vpn',
      vpnType: 'RouteBased',
      sku: 'VpnGw1AZ',
      generation: 'Generation1',
      activeActive: true,
      ipConfiguration: [first, second].map((address, index) => ({
        name: halves[index],
        publicIpAddressId: address.id,
        subnetId: subnet.id,
        privateIpAddressAllocation: 'Dynamic',
      })),
      bgpSettings: {
        asn,
        peeringAddresses: halves.map((half, index) => ({
          ipConfigurationName: half,
          apipaAddresses: links.flatMap(({ tunnels }) =>
            tunnels.filter((tunnel) => tunnel.half === index).map(({ inside }) => inside),
          ),
        })),
      },
    });
    speakBgp(gateway);
    this.gatewayId = gateway.id;
  }

  outsideAddresses({ tunnels }: LinkEnd): readonly string[] {
    return tunnels.map(({ half }) => this.addresses[half]);
  }

  join(link: LinkEnd, outside: readonly string[]): readonly KeySetter[] {
    const { site, group, gatewayId } = this;
    return outside.map(
      (address, index) =>
        new AzureVpnConnection(this, `${link.peer}-${index + 1}`, {
          site,
          group,
          gatewayId,
          link,
          index,
          outside: address,
        }).setter,
    );
  }

  private address(half: (typeof halves)[number]): PublicIp {
    const { site, group } = this;
    return new PublicIp(this, `${half}-address`, {
      name: `${site.name}-interconnect-${half}`,
      location: site.region,
      resourceGroupName: group.name,
      allocationMethod: 'Static',
      sku: 'Standard',
      zones: [...site.zones],
    });
  }
}
