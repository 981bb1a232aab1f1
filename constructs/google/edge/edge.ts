import { CertificateManagerCertificate } from '@cdktf/provider-google/lib/certificate-manager-certificate';
import { CertificateManagerCertificateMap } from '@cdktf/provider-google/lib/certificate-manager-certificate-map';
import { CertificateManagerCertificateMapEntry } from '@cdktf/provider-google/lib/certificate-manager-certificate-map-entry';
import { CertificateManagerDnsAuthorization } from '@cdktf/provider-google/lib/certificate-manager-dns-authorization';
import { ComputeBackendService } from '@cdktf/provider-google/lib/compute-backend-service';
import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeGlobalAddress } from '@cdktf/provider-google/lib/compute-global-address';
import { ComputeGlobalForwardingRule } from '@cdktf/provider-google/lib/compute-global-forwarding-rule';
import { ComputeHealthCheck } from '@cdktf/provider-google/lib/compute-health-check';
import { ComputeSslPolicy } from '@cdktf/provider-google/lib/compute-ssl-policy';
import { ComputeTargetHttpProxy } from '@cdktf/provider-google/lib/compute-target-http-proxy';
import { ComputeTargetHttpsProxy } from '@cdktf/provider-google/lib/compute-target-https-proxy';
import { ComputeUrlMap } from '@cdktf/provider-google/lib/compute-url-map';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleSite, SiteEdge } from '../../../environments/model';
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
import { computeName, hashedComputeName } from '../names';
import { healthCheckCidrs } from '../network/google-apis';
import { edgeFirewall } from './edge-firewall';
import { edgeLogs } from './edge-logs';

const scheme = 'EXTERNAL_MANAGED';
/** Longest answer of a route that may stay open, such as one that streams. */
const timeoutSec = 300;

/** Groups of the proxies' pods, one a zone; the cluster makes them for the Service of this name. */
const podGroups = (site: GoogleSite): string[] =>
  site.zones.map((zone) => `projects/${site.projectId}/zones/${zone}/networkEndpointGroups/${edgeServiceName(site)}`);

/**
 * A global load balancer before the site: its firewall refuses attacks, nothing is kept that is not named, and it calls
 * the proxies' pods at their private addresses, where they listen for the edge alone.
 */
export class GoogleSiteFront extends Construct implements SiteFront {
  readonly proofs: readonly PublicRecord[];
  private readonly site: GoogleSite;
  private readonly edge: SiteEdge;
  /** Of other sites too: a project proves a name once. */
  private readonly authorizations: ReadonlyMap<string, CertificateManagerDnsAuthorization>;
  /** The load balancers of its project, as far as they are the environment's. */
  private readonly beside: { readonly isFirst: boolean; readonly isAlone: boolean };

  constructor(scope: Construct, id: string, { site, edge, peers = [site], before = [] }: SiteFrontProps<GoogleSite>) {
    super(scope, id);
    this.site = site;
    this.edge = edge;
    const { projectId } = site;
    const made = before
      .filter((front) => front instanceof GoogleSiteFront)
      .filter((one) => one.site.projectId === projectId);
    this.beside = {
      isFirst: made.length === 0,
      isAlone: peers.every((peer) => peer.name === site.name || peer.projectId !== projectId),
    };
    const known = new Map(made.flatMap(({ authorizations }) => [...authorizations]));
    const own = frontHosts(edge)
      .filter((domain) => !known.has(domain))
      .map((domain) => [domain, this.authorize(domain, before.length > 0)] as const);
    this.authorizations = new Map([...known, ...own]);
    this.proofs = own.map(([host, { dnsResourceRecord }]): PublicRecord => {
      const record = dnsResourceRecord.get(0);
      return {
        id: `${host}-${before.length > 0 ? `${site.name}-` : ''}google-proof`,
        name: Fn.trimsuffix(record.name, '.'),
        type: 'CNAME',
        value: Fn.trimsuffix(record.data, '.'),
      };
    });
  }

  /** Where another project proves the same name, the record has a name of the project's own. */
  private authorize(domain: string, isBeside: boolean): CertificateManagerDnsAuthorization {
    return new CertificateManagerDnsAuthorization(this, `${domain}-authorization`, {
      name: hashedComputeName(this.site, domain.replaceAll('.', '-')),
      domain,
      description: `Proof that ${domain} is ours`,
      ...(isBeside ? { type: 'PER_PROJECT_RECORD' } : {}),
    });
  }

