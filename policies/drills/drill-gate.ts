import type { ScheduledDrill } from '../../environments/model/drills';
import type { Finding } from '../../environments/model/finding';
import type { DrillRecord } from './drill-evidence';
import { newestFirst } from './drill-results';

/** How a drill of the schedule stands. */
export interface DrillStanding extends ScheduledDrill {
  /** `missed`: there is none, or the last one is too old. */
  readonly status: 'fresh' | 'missed' | 'failed';
  /** The last one. */
  readonly last?: Pick<DrillRecord, 'finishedAt' | 'verdict' | 'reasons' | 'ground'>;
  /** Until when the last one counts; missing: there is none. */
  readonly dueAt?: string;
}

const dayMs = 86_400_000;

/** How every drill of a schedule stands. Records that end after `now` are of a clock that is wrong, and do not count. */
export function drillStandings(
  schedule: readonly ScheduledDrill[],
  records: readonly DrillRecord[],
  now: Date,
): DrillStanding[] {
  return schedule.map(({ scenario, everyDays }) => {
    const [last] = newestFirst(records, scenario).filter(({ finishedAt }) => Date.parse(finishedAt) <= now.getTime());
    if (!last) return { scenario, everyDays, status: 'missed' };
    const { finishedAt, verdict, reasons, ground } = last;
    const due = Date.parse(finishedAt) + everyDays * dayMs;
    const passed = due < now.getTime() ? 'missed' : 'fresh';
    return {
      scenario,
      everyDays,
      status: verdict === 'failed' ? 'failed' : passed,
      last: { finishedAt, verdict, reasons, ground },
      dueAt: new Date(due).toISOString(),
    };
  });
}

/**
 * What stands between an environment and its next release: every drill of the schedule must have passed, and not too
 * long ago. Pure.
 * @param environment its name
 * @param records of this environment, each believed: see `distrustOf`
 * @returns DRILL_MISSED and DRILL_FAILED, one a drill; empty: the release may go on
 */
export function drillGate(
  environment: string,
  schedule: readonly ScheduledDrill[],
  records: readonly DrillRecord[],
  now: Date,
): Finding[] {
  const own = records.filter((record) => record.environment === environment);
  return drillStandings(schedule, own, now).flatMap((standing, index): Finding[] => {
    const { scenario, everyDays, status, last } = standing;
    if (status === 'fresh') return [];
    const run = `evenkeel drill ${environment} --scenario ${scenario}`;
    const place = `recovery.drills[${index}]`;
    const file = `environments/${environment}.ts`;
    if (status === 'failed') {
      const message = `the last drill failed on ${last?.finishedAt}: ${last?.reasons.join('; ')}`;
      return [
        {
          code: 'DRILL_FAILED',
          file,
          place,
          message,
          value: scenario,
          fix: `mend what it found, then run \`${run}\` again`,
        },
      ];
    }
    const message = last
      ? `the last drill was on ${last.finishedAt}, longer than ${everyDays} days ago`
      : 'it was never drilled, or no evidence of it can be believed';
    return [{ code: 'DRILL_MISSED', file, place, message, value: scenario, fix: `run \`${run}\`` }];
  });
}
