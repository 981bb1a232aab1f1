import type { DrillScenarioName } from '../../environments/model/drills';
import type { DrillResults } from '../../environments/model/recovery/watched-drill';
import type { DrillRecord } from './drill-evidence';

/** Records of one scenario, the last drill first. */
export const newestFirst = (records: readonly DrillRecord[], scenario: DrillScenarioName): DrillRecord[] =>
  records
    .filter((record) => record.scenario === scenario)
    .sort((a, b) => Date.parse(b.finishedAt) - Date.parse(a.finishedAt));

/** The worst of several runs; `undefined` where one of them has no figure at all. */
function worst(figures: readonly (number | undefined)[]): number | undefined {
  const known = figures.filter((figure) => figure !== undefined);
  return known.length === 0 || known.length < figures.length ? undefined : Math.max(...known);
}

/**
 * What the drills of a scenario found; `undefined`: there was none. Knows no clock: whether a drill is overdue says who
 * reads this.
 * @param records of one environment, each believed
 */
export function drillResults(records: readonly DrillRecord[], scenario: DrillScenarioName): DrillResults | undefined {
  const all = newestFirst(records, scenario);
  const [last] = all;
  if (!last) return undefined;
  const passedAt = all.find(({ verdict }) => verdict === 'passed')?.finishedAt;
  const measured = last.runs.filter(({ mechanism }) => mechanism === 'on').map((run) => run.measured);
  const rpoSeconds = worst(measured.map((run) => run.rpoSeconds));
  const rtoSeconds = worst(measured.map((run) => run.rtoSeconds));
  return {
    finishedAt: last.finishedAt,
    ...(passedAt === undefined ? {} : { passedAt }),
    ...(rpoSeconds === undefined ? {} : { rpoSeconds }),
    ...(rtoSeconds === undefined ? {} : { rtoSeconds }),
  };
}
