import type { ConfigOf, transforms } from '../../services';
import { runsLate } from '../batch-runs/late-runs';
import type { Panel, ServiceSignals } from '../signals';

const from = 'namespace="transforms", app="pushgateway"';
const metric = (name: string): string => `evenkeel_dbt_${name}{${from}}`;
const newest = 'evenkeel_dbt_succeeded_timestamp_seconds';

const late = (config: ConfigOf<typeof transforms>) =>
  runsLate({ metric: newest, selector: from, label: 'project', runs: config.projects });

/** What the script of a run pushes (`charts/transforms/run-script.ts`); each carries the label `project`. */
export const transformsSignals: ServiceSignals<typeof transforms> = {
  metrics: [
    'evenkeel_dbt_run_succeeded',
    'evenkeel_dbt_run_seconds',
    'evenkeel_dbt_finished_timestamp_seconds',
    newest,
    'evenkeel_dbt_results',
    'evenkeel_dbt_source_age_seconds',
    'evenkeel_dbt_source_stale',
  ],
  levels: (config, { availabilityPercent }) =>
    late(config).level('projects were run well within their freshnessMinutes', availabilityPercent),
  alerts: (config) => [
    {
      name: 'DbtRunFailed',
      expression: `max by (project) (${metric('run_succeeded')}) == 0`,
      for: '5m',
      severity: 'ticket',
      summary: 'The newest run of the dbt project {{ $labels.project }} failed.',
      action: 'Read its log in Airflow or by kubectl -n transforms: the model or test that failed is named at the end.',
    },
    {
      name: 'DbtSourceStale',
      expression: `max by (project, source) (${metric('source_stale')}) > 0`,
      for: '5m',
      severity: 'ticket',
      summary: 'The source {{ $labels.source }} of {{ $labels.project }} is older than its project allows.',
      action: 'Look at what loads the source; the models were not built, so what they hold is older still.',
    },
    ...late(config).alert({
      name: 'DbtResultsStale',
      summary: 'The dbt project {{ $labels.project }} had no good run for longer than its freshnessMinutes.',
      action: 'Look whether its DAG is paused or its runs fail: kubectl -n transforms get cronjobs,jobs.',
    }),
  ],
  panels: (): Panel[] => [
    {
      title: 'Since the last good run',
      unit: 's',
      queries: { '{{project}}': `time() - max by (project) (${metric('succeeded_timestamp_seconds')})` },
    },
    { title: 'Time of a run', unit: 's', queries: { '{{project}}': metric('run_seconds') } },
    { title: 'Results', unit: 'short', queries: { '{{project}} {{kind}} {{status}}': metric('results') } },
    { title: 'Age of sources', unit: 's', queries: { '{{project}} {{source}}': metric('source_age_seconds') } },
  ],
};
