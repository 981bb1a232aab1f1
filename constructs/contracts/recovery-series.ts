import type { StoreCopy } from '../../environments/model';

/**
 * One vocabulary for everything that stands between a loss and its return, whatever makes the copies: names of recorded
 * series. Those of copies carry the labels of `copyLabels`; they are recorded on the site that takes the copy, so that
 * they are there when the other one is lost, and where the sending site does a part of the work, there for that part.
 */
export const recoverySeries = {
  /**
   * How much would be lost now, if the site that the copy is of were lost. Of dumps where they are taken: since they were
   * last seen to be whole and young enough.
   */
  copyAge: 'evenkeel:recovery_copy_age:seconds',
  /** How much may be lost: the RPO of the copy. */
  promisedAge: 'evenkeel:recovery_promised_age:seconds',
  /** The age at which somebody is told, before the promise is broken; one series for each `severity`. */
  copyLimit: 'evenkeel:recovery_copy_limit:seconds',
  /** What the environment promises for the loss of a site; no labels. */
  promisedRto: 'evenkeel:recovery_promised_rto:seconds',
  /** Since the newest backup on the site itself that can be restored was made; labels `service` and `store`. */
  lastGoodBackup: 'evenkeel:recovery_last_good_backup:seconds',
} as const;

/** What tells copies apart: `store` is `<service>-<need>`, `from` and `to` are names of sites. */
export const copyLabels = ({ service, need, mechanism, from, to }: StoreCopy) => ({
  service,
  store: `${service}-${need}`,
  mechanism,
  from: from.name,
  to: to.name,
});
