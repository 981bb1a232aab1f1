import type { Cloud } from '../../environments/facts';
import { type CloudSite, type CopyPlace, isSitePublicCloud, type Site, type StoreCopy } from '../../environments/model';
import type { BucketNeed, NeedMap } from '../../services';
import { archiveTenants } from './archive-tenants';
import type { NetworkPeer } from './bindings';
import { clusterStateTenants } from './cluster-state';
import { copyJobs, isPulled, syncRunner } from './copy-jobs';
import type { NeedRequest } from './need-provider';
import { requestsOf, serviceTenants, type Tenant } from './need-requests';

/** A bucket that a job copies from one cloud to another, as both sides know it. */
export interface BucketSync {
  /** Of the job, its account and everything that lets it in: unique on a site. */
  readonly name: string;
  readonly namespace: string;
  /** Tenant and need that the bucket belongs to, in kebab case. */
  readonly service: string;
  readonly need: string;
  readonly from: CopyPlace;
  readonly to: CopyPlace;
  /** Where the job runs; the bucket of the other place lets it in. */
  readonly runner: CopyPlace;
  readonly other: CopyPlace;
  /** What the job may do with the bucket of the other place. */
  readonly rights: 'read' | 'write';
  readonly intervalMinutes: number;
  /** Nothing in it is replaced or deleted before its day, so that nothing is in the copy. */
  readonly locked: boolean;
  /** The one folder that is copied. Default: all of it. */
  readonly folder?: string;
}

/** A bucket as the job reaches it, in the words of rclone. */
export interface BucketRemote {
  /** Options of the remote, by name. */
  readonly options: Readonly<Record<string, string>>;
  /** Bucket or container. */
  readonly path: string;
  /** What the library of the cloud reads. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it answers, and where tokens for it are given out. */
  readonly egress: readonly NetworkPeer[];
}

/** A bucket of a cloud that the job does not run on: it signs in by a token of its own cluster. */
export interface ForeignBucket extends BucketRemote {
  /** Whom the token is for. */
  readonly audience: string;
  /** A file that the library reads besides: says how to sign in, and holds no secret. Default: none. */
  readonly file?: { readonly name: string; readonly content: string };
}

/** Folders of the job that a foreign bucket is signed in to by. */
export const copyFolders = { token: '/var/run/secrets/evenkeel/other-cloud', files: '/opt/evenkeel' } as const;
export const copyTokenFile = `${copyFolders.token}/token`;

/**
 * What a copy keeps of itself in its bucket, and no pass touches. `records`: when whole passes began, one object a pass,
 * named by that time (`20261122T025400Z.json`). `hold`: while this object is there, nothing is copied into the bucket: a
 * failover puts it there, and a failback takes it away.
 */
export const copyNotes = { folder: '.evenkeel', records: 'copied', hold: 'hold' } as const;
export const holdKey = `${copyNotes.folder}/${copyNotes.hold}`;
/** Records lie under it. */
export const recordsPrefix = `${copyNotes.folder}/${copyNotes.records}/`;

/** Label of every pod that copies a bucket: `app.kubernetes.io/component`. */
export const bucketCopies = 'bucket-copy';

type CopiedBucket = Pick<NeedRequest<'bucket'>, 'service' | 'namespace' | 'name'> & {
  readonly need: Pick<BucketNeed, 'lock'>;
};
type Copy = Pick<StoreCopy, 'from' | 'to' | 'intervalMinutes' | 'folder'>;

/** How one bucket is copied between clouds: for buckets of services, and for what others keep in buckets of their own. */
export function bucketSync(
  { service, namespace, name, need }: CopiedBucket,
  { from, to, intervalMinutes = 60, folder }: Copy,
): BucketSync {
  const pulled = isPulled({ from, to });
  const runner = syncRunner({ from, to });
  const other = runner === to ? from : to;
  return {
    name: copyJobs.sync({ service, need: name, from, to }),
    namespace,
    service,
    need: name,
    from,
    to,
    runner,
    other,
    rights: pulled ? 'read' : 'write',
    intervalMinutes,
    locked: need.lock !== undefined && !need.lock.replaceable,
    ...(folder === undefined ? {} : { folder }),
  };
}

