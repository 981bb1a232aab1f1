import { NatGateway } from '@cdktf/provider-azurerm/lib/nat-gateway';
import { NatGatewayPublicIpAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-association';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { SubnetNatGatewayAssociation } from '@cdktf/provider-azurerm/lib/subnet-nat-gateway-association';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';

export interface AzureNatProps {
  readonly site: AzureSite;
  readonly group: ResourceGroup;
  readonly subnetId: string;
}

interface NatKind {
  readonly sku: 'Standard' | 'StandardV2';
  /** Zones of the gateway; V2 is in all of them without saying so. */
  readonly gatewayZones?: (site: AzureSite) => string[];
  readonly addresses: number;
}

/**
 * A subnet has one gateway only, and a pool spans all zones of its subnet, so a gateway a zone is no way to survive the
 * loss of one: the second generation spans the zones itself. The first generation stays in one zone and costs less.
 */
const kinds: Readonly<Record<AzureSite['natGateways'], NatKind>> = {
  'per-zone': { sku: 'StandardV2', addresses: 3 },
  single: { sku: 'Standard', addresses: 1, gatewayZones: ({ zones }) => zones.slice(0, 1) },
};

/** The way out of private nodes, with addresses that partners can allow. */
export class AzureNat extends Construct {
  constructor(scope: Construct, id: string, { site, group, subnetId }: AzureNatProps) {
    super(scope, id);
    const { sku, addresses, gatewayZones } = kinds[site.natGateways];
    const gateway = new NatGateway(this, 'gateway', {
      name: site.name,
      location: site.region,
      resourceGroupName: group.name,
      skuName: sku,
      idleTimeoutInMinutes: 4,
      zones: gatewayZones?.(site),
    });
    for (let index = 1; index <= addresses; index++) {
      const address = new PublicIp(this, `address-${index}`, {
        name: `${site.name}-nat-${index}`,
        location: site.region,
        resourceGroupName: group.name,
        allocationMethod: 'Static',
        sku,
        zones: gatewayZones?.(site) ?? [...site.zones],
      });
      new NatGatewayPublicIpAssociation(this, `address-${index}-association`, {
        natGatewayId: gateway.id,
        publicIpAddressId: address.id,
      });
    }
    new SubnetNatGatewayAssociation(this, 'association', { subnetId, natGatewayId: gateway.id });
  }
}
