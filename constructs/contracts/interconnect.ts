import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { CloudSite, TunnelPlan } from '../../environments/model';

/** How long a resolver may keep an answer: a gateway's new address is known everywhere after this. */
export const peerNameTtlSeconds = 60;

/** A name of a joined site's gateway: a private zone, and the one host in it. */
export interface PeerName {
  readonly zone: string;
  /** The zone's own name, or `*.` before it. */
  readonly host: string;
  readonly addresses: readonly string[];
}

/** What a site is told of one that it is joined to, by whatever way. */
export interface JoinedSite {
  /** Ranges of the peer that may open connections to this site's gateway. */
  readonly ranges: readonly string[];
  /** By which names this site's pods look for the peer; none where its addresses are not known yet. */
  readonly names: readonly PeerName[];
}

export interface JoinedSitesProps<S extends CloudSite> {
  readonly site: S;
  readonly joined: readonly JoinedSite[];
}

/** A site, and the part of a stack where everything is made with its provider. */
export interface SiteScope<S extends CloudSite> {
  readonly scope: Construct;
  readonly site: S;
}

/** Two sites on one cloud that are to be joined over its own network. */
export interface PeeringProps<S extends CloudSite> {
  readonly first: SiteScope<S>;
  readonly second: SiteScope<S>;
  /** Peerings of the same sites: clouds change the peerings of a network one at a time. */
  readonly after: readonly ITerraformDependable[];
}

/** One link by tunnels as one of its ends sees it. */
export interface LinkEnd {
  /** Of the link, unique in the environment; part of names. */
  readonly peer: string;
  readonly peerAsn: number;
  readonly tunnels: readonly TunnelEnd[];
}

/** One tunnel as one of its ends sees it. */
export interface TunnelEnd extends Pick<TunnelPlan, 'insideCidr' | 'half'> {
  /** Own address inside the tunnel, and the peer's. */
  readonly inside: string;
  readonly peerInside: string;
}

/**
 * How the key of a tunnel is told to an end that has no write-only argument for it: a command that runs while Terraform
 * applies and is given the key in the environment variable `TUNNEL_KEY`. Terraform keeps neither.
 */
export interface KeySetter {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Changes whenever the end was made anew and has forgotten the key. */
  readonly subject: string;
}

/** The key of one tunnel, known to both ends and to nobody else. */
export interface TunnelKey {
  /** Terraform expression of an ephemeral value. */
  readonly value: string;
  /** Changes when there is to be a new key. */
  readonly version: string;
  /** Ends that are told the key when it is written: if one fails, the key is made and told anew by the next apply. */
  readonly setters: readonly KeySetter[];
}

interface AnyVpnGateway extends Construct {
  /** Its two public addresses; `undefined`: it has addresses of its own for each of a peer's. */
  readonly addresses?: readonly [string, string];
  /** Public address of this end of each tunnel. `peerAddresses`: those of the peer's gateway, where it has its own. */
  outsideAddresses(link: LinkEnd, peerAddresses?: readonly [string, string]): readonly string[];
}

/** A gateway whose tunnels are given their key by a command, once they are there. */
export interface ToldVpnGateway extends AnyVpnGateway {
  readonly keys: 'told';
  /** Makes its ends of the tunnels. `outside`: public address of the peer's end of each. */
  join(link: LinkEnd, outside: readonly string[]): readonly KeySetter[];
}

/** A gateway whose tunnels are made with their key, by a write-only argument. */
export interface WrittenVpnGateway extends AnyVpnGateway {
  readonly keys: 'written';
  join(link: LinkEnd, outside: readonly string[], keys: readonly TunnelKey[]): void;
}

export type VpnGateway = ToldVpnGateway | WrittenVpnGateway;

export interface VpnGatewayProps<S extends CloudSite> {
  readonly site: S;
  /** Its BGP number. */
  readonly asn: number;
  readonly links: readonly LinkEnd[];
}
