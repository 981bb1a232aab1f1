import { type Cloud, type CopyPlace, dumpStore, type StoreCopy } from '../../environments/model';
import { shortHash } from './names';

/** Names of CronJobs have 52 characters at most. */
const longest = 52;
const jobName = (...parts: readonly string[]): string => {
  const whole = parts.join('-');
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 9)}-${shortHash(whole)}`;
};

/**
 * Whether buckets of a cloud answer to who comes from outside of their network. Where they do not, the job runs beside the
 * bucket, whichever way it copies.
 */
const answersOutside: { readonly [C in Cloud]: boolean } = { aws: true, google: true, azure: false };

type Way = Pick<StoreCopy, 'from' | 'to'>;
type Copied = Pick<StoreCopy, 'service' | 'need'>;

/** Whether the bucket is read by the site that takes it, or written by the one that sends it. */
export const isPulled = ({ from }: Way): boolean => answersOutside[from.cloud];

/** Site that runs the job by which a bucket is copied to another cloud. */
export const syncRunner = ({ from, to }: Way): CopyPlace => (isPulled({ from, to }) ? to : from);

/** CronJobs by which copies are made, by what each does. No other object of their kind has these names. */
export const copyJobs = {
  /** Copies a bucket to another cloud: named after the region at the other end of its way. */
  sync: ({ service, need, from, to }: Copied & Way): string =>
    jobName(service, need, 'copy', (isPulled({ from, to }) ? from : to).region),
  /** Dumps a database, where it is copied from. */
  dump: (copied: Copied): string => dumpStore(copied).service,
  /** Commits something in a database that other sites follow by its logs. */
  heartbeat: ({ service, need }: Copied): string => jobName(service, need, 'heartbeat'),
  /** Fails while the newest whole dump is older than promised, where it is copied to. */
  check: (copied: Copied): string => `${dumpStore(copied).service}-check`,
  /** Waits, suspended, for somebody who restores the newest dump. */
  restore: (copied: Copied): string => `${dumpStore(copied).service}-restore`,
} as const;
