import type { ConfigOf, dataQuality } from '../../services';
import { runsLate } from '../batch-runs/late-runs';
import type { Panel, ServiceSignals } from '../signals';

const from = 'namespace="data-quality", app="pushgateway"';
const metric = (name: string): string => `evenkeel_quality_${name}{${from}}`;
const newest = 'evenkeel_quality_finished_timestamp_seconds';

const late = (config: ConfigOf<typeof dataQuality>) =>
  runsLate({ metric: newest, selector: from, label: 'suite', runs: config.suites });

/** What the script of a run pushes (`charts/data-quality/run-script.ts`); each carries the label `suite`. */
export const dataQualitySignals: ServiceSignals<typeof dataQuality> = {
  metrics: [
    'evenkeel_quality_suite_succeeded',
    'evenkeel_quality_expectations',
    'evenkeel_quality_rows',
    'evenkeel_quality_run_seconds',
    newest,
    'evenkeel_quality_newest_row_age_seconds',
    'evenkeel_quality_data_stale',
  ],
  levels: (config, { availabilityPercent }) =>
    late(config).level('suites were looked at within their freshnessMinutes', availabilityPercent),
  alerts: (config) => [
    {
      name: 'DataExpectationsBroken',
      expression: `max by (suite) (evenkeel_quality_expectations{${from}, outcome="broken"}) > 0`,
      for: '5m',
      severity: 'ticket',
      summary: 'The data of {{ $labels.suite }} is not what its suite expects.',
      action: 'Read the log of its newest run, which names what does not hold; mend the data or what writes it.',
    },
    {
      name: 'DataStale',
      expression: `max by (suite) (${metric('data_stale')}) > 0`,
      for: '5m',
      severity: 'ticket',
      summary: 'The newest row of {{ $labels.suite }} is older than its suite allows.',
      action: 'Look at what loads the data: its last run, its source.',
    },
    ...late(config).alert({
      name: 'DataNotLookedAt',
      summary: 'The suite {{ $labels.suite }} was not run for longer than its freshnessMinutes.',
      action: 'Look whether its DAG is paused or its runs break off: kubectl -n data-quality get cronjobs,jobs.',
    }),
  ],
  panels: (): Panel[] => [
    {
      title: 'Expectations',
      unit: 'short',
      queries: { '{{suite}} {{outcome}}': `max by (suite, outcome) (${metric('expectations')})` },
    },
    { title: 'Suites that hold', unit: 'short', queries: { '{{suite}}': metric('suite_succeeded') } },
    { title: 'Age of the newest row', unit: 's', queries: { '{{suite}}': metric('newest_row_age_seconds') } },
    { title: 'Rows', unit: 'short', queries: { '{{suite}}': metric('rows') } },
    { title: 'Time of a run', unit: 's', queries: { '{{suite}}': metric('run_seconds') } },
  ],
};
