import type { ITerraformDependable, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  type Absent,
  type BucketSync,
  type CloudPlatform,
  type CloudTypes,
  type EdgeZone,
  type EdgeZoneProps,
  type ForeignBucket,
  isAbsent,
  type JoinedSite,
  type LetInProps,
  type NeedRequest,
  ownBucketSyncs,
  replicatedBuckets,
  type SecretCommands,
  type SiteFront,
  type SiteFrontProps,
  type SiteScope,
  type VpnGateway,
  type VpnGatewayProps,
} from '../constructs/contracts';
import type { Cloud, CloudSite, Site, SiteByCloud, SiteCloud } from '../environments/model';
import { buildCloudSite } from './cloud-site';
import { buildLocalSite } from './local-site';
import type { SiteModel } from './site-model';

type ForeignBucketOf = (organisation: string, sync: BucketSync) => ForeignBucket;

/** How jobs on another cloud reach buckets of a cloud. Only names: nothing of a provider is loaded. */
const foreign: { readonly [C in Cloud]: (() => Promise<ForeignBucketOf>) | Absent } = {
  aws: async () => (await import('../constructs/aws/data/bucket-remote')).foreignBucket,
  google: async () => (await import('../constructs/google/data/bucket-remote')).foreignBucket,
  azure: { absent: 'storage accounts answer in their own network only', instead: 'the job runs on the site on Azure' },
};

/** By name of the job: the bucket on the other cloud. */
async function foreignBuckets(site: CloudSite): Promise<ReadonlyMap<string, ForeignBucket>> {
  const found = ownBucketSyncs(site).map(async (sync) => {
    const of = foreign[sync.other.cloud];
    if (isAbsent(of)) throw new Error(`${sync.name}: ${of.absent}`);
    return [sync.name, (await of())(site.organisation, sync)] as const;
  });
  return new Map(await Promise.all(found));
}

/**
 * The one place that chooses a cloud. Exhaustive: a new cloud does not compile until it stands here, and lazy: building
 * one site never loads another cloud's provider.
 */
const builders: { readonly [C in SiteCloud]: (scope: Construct, site: SiteByCloud[C]) => Promise<SiteModel> } = {
  aws: async (scope, site) =>
    buildCloudSite(scope, site, (await import('../constructs/aws')).platform, await foreignBuckets(site)),
  google: async (scope, site) =>
    buildCloudSite(scope, site, (await import('../constructs/google')).platform, await foreignBuckets(site)),
  azure: async (scope, site) =>
    buildCloudSite(scope, site, (await import('../constructs/azure')).platform, await foreignBuckets(site)),
  local: async (scope, site) => buildLocalSite(scope, site),
};

/** Builds every stack of a site into `scope`. */
export function buildSite(scope: Construct, site: Site): Promise<SiteModel> {
  const build = builders[site.cloud] as (scope: Construct, site: Site) => Promise<SiteModel>;
  return build(scope, site);
}

/** What a stack of a whole environment builds with on one of its sites. */
export interface SitePart {
  readonly site: CloudSite;
  backend(stack: TerraformStack): void;
  /** `alias`: what the provider is called in the stack. */
  providers(scope: Construct, alias: string): void;
  joinedSites(scope: Construct, joined: readonly JoinedSite[]): void;
  /** `second`: another site on this site's cloud. */
  peering(scope: Construct, second: SiteScope<CloudSite>, after: readonly ITerraformDependable[]): ITerraformDependable;
  vpnGateway(scope: Construct, props: Omit<VpnGatewayProps<CloudSite>, 'site'>): VpnGateway;
  secretCommands(request: Omit<NeedRequest<'secret', CloudSite>, 'site'>): SecretCommands;
  publicZone(scope: Construct, props: Omit<EdgeZoneProps<CloudSite>, 'site'>): EdgeZone;
  /** `peers`: sites of this site's cloud. */
  siteFront(scope: Construct, props: Required<Pick<SiteFrontProps<CloudSite>, 'peers' | 'before'>>): SiteFront;
  clusterIssuer(scope: Construct): string;
  /** Of buckets of this site; `targets` are on its cloud. */
  replicateBuckets(scope: Construct, targets: readonly SiteScope<CloudSite>[]): void;
  letIn(scope: Construct, props: Omit<LetInProps<CloudSite>, 'site'>): void;
}

const edgeOf = (site: CloudSite) => {
  if (!site.edge) throw new Error(`${site.name} has no public edge`);
  return site.edge;
};

const partOf = <T extends CloudTypes>(site: T['site'], cloud: CloudPlatform<T>): SitePart => ({
  site,
  backend: (stack) => cloud.backend(stack, site),
  providers: (scope, alias) => cloud.providers(scope, site, alias),
  joinedSites: (scope, joined) => cloud.joinedSites(scope, { site, joined }),
  peering: (scope, { scope: secondScope, site: second }, after) => {
    if (second.cloud !== site.cloud) throw new Error(`${site.name} and ${second.name} are on different clouds`);
    return cloud.peering({ first: { scope, site }, second: { scope: secondScope, site: second as T['site'] }, after });
  },
  vpnGateway: (scope, props) => cloud.vpnGateway(scope, { ...props, site }),
  secretCommands: (request) => cloud.secretCommands({ ...request, site }),
  publicZone: (scope, props) => cloud.publicZone(scope, { ...props, site }),
  siteFront: (scope, { peers, before }) =>
    cloud.siteFront(scope, {
      site,
      edge: edgeOf(site),
      peers: peers.flatMap((peer) => (peer.cloud === site.cloud ? [peer as T['site']] : [])),
      before,
    }),
  clusterIssuer: (scope) => cloud.clusterIssuer(scope, site),
  replicateBuckets: (scope, targets) => {
    const buckets = replicatedBuckets(site);
    if (buckets.length === 0) return;
    const places = targets.flatMap((one) =>
      one.site.cloud === site.cloud ? [[one.site.name, one as SiteScope<T['site']>] as const] : [],
    );
    cloud.replicateBuckets(scope, { scope, site, buckets, targets: new Map(places) });
  },
  letIn: (scope, props) => {
    if (isAbsent(cloud.copyAccess)) throw new Error(`${site.name}: ${cloud.copyAccess.absent}`);
    cloud.copyAccess.letIn(scope, { ...props, site });
  },
});

const parts: { readonly [C in Cloud]: (site: SiteByCloud[C]) => Promise<SitePart> } = {
  aws: async (site) => partOf(site, (await import('../constructs/aws')).platform),
  google: async (site) => partOf(site, (await import('../constructs/google')).platform),
  azure: async (site) => partOf(site, (await import('../constructs/azure')).platform),
};

/** A site's cloud, for a stack that spans several. */
export function sitePart(site: CloudSite): Promise<SitePart> {
  const part = parts[site.cloud] as (site: CloudSite) => Promise<SitePart>;
  return part(site);
}
