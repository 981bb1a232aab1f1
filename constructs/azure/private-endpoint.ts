import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import type { PrivateZone } from './private-zones';

/** Where private endpoints of a site are placed and named; an `AzureNetwork` is one. */
export interface PrivateAccess {
  readonly endpointSubnetId: string;
  readonly zoneIds: Readonly<Record<PrivateZone, string>>;
}

const subresources: Readonly<Record<Exclude<PrivateZone, 'kubernetes'>, string>> = {
  blob: 'blob',
  dfs: 'dfs',
  events: 'namespace',
  file: 'file',
  postgres: 'postgresqlServer',
  registry: 'registry',
  vault: 'vault',
};

export interface PrivateEndpointProps {
  readonly site: AzureSite;
  readonly group: ResourceGroup;
  readonly access: PrivateAccess;
  readonly name: string;
  readonly target: string;
  readonly kind: keyof typeof subresources;
}

/** One private address for one service, under its public name. */
export const privateEndpoint = (scope: Construct, id: string, props: PrivateEndpointProps): PrivateEndpoint => {
  const { site, group, access, name, target, kind } = props;
  return new PrivateEndpoint(scope, id, {
    name,
    location: site.region,
    resourceGroupName: group.name,
    subnetId: access.endpointSubnetId,
    privateServiceConnection: {
      name,
      privateConnectionResourceId: target,
      subresourceNames: [subresources[kind]],
      isManualConnection: false,
    },
    privateDnsZoneGroup: { name: 'default', privateDnsZoneIds: [access.zoneIds[kind]] },
  });
};
