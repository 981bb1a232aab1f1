import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Subnet, type SubnetConfig } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { AzureLogArchive } from '../governance/log-archive';
import { AzurePrivateZones, type PrivateZone } from '../private-zones';
import { resourceGroup } from '../resource-group';
import type { AzureSiteNetwork } from '../site-network';
import { AzureBastion, bastionSubnetName } from './bastion';
import { AzureNat } from './nat';
import { AzureNetworkSecurity } from './network-security';

export interface AzureNetworkProps {
  readonly site: AzureSite;
}

/** Where AKS places the API server. */
const apiServerDelegation: SubnetConfig['delegation'] = [
  {
    name: 'api-server',
    serviceDelegation: {
      name: 'Microsoft.ContainerService/managedClusters',
      actions: ['Microsoft.Network/virtualNetworks/subnets/join/action'],
    },
  },
];

/**
 * The site's virtual network. Azure's subnets span the zones of a region, so there is one for nodes, one for private
 * endpoints, one for the API server and one for the operators' way in; each is closed to all but what its kind needs.
 * Pods have addresses of their own on top (overlay). Nodes leave through a NAT gateway; storage, keys, secrets, databases
 * and registries answer at private addresses; every flow is logged.
 *
 * The way in for operators: `AzureBastion` tunnels to the API server, or a VPN from `operatorCidrs`.
 */
export class AzureNetwork extends Construct implements AzureSiteNetwork {
  readonly networkId: string;
  readonly nodeSubnetId: string;
  readonly apiServerSubnetId: string;
  readonly endpointSubnetId: string;
  readonly zoneIds: Readonly<Record<PrivateZone, string>>;
  readonly archiveId: string;
  readonly joinable: AzureSiteNetwork['joinable'];

  private readonly site: AzureSite;
  private readonly group: ResourceGroup;

  constructor(scope: Construct, id: string, { site }: AzureNetworkProps) {
    super(scope, id);
    this.site = site;
    this.group = resourceGroup(this, site, 'network');
    const { addresses } = site;
    const network = new VirtualNetwork(this, 'network', {
      name: site.name,
      location: site.region,
      resourceGroupName: this.group.name,
      addressSpace: [addresses.network, addresses.controlPlane],
    });
    this.networkId = network.id;
    this.joinable = { network: network.id };

    const nodes = this.subnet(network, 'nodes', addresses.nodes[0] ?? addresses.network, {
      defaultOutboundAccessEnabled: false,
      // What lets the public edge in by Private Link takes its addresses here, where no policy of the subnet may stand.
      ...(site.edge ? { privateLinkServiceNetworkPoliciesEnabled: false } : {}),
    });
    const endpoints = this.subnet(network, 'endpoints', addresses.endpoints, {
      defaultOutboundAccessEnabled: false,
      // Without it a private endpoint is open to whatever the subnet refuses.
      privateEndpointNetworkPolicies: 'Enabled',
    });
    const apiServer = this.subnet(network, 'api-server', addresses.controlPlane, { delegation: apiServerDelegation });
    const access = this.subnet(network, 'access', addresses.access, { name: bastionSubnetName });
    this.nodeSubnetId = nodes.subnet.id;
    this.endpointSubnetId = endpoints.subnet.id;
    this.apiServerSubnetId = apiServer.subnet.id;

    new AzureNat(this, 'nat', { site, group: this.group, subnetId: nodes.subnet.id });
    this.zoneIds = new AzurePrivateZones(this, 'zones', { site, group: this.group, networkId: network.id }).zoneIds;
    this.archiveId = new AzureLogArchive(this, 'logs', { site, networkId: network.id, access: this }).archiveId;
    new AzureBastion(this, 'bastion', {
      site,
      group: this.group,
      subnetId: access.subnet.id,
      archiveId: this.archiveId,
      after: access.guarded,
    });
  }

  private subnet(
    network: VirtualNetwork,
    kind: 'nodes' | 'endpoints' | 'api-server' | 'access',
    range: string,
    settings: Partial<SubnetConfig>,
  ): { readonly subnet: Subnet; readonly guarded: ITerraformDependable } {
    const subnet = new Subnet(this, `${kind}-subnet`, {
      name: kind,
      resourceGroupName: this.group.name,
      virtualNetworkName: network.name,
      addressPrefixes: [range],
      ...settings,
    });
    const security = new AzureNetworkSecurity(this, `${kind}-security`, {
      site: this.site,
      group: this.group,
      kind,
      subnet,
    });
    return { subnet, guarded: security.association };
  }
}
