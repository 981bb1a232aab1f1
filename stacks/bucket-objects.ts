import type { BucketObjects } from '../constructs/contracts/bucket-objects';
import type { Cloud, CloudSite, SiteByCloud } from '../environments/model';

/** Exhaustive and lazy, as `recovery-commands.ts`. */
const clouds: { readonly [C in Cloud]: () => Promise<BucketObjects<SiteByCloud[C]>> } = {
  aws: async () => (await import('../constructs/aws/recovery/bucket-objects')).bucketObjects,
  google: async () => (await import('../constructs/google/recovery/bucket-objects')).bucketObjects,
  azure: async () => (await import('../constructs/azure/recovery/bucket-objects')).bucketObjects,
};

/** Single objects in buckets of a site, in the words of its own cloud. */
export const bucketObjectsOf = ({ cloud }: CloudSite): Promise<BucketObjects<CloudSite>> =>
  (clouds[cloud] as () => Promise<BucketObjects<CloudSite>>)();
