import { copyLabels } from '../../../constructs/contracts';
import type { Site, StoreCopy } from '../../../environments/model';
import { copyMeasures } from './copy-measures';

/** A copy that a site takes, and what says how old it is. */
export interface WatchedCopy {
  readonly labels: ReturnType<typeof copyLabels>;
  /** PromQL of its age in seconds. Default: nobody measures it, so an alert says that nothing is known of it. */
  readonly age?: string;
  readonly promisedSeconds: number;
  /** Age that it reaches between two runs that go well; 0: it is made without pause. */
  readonly plannedSeconds: number;
}

/** PromQL by `<service>-<need>`, of copies whose age only the cloud knows. */
export type CloudCopyAges = Readonly<Record<string, string>>;

/** Copies that the site takes: it watches them itself, because the other site may be the one that is lost. */
const taken = ({ name, recovery }: Site): readonly StoreCopy[] =>
  recovery?.copies.filter(({ to }) => to.name === name) ?? [];

/** A copy that is made at intervals and takes one at most cannot be promised to be younger than two. */
const secondsOf = ({ rpoMinutes, intervalMinutes = 0 }: StoreCopy) => ({
  promisedSeconds: 60 * Math.max(rpoMinutes, 2 * intervalMinutes, 1),
  plannedSeconds: 60 * intervalMinutes,
});

/** Every copy that a site takes and whose age can be known, in the order of the catalogue. */
export const watchedCopies = (site: Site, cloudAges: CloudCopyAges = {}): WatchedCopy[] =>
  taken(site).flatMap((copy) => {
    const measure = copyMeasures[copy.mechanism];
    if (!measure) throw new Error(`${copy.mechanism}: nothing says how old its copies are`);
    if (measure.by === 'nothing' || measure.by === 'restore-test') return [];
    const labels = copyLabels(copy);
    const age = measure.by === 'cluster' ? measure.age(copy) : cloudAges[labels.store];
    return [{ labels, ...secondsOf(copy), ...(age === undefined ? {} : { age }) }];
  });
