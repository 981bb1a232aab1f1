import type { ITerraformDependable } from 'cdktf';
import type { CloudSite, EdgePlan, SiteEdge } from '../../environments/model';

/** How long a resolver may keep where public names lead: a site that takes over is known everywhere after this. */
export const publicNameTtlSeconds = 60;
/** Records that stay: proofs of ownership, and hosts that lead to the name that moves. */
export const steadyTtlSeconds = 300;

/** What the edge asks of the gateway to learn whether it answers. */
export const edgeHealthPath = '/edge-health';
/** Where the gateway listens for the edge, and for nobody else. */
export const edgePort = 8443;
/** One name in every cloud for what leads from the edge to the gateway, made inside the cluster. */
export const edgeServiceName = (site: Pick<CloudSite, 'name'>): string => `${site.name}-edge`;

/** What browsers are told of every host: never again without TLS. */
export const strictTransportSeconds = 31_536_000;

/** A record of the public zone. */
export interface PublicRecord {
  /** Construct id. */
  readonly id: string;
  /** Whole host name, or an expression of it; without a dot at the end. */
  readonly name: string;
  readonly type: 'A' | 'CNAME' | 'TXT';
  readonly value: string;
}

/** The public name that leads to the site that serves. */
export interface MovingName {
  readonly name: string;
  /** Entries of the sites, in the order in which they take over; the first serves. */
  readonly entries: readonly string[];
  /** Follow health checks; otherwise the first entry alone counts. */
  readonly automatic: boolean;
  readonly health: SiteEdge['health'];
}

/** An adopted public zone, as it is looked up. */
export interface AdoptedZoneProps extends Pick<EdgeZoneProps<CloudSite>, 'domain'> {
  readonly site: Pick<CloudSite, 'environment'>;
  readonly id: string;
}

/** Where the file names an adopted public zone. */
export const adoptedZonePlace = ({ site }: Pick<AdoptedZoneProps, 'site'>): string =>
  `${site.environment} edge.dns.adopt`;

/** The public zone of an environment. Delegating it and, where the zone is signed, the parent's DS record are outputs. */
export interface EdgeZone {
  record(record: PublicRecord): ITerraformDependable;
  moving(name: MovingName): void;
}

export interface EdgeZoneProps<S extends CloudSite> {
  readonly site: S;
  readonly domain: string;
  readonly parent?: NonNullable<EdgePlan['parent']>;
}

/** Where a site's own name leads. */
export type EntryTarget = Pick<PublicRecord, 'type' | 'value'>;

/** The site's edge: certificates first, whose records prove the ownership of names, then all else. */
export interface SiteFront {
  readonly proofs: readonly PublicRecord[];
  /** Makes the rest once the proofs stand. */
  open(proven: readonly ITerraformDependable[]): EntryTarget;
}

export interface SiteFrontProps<S extends CloudSite> {
  readonly site: S;
  readonly edge: SiteEdge;
  /** All sites of its cloud in the order in which they take over. Default: it alone. */
  readonly peers?: readonly S[];
  /** Fronts of its cloud that were made before it: a public name is proven, or entered, once. Default: none. */
  readonly before?: readonly SiteFront[];
}

/** Every name that the edge of a site answers to. */
export const frontHosts = ({ entry, hosts }: Pick<SiteEdge, 'entry' | 'hosts'>): readonly string[] => [entry, ...hosts];