  open(proven: readonly ITerraformDependable[]): EntryTarget {
    const { site, edge } = this;
    const name = computeName(site, 'edge');
    const plainName = computeName(site, 'edge-to-https');
    this.letIn(name);
    edgeLogs(this, site, this.beside.isAlone ? [] : [name, plainName]);
    const address = new ComputeGlobalAddress(this, 'address', { name, addressType: 'EXTERNAL', ipVersion: 'IPV4' });
    const [kept, passed] = this.backends(name);
    const urls = new ComputeUrlMap(this, 'urls', {
      name,
      defaultService: passed.id,
      ...(kept
        ? {
            hostRule: [{ hosts: ['*'], pathMatcher: 'kept' }],
            pathMatcher: [
              {
                name: 'kept',
                defaultService: passed.id,
                pathRule: [{ paths: [...edge.cachedPaths], service: kept.id }],
              },
            ],
          }
        : {}),
    });
    const tls = new ComputeSslPolicy(this, 'tls', { name, profile: 'RESTRICTED', minTlsVersion: 'TLS_1_2' });
    const secure = new ComputeTargetHttpsProxy(this, 'secure', {
      name,
      urlMap: urls.id,
      sslPolicy: tls.id,
      certificateMap: `//certificatemanager.googleapis.com/${this.certificates(name, proven).id}`,
      quicOverride: 'ENABLE',
    });
    const shared = { ipAddress: address.address, loadBalancingScheme: scheme, ipProtocol: 'TCP' };
    new ComputeGlobalForwardingRule(this, 'https', { ...shared, name, target: secure.id, portRange: '443' });
    const plain = new ComputeTargetHttpProxy(this, 'plain', {
      name: plainName,
      urlMap: new ComputeUrlMap(this, 'to-https', {
        name: plainName,
        defaultUrlRedirect: {
          httpsRedirect: true,
          redirectResponseCode: 'MOVED_PERMANENTLY_DEFAULT',
          stripQuery: false,
        },
      }).id,
    });
    new ComputeGlobalForwardingRule(this, 'http', { ...shared, name: plainName, target: plain.id, portRange: '80' });
    return { type: 'A', value: address.address };
  }

  /** Google's own proxies reach the pods where they listen for the edge, and nothing else does. */
  private letIn(name: string): void {
    new ComputeFirewall(this, 'from-balancer', {
      name,
      network: `projects/${this.site.projectId}/global/networks/${this.site.name}`,
      direction: 'INGRESS',
      priority: 1000,
      sourceRanges: [...healthCheckCidrs],
      allow: [{ protocol: 'tcp', ports: [String(edgePort)] }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  }

  /** What is kept, where anything is, and what is passed on. */
  private backends(name: string): readonly [ComputeBackendService | undefined, ComputeBackendService] {
    const { site, edge } = this;
    const check = new ComputeHealthCheck(this, 'check', {
      name,
      checkIntervalSec: 10,
      timeoutSec: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
      httpsHealthCheck: { port: edgePort, requestPath: edgeHealthPath },
      logConfig: { enable: true },
    });
    const shared = {
      loadBalancingScheme: scheme,
      protocol: 'HTTPS',
      healthChecks: [check.id],
      securityPolicy: edgeFirewall(this, { site, edge, isBought: !this.beside.isFirst }).id,
      backend: podGroups(site).map((group) => ({
        group,
        balancingMode: 'RATE',
        // A proxy takes 1,000 and more requests a second; beyond, Google prefers pods of other zones.
        maxRatePerEndpoint: 1000,
        capacityScaler: 1,
      })),
      timeoutSec,
      customResponseHeaders: [
        `Strict-Transport-Security: max-age=${strictTransportSeconds}; includeSubDomains`,
        'X-Content-Type-Options: nosniff',
      ],
      logConfig: { enable: true, sampleRate: 1 },
    };
    const passed = new ComputeBackendService(this, 'passed', { ...shared, name, enableCdn: false });
    if (edge.cachedPaths.length === 0) return [undefined, passed];
    const kept = new ComputeBackendService(this, 'kept', {
      ...shared,
      name: computeName(site, 'edge-kept'),
      enableCdn: true,
      cdnPolicy: {
        cacheMode: 'USE_ORIGIN_HEADERS',
        cacheKeyPolicy: { includeHost: true, includeProtocol: true, includeQueryString: true },
      },
    });
    return [kept, passed];
  }

  private proofOf(host: string): CertificateManagerDnsAuthorization {
    const proof = this.authorizations.get(host);
    if (!proof) throw new Error(`${host} has no proof`);
    return proof;
  }

  private certificates(name: string, proven: readonly ITerraformDependable[]): CertificateManagerCertificateMap {
    const hosts = frontHosts(this.edge);
    const certificate = new CertificateManagerCertificate(this, 'certificate', {
      name,
      description: `Public names of ${this.site.name}`,
      scope: 'DEFAULT',
      managed: { domains: [...hosts], dnsAuthorizations: hosts.map((host) => this.proofOf(host).id) },
      dependsOn: [...proven],
    });
    const map = new CertificateManagerCertificateMap(this, 'certificates', { name });
    for (const hostname of hosts) {
      new CertificateManagerCertificateMapEntry(this, `${hostname}-certificate`, {
        name: hashedComputeName(this.site, hostname.replaceAll('.', '-')),
        map: map.name,
        certificates: [certificate.id],
        hostname,
      });
    }
    return map;
  }
}
