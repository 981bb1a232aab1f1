import { CdnFrontdoorCustomDomain } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-custom-domain';
import { CdnFrontdoorEndpoint } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-endpoint';
import { CdnFrontdoorOrigin } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-origin';
import { CdnFrontdoorOriginGroup } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-origin-group';
import { CdnFrontdoorProfile } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-profile';
import { CdnFrontdoorRoute } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-route';
import { CdnFrontdoorRule } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-rule';
import { CdnFrontdoorRuleSet } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-rule-set';
import { CdnFrontdoorSecurityPolicy } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-security-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite, SiteEdge } from '../../../environments/model';
import {
  type EntryTarget,
  edgeHealthPath,
  edgePort,
  edgeServiceName,
  frontHosts,
  type PublicRecord,
  type SiteFront,
  type SiteFrontProps,
  strictTransportSeconds,
} from '../../contracts';
import { answerWith, atLeastTls12 } from '../bridge';
import { archiveLogs } from '../diagnostics';
import { auditArchiveId, frontDoorName, nodeGroupName } from '../names';
import { resourceGroup } from '../resource-group';
import { edgeFirewall, frontDoorSku } from './edge-firewall';

/** Requests, probes of the origin, and what the firewall found. */
const logCategories = ['FrontDoorAccessLog', 'FrontDoorHealthProbeLog', 'FrontDoorWebApplicationFirewallLog'];

/** What lets the edge in to the load balancer of the gateway; the cluster makes it beside its machines. */
const privateLinkServiceId = (site: AzureSite): string =>
  `/subscriptions/${site.subscriptionId}/resourceGroups/${nodeGroupName(site)}/providers/Microsoft.Network/privateLinkServices/${edgeServiceName(site)}`;

/**
 * Front Door before the site: its firewall refuses attacks, nothing is kept that is not named, and it calls the gateway
 * over Private Link, by TLS, where it listens for the edge alone.
 */
export class AzureSiteFront extends Construct implements SiteFront {
  readonly proofs: readonly PublicRecord[];
  private readonly site: AzureSite;
  private readonly edge: SiteEdge;
  private readonly profile: CdnFrontdoorProfile;
  private readonly domains: readonly CdnFrontdoorCustomDomain[];

  constructor(scope: Construct, id: string, { site, edge }: SiteFrontProps<AzureSite>) {
    super(scope, id);
    this.site = site;
    this.edge = edge;
    this.profile = new CdnFrontdoorProfile(this, 'profile', {
      name: frontDoorName(site),
      resourceGroupName: resourceGroup(this, site, 'edge').name,
      skuName: frontDoorSku,
      responseTimeoutSeconds: 240,
    });
    this.domains = frontHosts(edge).map((hostName) => {
      const domain = new CdnFrontdoorCustomDomain(this, `${hostName}-domain`, {
        name: hostName.replaceAll('.', '-'),
        cdnFrontdoorProfileId: this.profile.id,
        hostName,
        tls: { certificateType: 'ManagedCertificate' },
      });
      atLeastTls12(domain);
      return domain;
    });
    this.proofs = frontHosts(edge).map((host, index): PublicRecord => {
      const domain = this.domains[index];
      if (!domain) throw new Error(`${host} has no proof`);
      return { id: `${host}-azure-proof`, name: `_dnsauth.${host}`, type: 'TXT', value: domain.validationToken };
    });
  }

  open(proven: readonly ITerraformDependable[]): EntryTarget {
    const { site, edge, profile } = this;
    const endpoint = new CdnFrontdoorEndpoint(this, 'endpoint', {
      name: frontDoorName(site),
      cdnFrontdoorProfileId: profile.id,
      enabled: true,
    });
    this.guard();
    const origin = this.origin();
    const shared = {
      cdnFrontdoorEndpointId: endpoint.id,
      cdnFrontdoorOriginGroupId: origin.cdnFrontdoorOriginGroupId,
      cdnFrontdoorOriginIds: [origin.id],
      cdnFrontdoorRuleSetIds: [this.headers().id],
      cdnFrontdoorCustomDomainIds: this.domains.map(({ id }) => id),
      supportedProtocols: ['Http', 'Https'],
      httpsRedirectEnabled: true,
      forwardingProtocol: 'HttpsOnly',
      // Front Door's own name would go past the names that the firewall holds for.
      linkToDefaultDomain: false,
      enabled: true,
      dependsOn: [...proven],
    };
    new CdnFrontdoorRoute(this, 'passed', { ...shared, name: 'passed', patternsToMatch: ['/*'] });
    if (edge.cachedPaths.length > 0) {
      new CdnFrontdoorRoute(this, 'kept', {
        ...shared,
        name: 'kept',
        patternsToMatch: [...edge.cachedPaths],
        cache: { queryStringCachingBehavior: 'UseQueryString', compressionEnabled: false },
      });
    }
    archiveLogs(this, 'logs', {
      of: profile.id,
      archiveId: auditArchiveId(site),
      categories: logCategories,
    });
    return { type: 'CNAME', value: endpoint.hostName };
  }

  private origin(): CdnFrontdoorOrigin {
    const { site, edge, profile } = this;
    const group = new CdnFrontdoorOriginGroup(this, 'gateways', {
      name: 'gateway',
      cdnFrontdoorProfileId: profile.id,
      sessionAffinityEnabled: false,
      healthProbe: { protocol: 'Https', path: edgeHealthPath, requestType: 'GET', intervalInSeconds: 30 },
      loadBalancing: { sampleSize: 4, successfulSamplesRequired: 2, additionalLatencyInMilliseconds: 50 },
    });
    return new CdnFrontdoorOrigin(this, 'gateway', {
      name: 'gateway',
      cdnFrontdoorOriginGroupId: group.id,
      enabled: true,
      // The name that the gateway's certificate for the edge is made for. Callers' own host names are passed on.
      hostName: edge.entry,
      certificateNameCheckEnabled: true,
      httpPort: 80,
      httpsPort: edgePort,
      priority: 1,
      weight: 1000,
      privateLink: {
        location: site.region,
        privateLinkTargetId: privateLinkServiceId(site),
        requestMessage: `Public edge of ${site.name}`,
      },
    });
  }

  private guard(): void {
    const { site, edge, profile } = this;
    const firewall = edgeFirewall(this, site, edge, resourceGroup(this, site, 'edge'));
    new CdnFrontdoorSecurityPolicy(this, 'guarded', {
      name: 'firewall',
      cdnFrontdoorProfileId: profile.id,
      securityPolicies: {
        firewall: {
          cdnFrontdoorFirewallPolicyId: firewall.id,
          association: {
            patternsToMatch: ['/*'],
            domain: this.domains.map(({ id }) => ({ cdnFrontdoorDomainId: id })),
          },
        },
      },
    });
  }

  /** Browsers come again by TLS only. */
  private headers(): CdnFrontdoorRuleSet {
    const set = new CdnFrontdoorRuleSet(this, 'headers', { name: 'headers', cdnFrontdoorProfileId: this.profile.id });
    const rule = new CdnFrontdoorRule(this, 'strict-transport', {
      name: 'strictTransport',
      order: 1,
      cdnFrontdoorRuleSetId: set.id,
      actions: {},
    });
    answerWith(rule, {
      'Strict-Transport-Security': `max-age=${strictTransportSeconds}; includeSubDomains`,
      'X-Content-Type-Options': 'nosniff',
    });
    return set;
  }
}
