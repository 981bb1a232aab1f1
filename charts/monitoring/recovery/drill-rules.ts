import { drillSeries } from '../../../constructs/contracts';
import type { Site } from '../../../environments/model';
import { drillShows, type WatchedDrill } from '../../../environments/model/recovery/watched-drill';
import type { Alert } from '../../signals';
import type { RecordingRule, RuleGroup } from '../rule-group';
import { alertingRule } from './recovery-rules';

const { interval, finished, passed, rpo, rto, promisedRpo, promisedRto } = drillSeries;

const daySeconds = 86_400;
/** From the end of a drill until its evidence was reviewed, built and rolled out. */
const graceSeconds = daySeconds;

const timestamp = (iso: string | undefined): number | undefined =>
  iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1000);

/** What evidence does not have gets no series, so that its absence can be asked for. */
function recordings(environment: string, { scenario, everyDays, promised, results }: WatchedDrill): RecordingRule[] {
  const labels = { environment, scenario, shows: drillShows[scenario] };
  const values: Readonly<Record<string, number | undefined>> = {
    [interval]: everyDays * daySeconds,
    [promisedRpo]: promised.rpoSeconds,
    [promisedRto]: promised.rtoSeconds,
    [finished]: timestamp(results?.finishedAt),
    [passed]: timestamp(results?.passedAt),
    [rpo]: results?.rpoSeconds,
    [rto]: results?.rtoSeconds,
  };
  return Object.entries(values).flatMap(([record, value]) =>
    value === undefined ? [] : [{ record, expr: `vector(${value})`, labels }],
  );
}

/**
 * As the gate of releases asks (`policies/drills/drill-gate.ts`), by the clock of Prometheus. A record of the future does
 * not count.
 */
export const drillAlerts: readonly Alert[] = [
  {
    name: 'DrillOverdue',
    expression: `time() - ${passed} > ${interval} + ${graceSeconds} or ${passed} > time() or ${interval} unless ${passed}`,
    for: '1h',
    severity: 'ticket',
    summary:
      'No drill of {{ $labels.scenario }} in {{ $labels.environment }} has passed lately enough: what it promises for that loss is a guess, and the next release waits.',
    action:
      'Run `evenkeel drill {{ $labels.environment }} --scenario {{ $labels.scenario }}`, commit its evidence and build; docs/guides/drill.md says how.',
  },
  {
    name: 'DrillFailed',
    expression: `${finished} > ${passed} or ${finished} unless ${passed}`,
    for: '5m',
    severity: 'ticket',
    summary:
      'The last drill of {{ $labels.scenario }} in {{ $labels.environment }} failed: its promise was broken, or its negative control was not.',
    action:
      'The page of its evidence in evidence/drills/{{ $labels.environment }}/{{ $labels.scenario }} says what broke. Mend that, then drill again.',
  },
];

/**
 * How the drills of an environment stand: on every site for its dashboard, with alerts on the primary alone, so that one
 * drill gives one ticket.
 */
export function drillRules({ name, environment, recovery }: Site, dashboard: string): RuleGroup[] {
  const drills = recovery?.drills ?? [];
  if (drills.length === 0) return [];
  const levels = drills.flatMap((drill) => recordings(environment, drill));
  return [
    { name: 'drill-levels', interval: '60s', rules: levels },
    ...(recovery?.primary.name === name
      ? [{ name: 'drill-alerts', interval: '60s', rules: drillAlerts.map(alertingRule(dashboard)) }]
      : []),
  ];
}
