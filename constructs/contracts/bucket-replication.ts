import type { CloudSite, CopyPlace, Site } from '../../environments/model';
import { bucketOf } from './bucket-syncs';
import type { SiteScope } from './interconnect';
import type { NeedRequest } from './need-provider';

/** A bucket that its own cloud copies to another region as objects are written. */
export interface ReplicatedBucket<S extends Site = Site> {
  readonly request: NeedRequest<'bucket', S>;
  /** Sites that have the copies. */
  readonly to: readonly CopyPlace[];
  /** Somebody is told when a copy is later than this. */
  readonly rpoMinutes: number;
}

const replications = ({ recovery }: Pick<Site, 'recovery'>) =>
  (recovery?.copies ?? []).filter(({ mechanism }) => mechanism === 'bucket.replication');

/** Buckets that a site sends to other sites on its cloud. */
export const replicatedBuckets = <S extends Site>(site: S): ReplicatedBucket<S>[] => {
  const sent = replications(site).filter(({ from }) => from.name === site.name);
  const stores = new Map(sent.map((copy) => [`${copy.service}/${copy.need}`, copy]));
  return [...stores.values()].map((copy) => ({
    request: bucketOf(site, copy),
    to: sent.filter(({ service, need }) => service === copy.service && need === copy.need).map(({ to }) => to),
    rpoMinutes: copy.rpoMinutes,
  }));
};

/** Sites whose buckets are copied to buckets of this one, by the same names of tenant and need. */
export const replicatedFrom = (
  site: Site,
): readonly { readonly from: CopyPlace; readonly service: string; readonly need: string }[] =>
  replications(site).filter(({ to }) => to.name === site.name);

/** Whether the site sends or takes such copies. */
export const replicatesBuckets = (site: Site): boolean => replications(site).length > 0;

/** How buckets of one site are copied to others on its cloud. */
export interface ReplicationProps<S extends CloudSite> extends SiteScope<S> {
  readonly buckets: readonly ReplicatedBucket<S>[];
  /** By name: sites that have the copies. */
  readonly targets: ReadonlyMap<string, SiteScope<S>>;
}
