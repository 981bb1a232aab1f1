import type { Objectives, orchestration } from '../../services';
import type { Panel, ServiceSignals } from '../signals';

const of = (component: string) => `namespace="orchestration", app="airflow", component="${component}"`;
const scheduler = of('scheduler');
const delay = 'airflow_dagrun_schedule_delay';

const withinSeconds = ({ freshnessMinutes = 5 }: Objectives): number => freshnessMinutes * 60;

/**
 * Airflow's own names (`metrics_template.yaml` of 3.3.2) with the prefix `airflow` and `_` for `.`, as the StatsD exporter
 * shows them. All but `ti_*` of tasks, whose pods are gone before anybody could scrape them.
 */
export const orchestrationSignals: ServiceSignals<typeof orchestration> = {
  metrics: [
    'airflow_scheduler_heartbeat',
    'airflow_dag_processor_heartbeat',
    'airflow_triggerer_heartbeat',
    `${delay}_bucket`,
    `${delay}_count`,
    'airflow_dagrun_duration_success_count',
    'airflow_dagrun_duration_failed_count',
    'airflow_dag_processing_import_errors',
    'airflow_executor_queued_tasks',
    'airflow_executor_running_tasks',
    'airflow_scheduler_tasks_starving',
    'airflow_scheduler_scheduler_loop_duration',
    'airflow_triggers_running',
  ],
  levels: (_config, objectives) => [
    {
      name: 'schedule',
      promise: `runs start within ${withinSeconds(objectives)} s of their time`,
      goodPercent: objectives.availabilityPercent,
      bad: (window) =>
        `sum(rate(${delay}_count{${scheduler}}[${window}])) - sum(rate(${delay}_bucket{${scheduler}, le="${withinSeconds(objectives)}"}[${window}]))`,
      all: (window) => `sum(rate(${delay}_count{${scheduler}}[${window}]))`,
    },
  ],
  alerts: () => [
    {
      name: 'AirflowSchedulerSilent',
      expression: `(sum(rate(airflow_scheduler_heartbeat{${scheduler}}[5m])) or vector(0)) == 0`,
      for: '10m',
      severity: 'page',
      summary: 'No scheduler of Airflow is at work: nothing new starts.',
      action: 'Read the log of the scheduler pods; look whether the database answers and its migration is done.',
    },
    {
      name: 'AirflowDagProcessorSilent',
      expression: `(sum(rate(airflow_dag_processor_heartbeat{${of('dag-processor')}}[5m])) or vector(0)) == 0`,
      for: '30m',
      severity: 'ticket',
      summary: 'DAGs are not read: changes in Git have no effect, running ones go on.',
      action: 'Read the log of the DAG processor, then that of its container follow-dags.',
    },
    {
      name: 'AirflowDagsBroken',
      expression: `max(airflow_dag_processing_import_errors{${of('dag-processor')}}) > 0`,
      for: '30m',
      severity: 'ticket',
      summary: 'A file of DAGs cannot be imported.',
      action: 'Open Airflow: the import errors stand on its first page; mend the file in Git.',
    },
    {
      name: 'AirflowTasksStarve',
      expression: `min(airflow_scheduler_tasks_starving{${scheduler}}) > 0`,
      for: '30m',
      severity: 'ticket',
      summary: 'Tasks wait for a free slot of their pool.',
      action: 'Give the pool more slots, or raise parallelism, if the cluster has room for the pods.',
    },
  ],
  panels: (): Panel[] => [
    {
      title: 'Runs',
      unit: 'ops',
      queries: {
        succeeded: `sum(rate(airflow_dagrun_duration_success_count{${scheduler}}[15m]))`,
        failed: `sum(rate(airflow_dagrun_duration_failed_count{${scheduler}}[15m]))`,
      },
    },
    {
      title: 'Runs start after',
      unit: 's',
      queries: { p95: `histogram_quantile(0.95, sum by (le) (rate(${delay}_bucket{${scheduler}}[15m])))` },
    },
    {
      title: 'Tasks',
      unit: 'short',
      queries: {
        queued: `sum(airflow_executor_queued_tasks{${scheduler}})`,
        running: `sum(airflow_executor_running_tasks{${scheduler}})`,
        deferred: `sum(airflow_triggers_running{${of('triggerer')}})`,
      },
    },
    {
      title: 'Loop of the schedulers, p95',
      unit: 's',
      queries: { p95: `max(airflow_scheduler_scheduler_loop_duration{${scheduler}, quantile="0.95"})` },
    },
  ],
};
