import type { Cloud } from './index';

export const clouds = ['aws', 'google', 'azure'] as const satisfies readonly Cloud[];

export interface EdgeFacts {
  /**
   * Whether its public DNS follows health checks of names. Cloud DNS probes addresses only, and the edges of other clouds
   * have names. Source: cloud.google.com/dns/docs/routing-policies-overview, 2026-11.
   */
  readonly failsOver: boolean;
  /**
   * Whether its edge believes only certificates of public authorities where it calls the gateway. Source:
   * learn.microsoft.com/azure/frontdoor/end-to-end-tls, 2026-11.
   */
  readonly wantsPublicOrigin: boolean;
  /**
   * Whether its edge takes a public name once and itself leads it to the next of several sites. CloudFront takes it once
   * too, but passes on no request that changes something, so a further site there has a load balancer of its own; Google's
   * load balancers do not mind. Sources: learn.microsoft.com/azure/frontdoor/standard-premium/how-to-add-custom-domain,
   * docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide (alternate domain names, origin failover), 2026-11.
   */
  readonly leadsOn: boolean;
  /**
   * Whether protection against floods has a level that is paid for. Sources: docs.aws.amazon.com/waf (Shield Advanced),
   * cloud.google.com/armor/docs/armor-enterprise-overview, learn.microsoft.com/azure/frontdoor/front-door-ddos: Front Door
   * has all of it always; what Azure sells is for addresses of networks, of which the site shows none. 2026-11.
   */
  readonly hasPaidFloodLevel: boolean;
  /**
   * Regions from which its edge reaches an origin privately; `undefined`: from all that sites may be in. Source:
   * learn.microsoft.com/azure/frontdoor/private-link, "Region availability", as stored copies had it on 2026-11-21.
   */
  readonly privateOriginRegions?: readonly string[];
  /** What the id of a zone looks like. */
  readonly zoneId: RegExp;
  readonly zoneIdExample: string;
  /** The same of a zone that somebody else made: where it may be another project's, with the project. */
  readonly adoptedZoneId: RegExp;
  readonly adoptedZoneIdExample: string;
}

const azureZone =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/dns[zZ]ones\/[^/]+$/;
const azureZoneExample =
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/dnsZones/ml.example.com';

/** What the edges of the clouds have not in common. */
export const edgeFacts: Readonly<Record<Cloud, EdgeFacts>> = {
  aws: {
    failsOver: true,
    wantsPublicOrigin: false,
    leadsOn: false,
    hasPaidFloodLevel: true,
    zoneId: /^Z[A-Z0-9]{5,31}$/,
    zoneIdExample: 'Z0123456789ABCDEFGHIJ',
    adoptedZoneId: /^Z[A-Z0-9]{5,31}$/,
    adoptedZoneIdExample: 'Z0123456789ABCDEFGHIJ',
  },
  google: {
    failsOver: false,
    wantsPublicOrigin: false,
    leadsOn: false,
    hasPaidFloodLevel: true,
    zoneId: /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    zoneIdExample: 'ml-example-com',
    adoptedZoneId: /^projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/managedZones\/[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    adoptedZoneIdExample: 'projects/acme-dns/managedZones/ml-example-com',
  },
  azure: {
    failsOver: true,
    wantsPublicOrigin: true,
    leadsOn: true,
    hasPaidFloodLevel: false,
    privateOriginRegions: [
      'australiaeast',
      'brazilsouth',
      'canadacentral',
      'centralindia',
      'centralus',
      'eastasia',
      'eastus',
      'eastus2',
      'francecentral',
      'germanywestcentral',
      'japaneast',
      'koreacentral',
      'northeurope',
      'norwayeast',
      'southafricanorth',
      'southcentralus',
      'swedencentral',
      'uksouth',
      'westeurope',
      'westus3',
    ],
    zoneId: azureZone,
    zoneIdExample: azureZoneExample,
    adoptedZoneId: azureZone,
    adoptedZoneIdExample: azureZoneExample,
  },
};
