import type { Alert, ServiceLevel } from '../signals';

export interface LateRunsProps {
  /** Time of the newest run that counts, in seconds. */
  readonly metric: string;
  /** Labels of the metric beside its own. */
  readonly selector: string;
  /** Label that holds the name of a run. */
  readonly label: string;
  readonly runs: Readonly<Record<string, { readonly freshnessMinutes: number }>>;
}

/** Rules from the age that each run may have; nothing where there are no runs. */
export function runsLate({ metric, selector, label, runs }: LateRunsProps) {
  const entries = Object.entries(runs);
  const ages = entries.map(([name, { freshnessMinutes }]) => ({
    age: `time() - max by (${label}) (${metric}{${selector}, ${label}="${name}"})`,
    seconds: freshnessMinutes * 60,
  }));
  const joined = (comparison: string): string =>
    ages.map(({ age, seconds }) => `(${age} ${comparison} ${seconds})`).join(' or ');
  return {
    alert: (texts: Pick<Alert, 'name' | 'summary' | 'action'>): Alert[] =>
      entries.length === 0 ? [] : [{ ...texts, expression: joined('>'), for: '10m', severity: 'ticket' }],
    /** Share of the time, over all runs, in which the newest one was new enough. */
    level: (promise: string, goodPercent: number): ServiceLevel[] =>
      entries.length === 0
        ? []
        : [
            {
              name: 'freshness',
              promise: `${goodPercent} % of the time ${promise}`,
              goodPercent,
              bad: (window) => `sum(avg_over_time((${joined('> bool')})[${window}:1m]))`,
              all: (window) => `sum(count_over_time((${joined('>= bool')})[${window}:1m]) > bool 0)`,
            },
          ],
  };
}
