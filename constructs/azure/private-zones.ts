import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import { ofZone } from './bridge';

/** Zones in which private endpoints enter themselves. Source: learn.microsoft.com/azure/private-link/private-endpoint-dns. */
const zoneNames = {
  blob: () => 'privatelink.blob.core.windows.net',
  dfs: () => 'privatelink.dfs.core.windows.net',
  events: () => 'privatelink.servicebus.windows.net',
  file: () => 'privatelink.file.core.windows.net',
  kubernetes: (region: string) => `privatelink.${region}.azmk8s.io`,
  postgres: () => 'privatelink.postgres.database.azure.com',
  registry: () => 'privatelink.azurecr.io',
  vault: () => 'privatelink.vaultcore.azure.net',
} as const;

export type PrivateZone = keyof typeof zoneNames;

const zones = Object.keys(zoneNames) as PrivateZone[];

export interface AzurePrivateZonesProps {
  readonly site: AzureSite;
  readonly group: ResourceGroup;
  readonly networkId: string;
}

/** Inside the network the names of storage, keys, secrets, databases, event hubs, registries and the API server are private addresses. */
export class AzurePrivateZones extends Construct {
  readonly zoneIds: Readonly<Record<PrivateZone, string>>;

  constructor(scope: Construct, id: string, { site, group, networkId }: AzurePrivateZonesProps) {
    super(scope, id);
    const zoneId = (zone: PrivateZone): string => {
      const { id: resource, name } = new PrivateDnsZone(this, zone, {
        name: zoneNames[zone](site.region),
        resourceGroupName: group.name,
      });
      const link = new PrivateDnsZoneVirtualNetworkLink(this, `${zone}-link`, {
        name: site.name,
        resourceGroupName: group.name,
        privateDnsZoneName: name,
        virtualNetworkId: networkId,
        registrationEnabled: false,
      });
      ofZone(link, resource);
      return resource;
    };
    this.zoneIds = Object.fromEntries(zones.map((zone) => [zone, zoneId(zone)])) as Record<PrivateZone, string>;
  }
}
