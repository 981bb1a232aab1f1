import { ComputeExternalVpnGateway } from '@cdktf/provider-google/lib/compute-external-vpn-gateway';
import { ComputeHaVpnGateway } from '@cdktf/provider-google/lib/compute-ha-vpn-gateway';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterInterface } from '@cdktf/provider-google/lib/compute-router-interface';
import { ComputeRouterPeer } from '@cdktf/provider-google/lib/compute-router-peer';
import { ComputeVpnTunnel } from '@cdktf/provider-google/lib/compute-vpn-tunnel';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { LinkEnd, TunnelKey, VpnGatewayProps, WrittenVpnGateway } from '../../contracts';
import { tellKey } from '../../terraform/tunnel-key';
import { writeSharedSecret } from '../bridge';
import { computeName, hashedComputeName, networkPath } from '../names';

/** What Google calls the gateway of somebody else, by the number of its addresses. */
const redundancy: Readonly<Record<number, string>> = { 2: 'TWO_IPS_REDUNDANCY', 4: 'FOUR_IPS_REDUNDANCY' };

/**
 * The site's HA VPN gateway: two interfaces with a public address each, in different parts of the region. A router of
 * its own tells peers the ranges of nodes and pods and learns theirs.
 */
export class GoogleInterconnectGateway extends Construct implements WrittenVpnGateway {
  readonly keys = 'written';
  readonly addresses: readonly [string, string];
  private readonly site: GoogleSite;
  private readonly gateway: ComputeHaVpnGateway;
  private readonly router: ComputeRouter;

  constructor(scope: Construct, id: string, { site, asn }: VpnGatewayProps<GoogleSite>) {
    super(scope, id);
    this.site = site;
    const network = networkPath(site);
    this.gateway = new ComputeHaVpnGateway(this, 'gateway', {
      name: computeName(site, 'interconnect'),
      region: site.region,
      network,
      vpnInterfaces: [{ id: 0 }, { id: 1 }],
    });
    this.addresses = [this.gateway.vpnInterfaces.get(0).ipAddress, this.gateway.vpnInterfaces.get(1).ipAddress];
    const { nodes, endpoints, pods } = site.addresses;
    this.router = new ComputeRouter(this, 'router', {
      name: computeName(site, 'interconnect'),
      region: site.region,
      network,
      bgp: {
        asn,
        advertiseMode: 'CUSTOM',
        advertisedIpRanges: [...nodes.slice(0, 1), endpoints, pods].map((range) => ({ range })),
      },
    });
  }

  outsideAddresses({ tunnels }: LinkEnd): readonly string[] {
    return tunnels.map(({ half }) => this.addresses[half]);
  }

  join(link: LinkEnd, outside: readonly string[], keys: readonly TunnelKey[]): void {
    const peer = new ComputeExternalVpnGateway(this, `${link.peer}-gateway`, {
      name: hashedComputeName(this.site, link.peer),
      redundancyType: redundancy[outside.length],
      interface: outside.map((ipAddress, index) => ({ id: index, ipAddress })),
    });
    keys.forEach((key, index) => {
      this.tunnel(link, peer, index, key);
    });
  }

  private tunnel(link: LinkEnd, peer: ComputeExternalVpnGateway, index: number, key: TunnelKey): void {
    const end = link.tunnels[index];
    if (!end) throw new Error(`${link.peer}: there is no tunnel ${index + 1}`);
    const { region } = this.site;
    const id = `${link.peer}-${index + 1}`;
    const name = hashedComputeName(this.site, link.peer, String(index + 1));
    const tunnel = new ComputeVpnTunnel(this, id, {
      name,
      region,
      vpnGateway: this.gateway.id,
      vpnGatewayInterface: end.half,
      peerExternalGateway: peer.id,
      peerExternalGatewayInterface: index,
      router: this.router.id,
      ikeVersion: 2,
      sharedSecret: '',
      provisioners: tellKey(key),
    });
    writeSharedSecret(tunnel, key);
    const router = { router: this.router.name, region };
    const side = new ComputeRouterInterface(this, `${id}-interface`, {
      ...router,
      name,
      ipRange: `${end.inside}/30`,
      vpnTunnel: tunnel.name,
    });
    new ComputeRouterPeer(this, `${id}-bgp`, {
      ...router,
      name,
      interface: side.name,
      peerIpAddress: end.peerInside,
      peerAsn: link.peerAsn,
    });
  }
}
