import { CdnFrontdoorCustomDomain } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-custom-domain';
import { CdnFrontdoorEndpoint } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-endpoint';
import { CdnFrontdoorProfile } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-profile';
import { CdnFrontdoorRoute } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-route';
import { CdnFrontdoorRule } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-rule';
import { CdnFrontdoorRuleSet } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-rule-set';
import { CdnFrontdoorSecurityPolicy } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-security-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { type AzureSite, hasCloudEdge, type SiteEdge } from '../../../environments/model';
import {
  type EntryTarget,
  frontHosts,
  type PublicRecord,
  type SiteFront,
  type SiteFrontProps,
  strictTransportSeconds,
} from '../../contracts';
import { answerWith, atLeastTls12 } from '../bridge';
import { archiveLogs } from '../diagnostics';
import { auditArchiveId, edgeOriginGroup, edgeOriginName, frontDoorName } from '../names';
import { resourceGroup } from '../resource-group';
import { edgeFirewall, frontDoorSku } from './edge-firewall';
import { type EdgeOrigins, edgeOrigins } from './edge-origin';

/** Requests, probes of the origin, and what the firewall found. */
const logCategories = ['FrontDoorAccessLog', 'FrontDoorHealthProbeLog', 'FrontDoorWebApplicationFirewallLog'];

const entryOf = ({ name, edge }: AzureSite): string => {
  if (!edge) throw new Error(`${name} has no public edge`);
  return edge.entry;
};

/**
 * Front Door before the sites of the cloud: its firewall refuses attacks, nothing is kept that is not named, and it calls
 * their gateways over Private Link, by TLS, where they listen for the edge alone. It knows a public name once: where there
 * are several sites, public names lead to the first of them that answers, and each site's own name to that site alone.
 */
export class AzureSiteFront extends Construct implements SiteFront {
  readonly proofs: readonly PublicRecord[];
  private readonly site: AzureSite;
  private readonly edge: SiteEdge;
  private readonly peers: readonly AzureSite[];
  private readonly profile: CdnFrontdoorProfile;
  private readonly domains: ReadonlyMap<string, CdnFrontdoorCustomDomain>;
  private readonly endpoint: CdnFrontdoorEndpoint;

  constructor(scope: Construct, id: string, { site, edge, peers = [site] }: SiteFrontProps<AzureSite>) {
    super(scope, id);
    this.site = site;
    this.edge = edge;
    this.peers = peers;
    this.profile = new CdnFrontdoorProfile(this, 'profile', {
      name: frontDoorName(site),
      resourceGroupName: resourceGroup(this, site, 'edge').name,
      skuName: frontDoorSku,
      responseTimeoutSeconds: 240,
    });
    const others = peers.filter(({ name }) => name !== site.name).map(entryOf);
    this.domains = new Map(
      [...frontHosts(edge), ...others].map((hostName) => {
        const domain = new CdnFrontdoorCustomDomain(this, `${hostName}-domain`, {
          name: hostName.replaceAll('.', '-'),
          cdnFrontdoorProfileId: this.profile.id,
          hostName,
          tls: { certificateType: 'ManagedCertificate' },
        });
        atLeastTls12(domain);
        return [hostName, domain];
      }),
    );
    this.proofs = [...this.domains].map(
      ([host, { validationToken }]): PublicRecord => ({
        id: `${host}-azure-proof`,
        name: `_dnsauth.${host}`,
        type: 'TXT',
        value: validationToken,
      }),
    );
    this.endpoint = new CdnFrontdoorEndpoint(this, 'endpoint', {
      name: frontDoorName(site),
      cdnFrontdoorProfileId: this.profile.id,
      enabled: true,
    });
  }

  /** Where the names of all these sites lead. */
  get target(): EntryTarget {
    return { type: 'CNAME', value: this.endpoint.hostName };
  }

  open(proven: readonly ITerraformDependable[]): EntryTarget {
    const { site, edge, profile, peers } = this;
    this.guard();
    const origins = this.gateways();
    const shared = {
      cdnFrontdoorEndpointId: this.endpoint.id,
      cdnFrontdoorRuleSetIds: [this.headers().id],
      supportedProtocols: ['Http', 'Https'],
      httpsRedirectEnabled: true,
      forwardingProtocol: 'HttpsOnly',
      // Front Door's own name would go past the names that the firewall holds for.
      linkToDefaultDomain: false,
      enabled: true,
    };
    const open = {
      ...shared,
      ...origins,
      cdnFrontdoorCustomDomainIds: this.idsOf(peers.length > 1 ? edge.hosts : frontHosts(edge)),
      dependsOn: [...proven],
    };
    const passed = new CdnFrontdoorRoute(this, 'passed', { ...open, name: 'passed', patternsToMatch: ['/*'] });
    if (edge.cachedPaths.length > 0) {
      new CdnFrontdoorRoute(this, 'kept', {
        ...open,
        name: 'kept',
        patternsToMatch: [...edge.cachedPaths],
        cache: { queryStringCachingBehavior: 'UseQueryString', compressionEnabled: false },
      });
    }
    if (peers.length > 1) {
      for (const peer of peers) {
        new CdnFrontdoorRoute(this, `${peer.name}-entry`, {
          ...shared,
          ...this.gatewayOf(peer),
          name: peer.name,
          patternsToMatch: ['/*'],
          cdnFrontdoorCustomDomainIds: this.idsOf([entryOf(peer)]),
          // A name that was on the other route leaves it first.
          dependsOn: [...proven, passed],
        });
      }
    }
    archiveLogs(this, 'logs', {
      of: profile.id,
      archiveId: auditArchiveId(site),
      categories: logCategories,
    });
    return this.target;
  }

  private idsOf(hosts: readonly string[]): string[] {
    return hosts.map((host) => {
      const domain = this.domains.get(host);
      if (!domain) throw new Error(`${host} is no name of ${this.site.name}`);
      return domain.id;
    });
  }

  /** Where public names lead: by hand, to the site that serves; else to the next one too. */
  private gateways(): EdgeOrigins {
    const { site, edge, profile, peers } = this;
    return edgeOrigins(this, 'gateways', {
      profile,
      name: edgeOriginGroup,
      origins: peers.map((peer, index) => ({
        id: peer.name === site.name ? 'gateway' : `${peer.name}-gateway`,
        name: edgeOriginName(peer.name, site.name),
        site: peer,
        entry: entryOf(peer),
        priority: index + 1,
        enabled: index === 0 || edge.failsOver,
      })),
    });
  }

  /** Where the own name of a site leads: what asks by it learns of this site alone. */
  private gatewayOf(peer: AzureSite): EdgeOrigins {
    return edgeOrigins(this, `${peer.name}-gateways`, {
      profile: this.profile,
      name: peer.name,
      origins: [
        {
          id: `${peer.name}-entry-gateway`,
          name: edgeOriginGroup,
          site: peer,
          entry: entryOf(peer),
          priority: 1,
          enabled: true,
        },
      ],
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
            domain: [...this.domains.values()].map(({ id }) => ({ cdnFrontdoorDomainId: id })),
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

/** The front of a site on the cloud: Front Door, which the first of them has for all. */
export function azureSiteFront(scope: Construct, props: SiteFrontProps<AzureSite>): SiteFront {
  if (hasCloudEdge(props.site.name, props.edge)) return new AzureSiteFront(scope, 'front', props);
  const [first] = (props.before ?? []).filter((front) => front instanceof AzureSiteFront);
  if (!first) throw new Error(`${props.site.name} has no Front Door to stand behind`);
  return { proofs: [], open: () => first.target };
}
