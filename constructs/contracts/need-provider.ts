import type { Construct } from 'constructs';
import type { Cloud, CloudSite, Site, SiteByCloud } from '../../environments/model';
import type { RuleFinding } from '../../environments/rules/rule';
import type { CloudNeedKind, NeedByKind, NeedKind } from '../../services';
import type { BindingByKind, BucketBinding, IdentityBinding } from './bindings';
import type { Cluster, EncryptionKey, Foundation, Network } from './infrastructure';
import type { LevelsOfNeed } from './store-levels';

/** One need of one service on one site. */
export interface NeedRequest<K extends NeedKind = NeedKind, S extends Site = Site> {
  readonly site: S;
  /** Service or operator that asks. */
  readonly service: string;
  readonly namespace: string;
  /** The need's name inside the service, in kebab case: part of other names. */
  readonly name: string;
  readonly need: NeedByKind[K];
}

/** Where a database inside the cluster keeps its backups, and as whom its pods write there. */
export interface Archive {
  readonly bucket: BucketBinding;
  readonly identity: IdentityBinding;
}

/** Who meets the other needs of a site. */
export interface Providers<S extends Site = Site> {
  providerOf<K extends NeedKind>(kind: K): NeedBinder<K, S>;
}

/** What every provider can do, with or without a cloud. Both are pure. */
export interface NeedBinder<K extends NeedKind, S extends Site = Site> {
  /** `others`: for needs that lead to what another service has. */
  bind(request: NeedRequest<K, S>, others?: Providers<S>): BindingByKind[K];
  /**
   * Adds the Kubernetes objects behind the binding, e.g. the ExternalSecret that fetches a password. Databases inside the
   * cluster get an archive where the site has one for them.
   */
  manifests(scope: Construct, request: NeedRequest<K, S>, archive?: Archive): void;
  /** What its metrics say in the words of `storeSeries`. Default: the kind has no servers to watch. */
  levels?(request: NeedRequest<K, S>): LevelsOfNeed<K>;
  /** When the objects are applied: before the service (`data`), or with it. Default: `data`. */
  readonly wave?: 'data' | 'services';
  /** Why it cannot meet this one request. Default: it can meet every one. */
  unmet?(request: NeedRequest<K, S>): Pick<RuleFinding, 'code' | 'message' | 'value' | 'allowed' | 'fix'> | undefined;
}

/** The types of one cloud, so that its own parts fit together without casts. */
export interface CloudTypes {
  readonly site: CloudSite;
  readonly network: Network;
  readonly cluster: Cluster;
  readonly foundation: Foundation;
  readonly key: EncryptionKey;
  /** One permission as the cloud states it: an IAM statement, a role on a resource, a role assignment. */
  readonly grant: unknown;
}

/** What a need's provider builds with: everything made earlier on the site. */
export interface NeedContext<T extends CloudTypes> {
  readonly network: T['network'];
  readonly foundation: T['foundation'];
  /** The service's own key, or the site's data key. */
  readonly key: T['key'];
}

export interface Provisioned<T extends CloudTypes> {
  /** What the service's own identity may do. */
  readonly serviceGrants: readonly T['grant'][];
  /** What who only reads may do. Only of buckets that jobs copy elsewhere. Default: what the service may. */
  readonly readGrants?: readonly T['grant'][];
  /** What the reader of the site's secrets may do. */
  readonly secretReaderGrants: readonly T['grant'][];
  /** What the reader of the site's metrics may do. Default: there is nothing to read. */
  readonly metricReaderGrants?: readonly T['grant'][];
  /** What the claim of a `files` need is bound to. Only of that kind. */
  readonly volume?: MadeVolume;
}

/** A volume of a CSI driver, as the `platform` stack enters it in the cluster: its handle may be known to the cloud only. */
export interface MadeVolume {
  readonly driver: string;
  readonly handle: string;
  /** Default: the handle says all. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Default: the driver's own. */
  readonly mountOptions?: readonly string[];
}

/** Needs met by resources of the `data` stack. */
export type DataNeedKind = Exclude<CloudNeedKind, 'identity' | 'key'>;

export interface CloudNeedProvider<K extends DataNeedKind, T extends CloudTypes> extends NeedBinder<K, T['site']> {
  provision(scope: Construct, request: NeedRequest<K, T['site']>, context: NeedContext<T>): Provisioned<T>;
}

export interface CloudKeyProvider<T extends CloudTypes> extends NeedBinder<'key', T['site']> {
  provision(
    scope: Construct,
    request: NeedRequest<'key', T['site']>,
    context: Pick<NeedContext<T>, 'network' | 'foundation'>,
  ): T['key'];
}

export interface CloudIdentityProvider<T extends CloudTypes> extends NeedBinder<'identity', T['site']> {
  /** Makes the identity in the `platform` stack, with exactly the given grants. */
  provision(
    scope: Construct,
    request: NeedRequest<'identity', T['site']>,
    context: { readonly cluster: T['cluster']; readonly grants: readonly T['grant'][] },
  ): { readonly serviceAccountAnnotations: Readonly<Record<string, string>> };
}

/** Needs that a cloud may openly leave to the cluster, or have no answer to. */
type LeavableNeedKind = 'cache' | 'warehouse';

/** Every kind of need that a cloud can meet: none may be missing. */
export type CloudNeeds<T extends CloudTypes> = {
  readonly [K in Exclude<DataNeedKind, LeavableNeedKind>]: CloudNeedProvider<K, T>;
} & { readonly [K in LeavableNeedKind]: CloudNeedProvider<K, T> | Absent } & {
  readonly identity: CloudIdentityProvider<T>;
  readonly key: CloudKeyProvider<T>;
};

/** A need that cannot be met on a cloud or inside a cluster, with the reason shown in the parity matrix and in `NEED_UNMET`. */
export interface Absent {
  readonly absent: string;
  /** What the user can do instead. */
  readonly instead: string;
}

/** Every kind of need, inside the cluster: met, or absent with its reason. */
export type InClusterNeeds = { readonly [K in NeedKind]: NeedBinder<K> | Absent };

export const isAbsent = <T extends object>(provider: T | Absent): provider is Absent => 'absent' in provider;

export type { Cloud, SiteByCloud };
