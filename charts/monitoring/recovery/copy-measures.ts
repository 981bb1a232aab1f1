import { copyJobs, syncRunner } from '../../../constructs/contracts';
import { begunAnew, mechanismTable, type StoredKind } from '../../../environments/facts/recovery';
import type { StoreCopy } from '../../../environments/model';
import { mirrorDelay } from '../../streaming/mirror-signals';

/** What says on one site how old a copy is. */
export type CopyMeasure =
  /** PromQL over what the cluster exports; one series at most. */
  | { readonly by: 'cluster'; age(copy: StoreCopy): string }
  /** The cloud's own metrics, as `CloudMetrics.copyAges` of the site has them. */
  | { readonly by: 'cloud' }
  /** A job that fails while the copy is too old: what counts is that it went well lately. Name of the CronJob. */
  | { readonly by: 'check'; job(copy: StoreCopy): string };

/** Where copies of a mechanism are measured; or why they are not. */
export type CopyMeasures =
  | {
      /** On the site that takes the copy: it is there when the other one is lost. */
      readonly taken?: CopyMeasure;
      /** On the site that sends it, where a part of the work is done; known as long as that site is. */
      readonly sent?: CopyMeasure;
      /** The only one of the two that does the work. Default: each measures its own part. */
      measuredOn?(copy: StoreCopy): string;
    }
  /** No metric has its age: that it can be restored is what shows that it is there. */
  | { readonly untimed: string }
  /** Nothing is carried over, so nothing can be too old. */
  | { readonly nothing: string };

/**
 * Since the newest run that went well began: what was written later is not in it. Kubernetes keeps the last three runs that
 * went well. Source of its metrics: kube-state-metrics, "Job metrics".
 */
export const sinceRunOf = (cronJob: string): string =>
  `time() - max(kube_job_status_start_time and on (namespace, job_name) (kube_job_status_succeeded > 0) and on (namespace, job_name) kube_job_owner{owner_kind="CronJob",owner_name="${cronJob}"})`;

const jobRuns = (job: (copy: StoreCopy) => string): CopyMeasure => ({
  by: 'cluster',
  age: (copy) => sinceRunOf(job(copy)),
});

const sync = jobRuns(copyJobs.sync);
/** The way of the files between the sites is a copy of a bucket, and watched as one. */
const dumps: CopyMeasures = { sent: jobRuns(copyJobs.dump), taken: { by: 'check', job: copyJobs.check } };
/** What was committed last and is there: the copy's one server that no other one of the site feeds. */
const replayed: CopyMeasure = {
  by: 'cluster',
  age: ({ service, need }) => `max(cnpg_pg_replication_lag{pod=~"${service}-${need}-[0-9]+"})`,
};
const anew: CopyMeasures = { nothing: 'it is begun empty and made anew' };

/** By the ids of mechanisms that bring a store back after the loss of its site. */
export const copyMeasures: Readonly<Record<string, CopyMeasures>> = {
  'postgres.dump-copies': dumps,
  'postgres.archive-replica': { taken: replayed },
  'postgres.cross-region-replica': { taken: { by: 'cloud' } },
  'postgres.cross-region-backups': {
    untimed: 'no cloud has a metric of the age of database backups in another region',
  },
  'bucket.replication': { taken: { by: 'cloud' } },
  'bucket.sync': { sent: sync, taken: sync, measuredOn: (copy) => syncRunner(copy).name },
  'kafka.mirror': { taken: { by: 'cluster', age: () => mirrorDelay } },
  'cache.rematerialise': { nothing: 'it is filled again from stores that are copied' },
  'secret.copies': { nothing: 'values change only when somebody applies the stack that copies them' },
  'secret.own': { nothing: 'no stored data depends on it, so every site makes its own' },
  'credential.entered': { nothing: 'a person enters it on every site' },
  'key.own': { nothing: 'every site has its own, made from the same words' },
  ...Object.fromEntries(
    (Object.keys(mechanismTable) as StoredKind[]).map((kind) => [begunAnew(kind, 'cross-cloud').id, anew]),
  ),
};