/** Everything on a site that has buckets which recovery copies; whoever else keeps some in buckets of its own stands here. */
const bucketTenants = (site: Site): Tenant[] => [
  ...serviceTenants(site),
  ...archiveTenants(site),
  ...clusterStateTenants(site),
];

/** @throws where nothing on the site has the bucket, so that no copy is left unmade in silence */
export function bucketOf<S extends Site>(site: S, copy: Pick<StoreCopy, 'service' | 'need'>): NeedRequest<'bucket', S> {
  const [found] = bucketTenants(site)
    .filter(({ name }) => name === copy.service)
    .flatMap((tenant) => requestsOf(site, tenant, 'bucket').filter(({ name }) => name === copy.need));
  if (!found) throw new Error(`${site.name} has no bucket ${copy.service}/${copy.need}, which recovery copies`);
  return found;
}

/** Buckets that are copied between a site and another cloud, whichever way, and whoever runs the job. */
export const bucketSyncs = (site: Site): BucketSync[] =>
  (site.recovery?.copies ?? [])
    .filter(({ mechanism }) => mechanism === 'bucket.sync')
    .map((copy) => bucketSync(bucketOf(site, copy), copy));

/** Those whose job the site runs itself. */
export const ownBucketSyncs = (site: Site): BucketSync[] =>
  bucketSyncs(site).filter(({ runner }) => runner.name === site.name);

interface CopyNeeds extends NeedMap {
  readonly identity: { readonly kind: 'identity'; readonly serviceAccount: string; readonly grants: 'needs' };
}

/** Who copies a bucket: an account for each, so that nobody else reaches what it reaches in another cloud. */
export interface CopyTenant extends Tenant {
  readonly needs: CopyNeeds;
  readonly sync: BucketSync;
}

export const copyTenants = (site: Site): CopyTenant[] =>
  ownBucketSyncs(site).map((sync) => ({
    name: sync.name,
    namespace: sync.namespace,
    needs: { identity: { kind: 'identity', serviceAccount: sync.name, grants: 'needs' } },
    sync,
  }));

/** The account of the job as the tokens of its cluster name it. */
export const copySubject = ({ namespace, name }: Pick<BucketSync, 'namespace' | 'name'>): string =>
  `system:serviceaccount:${namespace}:${name}`;

/** Who of one other site a site lets in to its buckets. */
export interface LetInProps<S extends CloudSite> {
  readonly site: S;
  /** Site that the jobs run on. */
  readonly runner: CopyPlace;
  /** Issuer of the tokens of its cluster. */
  readonly issuer: string;
  readonly syncs: readonly BucketSync[];
}

/** By site that the jobs run on: which of them a site lets in. */
export function letIn(site: Site): ReadonlyMap<string, readonly BucketSync[]> {
  if (!isSitePublicCloud(site)) return new Map();
  const foreign = bucketSyncs(site).filter(({ other }) => other.name === site.name);
  const runners = [...new Set(foreign.map(({ runner }) => runner.name))];
  return new Map(runners.map((name) => [name, foreign.filter(({ runner }) => runner.name === name)]));
}

/** What issuers of clusters look like, with `*` for what only the cloud knows, without the scheme. */
const issuers: { readonly [C in Cloud]: (place: CopyPlace) => string } = {
  aws: ({ region }) => `oidc.eks.${region}.amazonaws.com/id/*`,
  google: ({ account, region }) => `container.googleapis.com/v1/projects/${account}/locations/${region}/clusters/*`,
  azure: ({ region, tenantId }) => `${region}.oic.prod-aks.azure.com/${tenantId}/*`,
};

/** Issuers that a site trusts for copies of its buckets, as patterns. */
export const trustedIssuers = (site: Site): string[] =>
  [...letIn(site).values()].flatMap(([first]) => (first ? [issuers[first.runner.cloud](first.runner)] : []));
