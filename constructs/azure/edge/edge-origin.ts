import { CdnFrontdoorOrigin } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-origin';
import { CdnFrontdoorOriginGroup } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-origin-group';
import type { CdnFrontdoorProfile } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-profile';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { edgeHealthPath, edgePort, edgeServiceName } from '../../contracts';
import { nodeGroupName } from '../names';

/** What lets the edge in to the load balancer of the gateway; the cluster makes it beside its machines. */
const privateLinkServiceId = (site: AzureSite): string =>
  `/subscriptions/${site.subscriptionId}/resourceGroups/${nodeGroupName(site)}/providers/Microsoft.Network/privateLinkServices/${edgeServiceName(site)}`;

/** The gateway of a site, as one of those that a group of origins leads to. */
export interface EdgeOrigin {
  /** Construct id. */
  readonly id: string;
  readonly name: string;
  readonly site: AzureSite;
  /** Name that the gateway's certificate for the edge is made for. */
  readonly entry: string;
  /** The lowest that answers is called. */
  readonly priority: number;
  readonly enabled: boolean;
}

export interface EdgeOrigins {
  readonly cdnFrontdoorOriginGroupId: string;
  readonly cdnFrontdoorOriginIds: string[];
}

export interface EdgeOriginsProps {
  readonly profile: CdnFrontdoorProfile;
  readonly name: string;
  readonly origins: readonly EdgeOrigin[];
}

/**
 * Private ways to gateways: Front Door asks each through the whole way whether it answers, and calls the first that does,
 * whatever the method of the request.
 */
export function edgeOrigins(scope: Construct, id: string, { profile, name, origins }: EdgeOriginsProps): EdgeOrigins {
  const group = new CdnFrontdoorOriginGroup(scope, id, {
    name,
    cdnFrontdoorProfileId: profile.id,
    sessionAffinityEnabled: false,
    healthProbe: { protocol: 'Https', path: edgeHealthPath, requestType: 'GET', intervalInSeconds: 30 },
    loadBalancing: { sampleSize: 4, successfulSamplesRequired: 2, additionalLatencyInMilliseconds: 50 },
  });
  const made = origins.map(
    ({ site, entry, ...each }) =>
      new CdnFrontdoorOrigin(scope, each.id, {
        name: each.name,
        cdnFrontdoorOriginGroupId: group.id,
        enabled: each.enabled,
        // Callers' own host names are passed on.
        hostName: entry,
        certificateNameCheckEnabled: true,
        httpPort: 80,
        httpsPort: edgePort,
        priority: each.priority,
        weight: 1000,
        privateLink: {
          location: site.region,
          privateLinkTargetId: privateLinkServiceId(site),
          requestMessage: `Public edge of ${site.name}`,
        },
      }),
  );
  const [{ cdnFrontdoorOriginGroupId } = { cdnFrontdoorOriginGroupId: group.id }] = made;
  return { cdnFrontdoorOriginGroupId, cdnFrontdoorOriginIds: made.map((origin) => origin.id) };
}
