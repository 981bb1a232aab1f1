import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';

/** What may come into, or leave, a subnet. Prefixes are ranges or service tags. */
export interface NetworkRule {
  readonly name: string;
  readonly direction?: 'Inbound' | 'Outbound';
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  /** Empty: every port. */
  readonly ports: readonly string[];
  /** Default: TCP. */
  readonly protocol?: 'Tcp' | '*';
}

type SubnetKind = 'nodes' | 'endpoints' | 'api-server' | 'access';

const balancer = 'AzureLoadBalancer';

const rules: Readonly<Record<SubnetKind, (site: AzureSite) => readonly NetworkRule[]>> = {
  nodes: ({ addresses, operatorCidrs }) => [
    { name: 'site', from: [addresses.network, addresses.controlPlane, addresses.pods], ports: [], protocol: '*' },
    { name: 'load-balancer', from: [balancer], ports: [], protocol: '*' },
    // The private gateway of the services.
    { name: 'operators', from: operatorCidrs, ports: ['443'] },
  ],
  endpoints: ({ addresses, operatorCidrs }) => [
    { name: 'site', from: [addresses.network, addresses.controlPlane], ports: ['443', '5432', '9093'] },
    // Terraform writes keys and secrets from there.
    { name: 'operators', from: operatorCidrs, ports: ['443'] },
  ],
  // Source: learn.microsoft.com/azure/aks/api-server-vnet-integration (NSG security rules).
  'api-server': ({ addresses, operatorCidrs }) => [
    { name: 'site', from: [addresses.network], ports: ['443', '4443'] },
    { name: 'load-balancer', from: [balancer], ports: ['9988'] },
    { name: 'operators', from: operatorCidrs, ports: ['443'] },
  ],
  // Source: learn.microsoft.com/azure/bastion/bastion-nsg; every rule is required, and only tunnels to the API server leave.
  access: ({ addresses }) => [
    { name: 'clients', from: ['Internet'], ports: ['443'] },
    { name: 'gateway-manager', from: ['GatewayManager'], ports: ['443'] },
    { name: 'load-balancer', from: [balancer], ports: ['443'] },
    { name: 'hosts', from: ['VirtualNetwork'], to: ['VirtualNetwork'], ports: ['8080', '5701'], protocol: '*' },
    { name: 'tunnels', direction: 'Outbound', to: [addresses.controlPlane], ports: ['443'] },
    { name: 'azure', direction: 'Outbound', to: ['AzureCloud'], ports: ['443'] },
    {
      name: 'hosts-out',
      direction: 'Outbound',
      from: ['VirtualNetwork'],
      to: ['VirtualNetwork'],
      ports: ['8080', '5701'],
      protocol: '*',
    },
    { name: 'certificates', direction: 'Outbound', to: ['Internet'], ports: ['80'] },
    // Azure accepts the group of a Bastion only with both of these.
    { name: 'sessions', direction: 'Outbound', to: ['VirtualNetwork'], ports: ['22', '3389'], protocol: '*' },
  ],
};

/** Rules of other stacks for a subnet name its group by this. */
export const securityGroupName = (site: Pick<AzureSite, 'name'>, kind: SubnetKind): string => `${site.name}-${kind}`;

/** Below everything that is allowed: the rules of Azure itself would let in whatever is connected to the network. */
const lastPriority = 4096;

export interface AzureNetworkSecurityProps {
  readonly site: AzureSite;
  readonly group: ResourceGroup;
  readonly kind: SubnetKind;
  readonly subnet: Subnet;
}

/** A subnet closed to all but what its kind needs. */
export class AzureNetworkSecurity extends Construct {
  /** The subnet once it is guarded; what is placed in it waits for that. */
  readonly association: SubnetNetworkSecurityGroupAssociation;

  constructor(scope: Construct, id: string, { site, group, kind, subnet }: AzureNetworkSecurityProps) {
    super(scope, id);
    const guard = new NetworkSecurityGroup(this, 'group', {
      name: securityGroupName(site, kind),
      location: site.region,
      resourceGroupName: group.name,
    });
    const allowed = rules[kind](site)
      .filter(({ from, to }) => from?.length !== 0 && to?.length !== 0)
      .map((rule, index) => this.allow(guard, group, rule, 100 + 10 * index));
    const closed = new NetworkSecurityRule(this, 'refuse-the-rest', {
      name: 'refuse-the-rest',
      resourceGroupName: group.name,
      networkSecurityGroupName: guard.name,
      direction: 'Inbound',
      access: 'Deny',
      priority: lastPriority,
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '*',
    });
    this.association = new SubnetNetworkSecurityGroupAssociation(this, 'association', {
      subnetId: subnet.id,
      networkSecurityGroupId: guard.id,
      dependsOn: [...allowed, closed],
    });
  }

  private allow(guard: NetworkSecurityGroup, group: ResourceGroup, rule: NetworkRule, priority: number) {
    const { name, direction = 'Inbound', from = ['*'], to = ['*'], ports, protocol = 'Tcp' } = rule;
    return new NetworkSecurityRule(this, name, {
      name,
      resourceGroupName: group.name,
      networkSecurityGroupName: guard.name,
      direction,
      access: 'Allow',
      priority,
      protocol,
      ...prefixes('source', from),
      ...prefixes('destination', to),
      sourcePortRange: '*',
      ...(ports.length > 0 ? { destinationPortRanges: [...ports] } : { destinationPortRange: '*' }),
    });
  }
}

/** One prefix or service tag has a field of its own; several ranges have another. */
const prefixes = (side: 'source' | 'destination', values: readonly string[]) =>
  values.length === 1 ? { [`${side}AddressPrefix`]: values[0] } : { [`${side}AddressPrefixes`]: [...values] };
