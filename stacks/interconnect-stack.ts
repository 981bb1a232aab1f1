import { Construct } from 'constructs';
import type { LinkEnd, TunnelKey, VpnGateway } from '../constructs/contracts';
import { joinedNames } from '../constructs/kubernetes/joined-names';
import { toldKey, tunnelKey } from '../constructs/terraform/tunnel-key';
import type { CloudSite, InterconnectPlan, LinkPlan } from '../environments/model';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';

export interface InterconnectStackProps extends EnvironmentStackProps {
  readonly plan: InterconnectPlan;
}

/** Keys of one half of the tunnels are new after an odd step, those of the other after an even one. */
const keyRound = (keyVersion: number, half: 0 | 1): number => Math.floor((keyVersion + half) / 2);

/**
 * The private links between the sites of an environment: a gateway a site, and redundant tunnels for each link. One state
 * holds all of it, because each end needs addresses that only the making of the other gives.
 */
export class InterconnectStack extends EnvironmentStack {
  private readonly asns: InterconnectPlan['asns'];
  private readonly gatewayAddresses: InterconnectPlan['gatewayAddresses'];
  private readonly keyVersion: number;
  private readonly sitesByName: ReadonlyMap<string, CloudSite>;

  constructor(scope: Construct, props: InterconnectStackProps) {
    super(scope, 'interconnect', props);
    const { plan, sites } = props;
    this.asns = plan.asns;
    this.gatewayAddresses = plan.gatewayAddresses;
    this.keyVersion = plan.keyVersion;
    this.sitesByName = new Map(sites.map(({ site }) => [site.name, site]));
    const gateways = new Map(
      sites.map((part) => [
        part.site.name,
        part.vpnGateway(this, {
          asn: this.asnOf(part.site.name),
          links: plan.links
            .filter(({ ends }) => ends.includes(part.site.name))
            .map((link) => this.end(link, part.site.name)),
        }),
      ]),
    );
    for (const link of plan.links) {
      const [first, second] = link.ends.map((name) => gateways.get(name));
      if (!first || !second) throw new Error(`${link.name}: a site of the link has no gateway`);
      this.join(link, first, second);
    }
  }

  private asnOf(site: string): number {
    const asn = this.asns[site];
    if (asn === undefined) throw new Error(`${site} has no BGP number`);
    return asn;
  }

  /** A link as the site of this name sees it. */
  private end({ ends, tunnels }: LinkPlan, name: string): LinkEnd {
    const own = ends[0] === name ? 0 : 1;
    const other = own === 0 ? 1 : 0;
    const peer = this.sitesByName.get(ends[other]);
    if (!peer) throw new Error(`${ends[other]} is not part of the stack`);
    return {
      peer: peer.name,
      peerAsn: this.asnOf(peer.name),
      peerRanges: [peer.addresses.network, peer.addresses.pods],
      names: this.namesOf(peer),
      tunnels: tunnels.map(({ insideCidr, insideAddresses, half }) => ({
        insideCidr,
        inside: insideAddresses[own],
        peerInside: insideAddresses[other],
        half,
      })),
    };
  }

  /** What other sites call the gateway of this one, once its addresses are stated. */
  private namesOf(site: CloudSite): LinkEnd['names'] {
    const addresses = this.gatewayAddresses[site.name];
    if (!addresses) return [];
    return joinedNames(site, site).map(({ zone, record }) => ({
      zone,
      host: record === 'itself' ? zone : `*.${zone}`,
      addresses,
    }));
  }

  private join(link: LinkPlan, first: VpnGateway, second: VpnGateway): void {
    const ends = [this.end(link, link.ends[0]), this.end(link, link.ends[1])] as const;
    const outside = [
      first.outsideAddresses(ends[0], second.addresses),
      second.outsideAddresses(ends[1], first.addresses),
    ] as const;
    const told = [
      first.keys === 'told' ? first.join(ends[0], outside[1]) : [],
      second.keys === 'told' ? second.join(ends[1], outside[0]) : [],
    ];
    const scope = new Construct(this, link.name);
    const keys = link.tunnels.map(
      ({ half }, index): TunnelKey =>
        tunnelKey(scope, `key-${index + 1}`, {
          round: keyRound(this.keyVersion, half),
          setters: told.flatMap((setters) => setters.slice(index, index + 1)),
        }),
    );
    if (first.keys === 'written') first.join(ends[0], outside[1], keys);
    else if (second.keys === 'written') second.join(ends[1], outside[0], keys);
    else for (const [index, key] of keys.entries()) toldKey(scope, `told-${index + 1}`, key);
  }
}
