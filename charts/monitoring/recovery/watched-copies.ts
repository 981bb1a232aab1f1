import { type CopyAges, copyLabels } from '../../../constructs/contracts';
import type { Site, StoreCopy } from '../../../environments/model';
import { type CopyMeasure, copyMeasures, sinceRunOf } from './copy-measures';

/** A copy that a site takes or sends, and what says there how old it is. */
export interface WatchedCopy {
  readonly labels: ReturnType<typeof copyLabels>;
  /** PromQL of its age in seconds. Default: nobody measures it, so an alert says that nothing is known of it. */
  readonly age?: string;
  readonly promisedSeconds: number;
  /** Age that it reaches between two runs that go well; 0: it is made without pause. */
  readonly plannedSeconds: number;
}

/** What says on this site how old a copy is; `undefined`: nothing does here, or nothing can. */
function measureOn({ name }: Site, copy: StoreCopy): CopyMeasure | undefined {
  const measures = copyMeasures[copy.mechanism];
  if (!measures) throw new Error(`${copy.mechanism}: nothing says how old its copies are`);
  if ('nothing' in measures || 'untimed' in measures) return undefined;
  const { measuredOn, sent, taken } = measures;
  if (measuredOn && measuredOn(copy) !== name) return undefined;
  return copy.to.name === name ? taken : sent;
}

/** A job that checks a copy at intervals says so within this time, or the copy is too old. */
const graceSeconds = 600;

/** A copy that is made at intervals and takes one at most cannot be promised to be younger than two. */
function secondsOf({ by }: CopyMeasure, { rpoMinutes, intervalMinutes = 0 }: StoreCopy) {
  const plannedSeconds = 60 * intervalMinutes;
  const promised = 60 * Math.max(rpoMinutes, 2 * intervalMinutes, 1);
  return { plannedSeconds, promisedSeconds: by === 'check' ? plannedSeconds + graceSeconds : promised };
}

function ageOf(measure: CopyMeasure, copy: StoreCopy, store: string, cloudAges: CopyAges): string | undefined {
  if (measure.by === 'check') return sinceRunOf(measure.job(copy));
  if (measure.by === 'cluster') return measure.age(copy);
  const said = cloudAges[store];
  return typeof said === 'string' ? said : undefined;
}

/** Every copy whose age the site itself can know, in the order of the catalogue. */
export const watchedCopies = (site: Site, cloudAges: CopyAges = {}): WatchedCopy[] =>
  (site.recovery?.copies ?? []).flatMap((copy) => {
    const measure = measureOn(site, copy);
    const labels = copyLabels(copy);
    if (!measure || (measure.by === 'cloud' && typeof cloudAges[labels.store] === 'object')) return [];
    const age = ageOf(measure, copy, labels.store, cloudAges);
    return [{ labels, ...secondsOf(measure, copy), ...(age === undefined ? {} : { age }) }];
  });
