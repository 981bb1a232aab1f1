import type { Cloud, StoreCopy } from '../../environments/model';
import { shortHash } from './names';

/** Names of CronJobs have 52 characters at most. */
const longest = 52;
const jobName = (...parts: readonly string[]): string => {
  const whole = parts.join('-');
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 9)}-${shortHash(whole)}`;
};

/** Whether buckets of a cloud answer to who comes from another one. Where they do not, the copying job runs beside them. */
const answersOutside: { readonly [C in Cloud]: boolean } = { aws: true, google: true, azure: false };

/** Name of the site that runs the job by which a bucket is copied to another cloud. */
export const syncRunner = ({ from, to }: StoreCopy): string => (answersOutside[from.cloud] ? to : from).name;

/** CronJobs by which copies are made, by what each does. No other object of their kind has these names. */
export const copyJobs = {
  /** Copies a bucket to another cloud. */
  sync: ({ service, need, from, to }: StoreCopy): string =>
    jobName(service, need, 'copy', (answersOutside[from.cloud] ? from : to).region),
  /** Dumps a database, where it is copied from. */
  dump: ({ service, need }: StoreCopy): string => `${service}-${need}-dumps`,
  /** Fails while the newest whole dump is older than promised, where it is copied to. */
  check: ({ service, need }: StoreCopy): string => `${service}-${need}-dumps-check`,
} as const;
