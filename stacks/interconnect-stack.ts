import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { JoinedSite, LinkEnd, TunnelKey, VpnGateway } from '../constructs/contracts';
import { joinedNames } from '../constructs/kubernetes/joined-names';
import { toldKey, tunnelKey } from '../constructs/terraform/tunnel-key';
import type { CloudSite, InterconnectPlan, LinkPlan } from '../environments/model';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';
import type { SitePart } from './platforms';

export interface InterconnectStackProps extends EnvironmentStackProps {
  readonly plan: InterconnectPlan;
}

/** Keys of one half of the tunnels are new after an odd step, those of the other after an even one. */
const keyRound = (keyVersion: number, half: 0 | 1): number => Math.floor((keyVersion + half) / 2);

/**
 * The private links between the sites of an environment. On different clouds: a gateway a site, and redundant tunnels for each
 * link. On one cloud: a peering of the two networks. One state holds all of it, because each end needs what only the making of
 * the other gives.
 */
export class InterconnectStack extends EnvironmentStack {
  private readonly asns: InterconnectPlan['asns'];
  private readonly gatewayAddresses: InterconnectPlan['gatewayAddresses'];
  private readonly keyVersion: number;
  private readonly parts: ReadonlyMap<string, SitePart>;

  constructor(scope: Construct, props: InterconnectStackProps) {
    super(scope, 'interconnect', props);
    const { plan, sites } = props;
    this.asns = plan.asns;
    this.gatewayAddresses = plan.gatewayAddresses;
    this.keyVersion = plan.keyVersion;
    this.parts = new Map(sites.map((part) => [part.site.name, part]));
    for (const part of sites) this.open(part);
    this.tunnel(plan.links);
    this.peer(plan.peerings);
  }

  private part(name: string): SitePart {
    const part = this.parts.get(name);
    if (!part) throw new Error(`${name} is not part of the stack`);
    return part;
  }

  private open(part: SitePart): void {
    const joined = (part.site.linkedTo ?? []).map((name): JoinedSite => {
      const { site } = this.part(name);
      return { ranges: [site.addresses.network, site.addresses.pods], names: this.namesOf(site) };
    });
    part.joinedSites(this.scopeOf(part), joined);
  }

  private tunnel(links: readonly LinkPlan[]): void {
    const gateways = new Map<string, VpnGateway>();
    for (const [name, part] of this.parts) {
      const own = links.filter(({ ends }) => ends.includes(name));
      if (own.length === 0) continue;
      gateways.set(
        name,
        part.vpnGateway(this.scopeOf(part), {
          asn: this.asnOf(name),
          links: own.map((link) => this.end(link, name)),
        }),
      );
    }
    for (const link of links) {
      const [first, second] = link.ends.map((name) => gateways.get(name));
      if (!first || !second) throw new Error(`${link.name}: a site of the link has no gateway`);
      this.join(link, first, second);
    }
  }

  /** Each waits for the last one of either of its sites: what a cloud is changing about a network, it lets nobody else change. */
  private peer(peerings: InterconnectPlan['peerings']): void {
    const last = new Map<string, ITerraformDependable>();
    for (const { ends } of peerings) {
      const [first, second] = [this.part(ends[0]), this.part(ends[1])];
      const after = [...new Set(ends.flatMap((name) => last.get(name) ?? []))];
      const made = first.peering(this.scopeOf(first), { scope: this.scopeOf(second), site: second.site }, after);
      for (const name of ends) last.set(name, made);
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
    const peer = ends[other];
    return {
      peer,
      peerAsn: this.asnOf(peer),
      tunnels: tunnels.map(({ insideCidr, insideAddresses, half }) => ({
        insideCidr,
        inside: insideAddresses[own],
        peerInside: insideAddresses[other],
        half,
      })),
    };
  }

  /** What other sites call the gateway of this one, once its addresses are stated. */
  private namesOf(site: CloudSite): JoinedSite['names'] {
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
