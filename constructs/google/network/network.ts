import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeRoute } from '@cdktf/provider-google/lib/compute-route';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { DnsPolicy } from '@cdktf/provider-google/lib/dns-policy';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { GoogleLogArchive } from '../governance/log-archive';
import { computeName } from '../names';
import type { GoogleSiteNetwork } from '../site-network';
import { restrictedApiCidr } from './google-apis';
import { GooglePrivateApis } from './private-apis';

export interface GoogleNetworkProps {
  readonly site: GoogleSite;
}

/** How many addresses share the way out. Cloud NAT spans all zones by itself: more addresses mean more connections. */
const natAddresses: Readonly<Record<GoogleSite['natGateways'], number>> = { 'per-zone': 3, single: 1 };

/**
 * The site's VPC. Google's subnets span the zones of a region, so there is one for nodes, one for endpoints of managed
 * services and one for the control plane. Nothing comes in from outside; nodes leave through Cloud NAT with addresses
 * that partners can allow; Google's APIs are reached over private addresses; flows, refused connections, DNS queries
 * and translations are logged to the site's archive.
 */
export class GoogleNetwork extends Construct implements GoogleSiteNetwork {
  readonly networkId: string;
  readonly nodeSubnetId: string;
  readonly endpointSubnetId: string;
  readonly controlPlaneSubnetId: string;
  readonly podRangeName = 'pods';
  readonly serviceRangeName = 'services';
  private readonly site: GoogleSite;

  constructor(scope: Construct, id: string, { site }: GoogleNetworkProps) {
    super(scope, id);
    this.site = site;
    const { addresses } = site;
    new GoogleLogArchive(this, 'log-archive', { site });

    const network = new ComputeNetwork(this, 'network', {
      name: site.name,
      autoCreateSubnetworks: false,
      deleteDefaultRoutesOnCreate: true,
      routingMode: 'REGIONAL',
    });
    this.networkId = network.id;

    const nodes = this.subnet('nodes', addresses.nodes[0] ?? addresses.network, [
      { rangeName: this.podRangeName, ipCidrRange: addresses.pods },
      { rangeName: this.serviceRangeName, ipCidrRange: addresses.services },
    ]);
    this.nodeSubnetId = nodes.id;
    this.endpointSubnetId = this.subnet('endpoints', addresses.endpoints).id;
    this.controlPlaneSubnetId = this.subnet('control-plane', addresses.controlPlane).id;

    this.route('internet', '0.0.0.0/0');
    this.route('google-apis', restrictedApiCidr);
    this.nat(nodes);
    this.refuseIncoming();
    new GooglePrivateApis(this, 'private-apis', { site, networkId: network.id });
    new DnsPolicy(this, 'dns-logs', {
      name: computeName(site, 'dns-logs'),
      enableLogging: true,
      networks: [{ networkUrl: network.id }],
    });
  }

  private subnet(
    name: string,
    ipCidrRange: string,
    secondaryIpRange: { rangeName: string; ipCidrRange: string }[] = [],
  ) {
    return new ComputeSubnetwork(this, `${name}-subnet`, {
      name: computeName(this.site, name),
      network: this.networkId,
      region: this.site.region,
      ipCidrRange,
      secondaryIpRange,
      privateIpGoogleAccess: true,
      logConfig: { aggregationInterval: 'INTERVAL_1_MIN', flowSampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
    });
  }

  private route(name: string, destRange: string): void {
    new ComputeRoute(this, `${name}-route`, {
      name: computeName(this.site, name),
      network: this.networkId,
      destRange,
      nextHopGateway: 'default-internet-gateway',
      priority: 1000,
    });
  }

  private nat(nodes: ComputeSubnetwork): void {
    const { site } = this;
    const router = new ComputeRouter(this, 'router', {
      name: computeName(site, 'router'),
      network: this.networkId,
      region: site.region,
    });
    const natIps = Array.from({ length: natAddresses[site.natGateways] }, (_, index) => {
      const name = `nat-${index + 1}`;
      return new ComputeAddress(this, name, { name: computeName(site, name), region: site.region }).selfLink;
    });
    new ComputeRouterNat(this, 'nat', {
      name: computeName(site, 'nat'),
      router: router.name,
      region: site.region,
      natIpAllocateOption: 'MANUAL_ONLY',
      natIps,
      sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
      subnetwork: [{ name: nodes.id, sourceIpRangesToNat: ['ALL_IP_RANGES'] }],
      // Busy nodes borrow ports; that rules out endpoint-independent mapping.
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
      minPortsPerVm: 64,
      maxPortsPerVm: 4096,
      logConfig: { enable: true, filter: 'ALL' },
    });
  }

  /** A VPC refuses what no rule allows; this one says so and writes it down. GKE adds its own narrow rules above it. */
  private refuseIncoming(): void {
    new ComputeFirewall(this, 'refuse-incoming', {
      name: computeName(this.site, 'refuse-incoming'),
      network: this.networkId,
      direction: 'INGRESS',
      priority: 65534,
      sourceRanges: ['0.0.0.0/0'],
      deny: [{ protocol: 'all' }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  }
}
