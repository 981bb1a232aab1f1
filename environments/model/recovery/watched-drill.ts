import type { EnvironmentConfig } from '../../schema/environment-schema';
import type { DrillScenarioName, ScheduledDrill } from '../drills';
import { type DrillPromise, drillPromise } from './drill-promise';

/** What drills of a scenario found, as evidence that is believed has it. Times are ISO 8601. */
export interface DrillResults {
  /** When the last one ended, whatever it found. */
  readonly finishedAt: string;
  /** When the last one ended that passed; missing: none did. */
  readonly passedAt?: string;
  /** What the last one measured, with the mechanism; missing: nothing survived. */
  readonly rpoSeconds?: number;
  /** The same; missing: it never came back. */
  readonly rtoSeconds?: number;
}

/** A drill of the schedule, as the sites of its environment watch it. */
export interface WatchedDrill extends ScheduledDrill {
  /** What is promised now, which may be more than was promised at the last drill. */
  readonly promised: DrillPromise;
  /** Missing: there is no evidence, or the environment was resolved without looking for any. */
  readonly results?: DrillResults;
}

/** What a drill shows beside its figures: that a copy takes over, or that a backup can be restored. */
export const drillShows: { readonly [S in DrillScenarioName]: 'takeover' | 'restore' } = {
  'database-zone-loss': 'takeover',
  'database-site-loss': 'takeover',
  'stream-site-loss': 'takeover',
  'name-failover': 'takeover',
  'cluster-loss': 'restore',
  'database-copy': 'restore',
  'bucket-copy': 'restore',
  'cluster-state-copy': 'restore',
};

/** The schedule of an environment with what is promised, before anybody has looked for evidence. */
export const scheduledDrills = (environment: EnvironmentConfig): WatchedDrill[] =>
  (environment.recovery?.drills ?? []).flatMap((drill) => {
    const promised = drillPromise(environment, drill.scenario);
    return promised ? [{ ...drill, promised }] : [];
  });
