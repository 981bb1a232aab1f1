import { copyJob, storeSeries } from '../../../constructs/contracts';
import type { StoreCopy } from '../../../environments/model';
import { mirrorDelay } from '../../streaming/mirror-signals';

/** What says how old a copy is. */
export type CopyMeasure =
  /** PromQL over what the cluster of the taking site exports; one series at most. */
  | { readonly by: 'cluster'; age(copy: StoreCopy): string }
  /** The cloud's own metrics, as `CloudMetrics.copyAges` of the taking site has them. */
  | { readonly by: 'cloud' }
  /** No metric has its age: that it can be restored is what shows that it is there. */
  | { readonly by: 'restore-test'; readonly because: string }
  /** Nothing is carried over, so nothing can be too old. */
  | { readonly by: 'nothing'; readonly because: string };

/**
 * Since the newest run that went well began: what was written later is not in it. Kubernetes keeps the last three runs that
 * went well. Source of its metrics: kube-state-metrics, "Job metrics".
 */
const sinceRunOf = (cronJob: string): string =>
  `time() - max(kube_job_status_start_time and on (namespace, job_name) (kube_job_status_succeeded > 0) and on (namespace, job_name) kube_job_owner{owner_kind="CronJob",owner_name="${cronJob}"})`;

const job: CopyMeasure = { by: 'cluster', age: (copy) => sinceRunOf(copyJob(copy)) };

const same = 'every site has its own, made from the same words';
const anew: CopyMeasure = { by: 'nothing', because: 'it is begun empty and made anew' };

/** By the ids of mechanisms that bring a store back after the loss of its site. */
export const copyMeasures: Readonly<Record<string, CopyMeasure>> = {
  'postgres.dump-copies': job,
  'postgres.cross-region-replica': { by: 'cloud' },
  'postgres.cross-region-backups': {
    by: 'restore-test',
    because: 'RDS, Cloud SQL and the flexible server have no metric of the age of backups in another region',
  },
  // The copy is a database of the taking site, and says itself how far it is behind.
  'postgres.replica-cluster': {
    by: 'cluster',
    age: ({ service, need }) =>
      `max(${storeSeries.postgres.replicationLag}{service="${service}",store="${service}-${need}"})`,
  },
  'documents.dump-copies': job,
  'bucket.replication': { by: 'cloud' },
  'bucket.sync': job,
  'kafka.mirror': { by: 'cluster', age: () => mirrorDelay },
  'cache.rematerialise': { by: 'nothing', because: 'it is filled again from stores that are copied' },
  'secret.copies': { by: 'nothing', because: 'values change only when somebody applies the stack that copies them' },
  'secret.own': { by: 'nothing', because: 'no stored data depends on it, so every site makes its own' },
  'credential.entered': { by: 'nothing', because: 'a person enters it on every site' },
  'key.own': { by: 'nothing', because: same },
  'postgres.begun-anew': anew,
  'documents.begun-anew': anew,
  'bucket.begun-anew': anew,
  'kafka.begun-anew': anew,
  'cache.begun-anew': anew,
  'warehouse.begun-anew': anew,
  'files.begun-anew': anew,
};
