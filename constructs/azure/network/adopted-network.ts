import { DataAzurermNetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/data-azurerm-network-security-group';
import { DataAzurermRouteTable } from '@cdktf/provider-azurerm/lib/data-azurerm-route-table';
import { DataAzurermSubnet } from '@cdktf/provider-azurerm/lib/data-azurerm-subnet';
import { DataAzurermVirtualNetwork } from '@cdktf/provider-azurerm/lib/data-azurerm-virtual-network';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureAdoptedNetwork as AdoptedWords, AzureSite } from '../../../environments/model';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';
import { AzureLogArchive } from '../governance/log-archive';
import { AzurePrivateZones, type PrivateZone } from '../private-zones';
import { resourceGroup } from '../resource-group';
import type { AzureSiteNetwork } from '../site-network';

export interface AzureAdoptedNetworkProps {
  readonly site: AzureSite;
  readonly words: AdoptedWords;
}

type SubnetKind = keyof AdoptedWords['subnets'];

const closed: AdoptedCheck = {
  holds:
    'anytrue([for r in self.security_rule : r.direction == "Inbound" && r.access == "Deny" && r.protocol == "*" && contains(["*", "0.0.0.0/0", "Internet"], r.source_address_prefix)])',
  message: 'the network security group of the subnet has no rule that refuses what no other rule names',
  got: '[for r in self.security_rule : r.name]',
  fix: 'let its owner add an inbound rule that denies every protocol from everywhere, below what is allowed',
};

const guarded: AdoptedCheck = {
  holds: 'self.network_security_group_id != null && self.network_security_group_id != ""',
  message: 'the subnet has no network security group',
  fix: 'let its owner associate one',
};

const noOpenWayOut: AdoptedCheck = {
  holds: '!self.default_outbound_access_enabled',
  message: 'what is in the subnet leaves by addresses of Azure that nobody owns or logs',
  got: 'self.default_outbound_access_enabled',
  fix: 'let its owner turn off default outbound access of the subnet',
};

const endpointPolicies: AdoptedCheck = {
  holds: 'contains(["Enabled", "NetworkSecurityGroupEnabled"], self.private_endpoint_network_policies)',
  message: 'rules of the network security group do not hold for private endpoints of the subnet',
  got: 'self.private_endpoint_network_policies',
  fix: 'let its owner turn on network policies for private endpoints',
};

const routed: AdoptedCheck = {
  holds: 'self.route_table_id != null && self.route_table_id != ""',
  message: 'nodes leave by routes, and the subnet has no route table',
  fix: "let its owner associate one that leads to the firewall, or set adopt.network.egress to 'nat-gateway'",
};

const toFirewall: AdoptedCheck = {
  holds:
    'anytrue([for r in self.route : r.address_prefix == "0.0.0.0/0" && contains(["VirtualAppliance", "VirtualNetworkGateway"], r.next_hop_type)])',
  message: 'no default route leads to a firewall or a gateway',
  got: 'self.route',
  fix: 'let its owner add a route of 0.0.0.0/0 to the firewall',
};

/** What only one kind of subnet must have. */
const checksOf = (egress: AdoptedWords['egress']): Readonly<Record<SubnetKind, readonly AdoptedCheck[]>> => ({
  nodes: [noOpenWayOut, ...(egress === 'routes' ? [routed] : [])],
  endpoints: [noOpenWayOut, endpointPolicies],
  controlPlane: [],
});

/**
 * A virtual network of somebody else. Data sources look at it each time Terraform plans, and the plan stops where it
 * lacks what the promises need. Routes, NAT, network security groups and the way in of operators are its owner's. What
 * the site adds lies in groups of its own: the archive of logs, flow logs and private zones where the owner has none, and
 * the right of its control plane to join the two subnets it must.
 */
export class AzureAdoptedNetwork extends Construct implements AzureSiteNetwork {
  readonly networkId: string;
  readonly nodeSubnetId: string;
  readonly apiServerSubnetId: string;
  readonly endpointSubnetId: string;
  readonly zoneIds: Readonly<Record<PrivateZone, string>>;
  readonly archiveId: string;
  readonly joinable: AzureSiteNetwork['joinable'];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureAdoptedNetworkProps,
  ) {
    super(scope, id);
    const { site, words } = props;
    const parts = words.id.split('/');
    const network = new DataAzurermVirtualNetwork(this, 'network', {
      resourceGroupName: parts[4] ?? '',
      name: parts[8] ?? '',
      lifecycle: adoptedLifecycle(this.place('id'), [
        {
          holds: `self.location == ${quoted(site.region)}`,
          message: `the network is not in ${site.region}`,
          got: 'self.location',
          fix: 'adopt a network in the region of the site',
        },
      ]),
    });
    this.networkId = network.id;
    const nodes = this.subnet('nodes');
    this.nodeSubnetId = nodes.id;
    this.endpointSubnetId = this.subnet('endpoints').id;
    this.apiServerSubnetId = this.subnet('controlPlane').id;
    this.joinable = { 'nodes-subnet': this.nodeSubnetId, 'api-server-subnet': this.apiServerSubnetId };
    if (words.egress === 'routes') this.routes(nodes.routeTableId);
    this.zoneIds =
      words.privateZones ??
      new AzurePrivateZones(this, 'zones', {
        site,
        group: resourceGroup(this, site, 'network'),
        networkId: network.id,
      }).zoneIds;
    this.archiveId = new AzureLogArchive(this, 'logs', {
      site,
      networkId: network.id,
      access: this,
      flowLogs: words.flowLogs === 'create',
    }).archiveId;
  }

  private place(path: string): string {
    return `${this.props.site.name} adopt.network.${path}`;
  }

  private subnet(kind: SubnetKind): DataAzurermSubnet {
    const { words } = this.props;
    const { id, cidr } = words.subnets[kind];
    const parts = id.split('/');
    const place = this.place(`subnets.${kind}`);
    const subnet = new DataAzurermSubnet(this, `${kind}-subnet`, {
      resourceGroupName: parts[4] ?? '',
      virtualNetworkName: parts[8] ?? '',
      name: parts[10] ?? '',
      lifecycle: adoptedLifecycle(place, [
        {
          holds: `contains(self.address_prefixes, ${quoted(cidr)})`,
          message: `the range of the subnet is not ${cidr}, by which rules let it in`,
          got: 'self.address_prefixes',
          fix: 'state the range of the subnet as Azure shows it',
        },
        guarded,
        ...checksOf(words.egress)[kind],
      ]),
    });
    new DataAzurermNetworkSecurityGroup(this, `${kind}-security`, {
      ...partsAt(subnet.networkSecurityGroupId),
      lifecycle: adoptedLifecycle(place, [closed]),
    });
    return subnet;
  }

  private routes(routeTableId: string): void {
    new DataAzurermRouteTable(this, 'nodes-routes', {
      ...partsAt(routeTableId),
      lifecycle: adoptedLifecycle(this.place('subnets.nodes'), [toFirewall]),
    });
  }
}

/** Group and name in an id that only Azure knows. */
const partsAt = (id: string): { readonly resourceGroupName: string; readonly name: string } => {
  const parts = Fn.split('/', id);
  return { resourceGroupName: Fn.element(parts, 4), name: Fn.element(parts, 8) };
};
