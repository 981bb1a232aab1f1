import type { ConfigOf, processing } from '../../services';
import type { Alert, Panel, ServiceLevel, ServiceSignals } from '../signals';

const jobManagers = 'namespace="processing",app="flink",component="job-manager"';
const taskManagers = 'namespace="processing",app="flink",component="task-manager"';
const sparkOperator = 'namespace="spark-operator",app="spark-operator",component="controller"';

const job = 'flink_jobmanager_job';
const task = 'flink_taskmanager_job_task';
const run = 'spark_application';

/** Flink exports its counters as gauges that only rise; a restarted job manager starts again from zero. */
const checkpoints = (kind: 'Completed' | 'Failed', window: string): string =>
  `sum(rate(${job}_numberOf${kind}Checkpoints{${jobManagers}}[${window}]))`;

const runs = (outcome: 'success' | 'failure', window: string): string =>
  `(sum(rate(${run}_${outcome}_count{${sparkOperator}}[${window}])) or vector(0))`;

const streamLevel = (goodPercent: number): ServiceLevel => ({
  name: 'checkpoints',
  promise: `${goodPercent} % of the checkpoints of all streams succeed`,
  goodPercent,
  bad: (window) => checkpoints('Failed', window),
  all: (window) => `${checkpoints('Failed', window)} + ${checkpoints('Completed', window)}`,
});

const batchLevel = (goodPercent: number): ServiceLevel => ({
  name: 'runs',
  promise: `${goodPercent} % of the runs of all batches succeed`,
  goodPercent,
  bad: (window) => runs('failure', window),
  all: (window) => `${runs('failure', window)} + ${runs('success', window)}`,
});

type Config = ConfigOf<typeof processing>;

const streamsOf = ({ streams }: Config): number => Object.keys(streams).length;

/** Longest interval of all streams, three times over: a checkpoint that is late by more has stopped. */
const checkpointsMissedAfter = ({ streams }: Config): number =>
  3 * Math.max(...Object.values(streams).map(({ checkpoints: c }) => c.intervalSeconds + c.minPauseSeconds), 60);

const streamAlerts = (config: Config): Alert[] =>
  streamsOf(config) === 0
    ? []
    : [
        {
          name: 'FlinkJobsMissing',
          expression: `count(max by (job_name) (${job}_runningTime{${jobManagers}}) > 0) < ${streamsOf(config)} or absent(${job}_runningTime{${jobManagers}})`,
          for: '10m',
          severity: 'page',
          summary: 'A stream does not run: nothing is read, and its topics fill up.',
          action:
            'kubectl -n processing get flinkdeployments; the one that is not STABLE tells why under status.error, then the log of its job manager.',
        },
        {
          name: 'FlinkRestarts',
          expression: `max by (job_name) (increase(${job}_numRestarts{${jobManagers}}[30m])) > 3`,
          for: '5m',
          severity: 'ticket',
          summary: 'A stream starts again and again: it makes no progress between its failures.',
          action:
            'kubectl -n processing logs -l app.kubernetes.io/component=job-manager | grep FAILED; a record that cannot be read fails every time.',
        },
        {
          name: 'FlinkCheckpointsFail',
          expression: `sum by (job_name) (increase(${job}_numberOfFailedCheckpoints{${jobManagers}}[${checkpointsMissedAfter(config)}s])) > 0 and sum by (job_name) (increase(${job}_numberOfCompletedCheckpoints{${jobManagers}}[${checkpointsMissedAfter(config)}s])) == 0`,
          for: '10m',
          severity: 'page',
          summary: 'No checkpoint of a stream succeeds: a failure would go back to ever older state.',
          action:
            'Look at back pressure and the size of the state on the dashboard; then whether the bucket answers (log of the task managers).',
        },
        {
          name: 'FlinkBackPressured',
          expression: `max by (job_name, task_name) (avg_over_time(${task}_backPressuredTimeMsPerSecond{${taskManagers}}[15m])) > 800`,
          for: '30m',
          severity: 'ticket',
          summary: 'A stream is slower than what comes in: its results get older.',
          action:
            'Raise parallelism, up to the partitions of the topic, or the size; the task after the named one is the slow one.',
        },
      ];

const alerts = (config: Config): Alert[] => [
  ...streamAlerts(config),
  {
    name: 'SparkRunFailed',
    expression: `sum(increase(${run}_failure_count{${sparkOperator}}[1h])) > 0`,
    for: '0m',
    severity: 'ticket',
    summary: 'A batch failed for good, after all its tries.',
    action: 'kubectl -n processing get sparkapplications; the history server shows the stage that failed.',
  },
  {
    name: 'SparkOperatorDown',
    expression: `sum(up{${sparkOperator}}) == 0 or absent(up{${sparkOperator}})`,
    for: '15m',
    severity: 'ticket',
    summary: 'No batch is started by its schedule; what runs goes on.',
    action: 'kubectl -n spark-operator get pods.',
  },
];

const panels: readonly Panel[] = [
  {
    title: 'Records read',
    unit: 'ops',
    queries: { '{{job_name}}': `sum by (job_name) (${task}_numRecordsInPerSecond{${taskManagers}})` },
  },
  {
    title: 'Back pressure',
    unit: 'percentunit',
    queries: {
      '{{task_name}}': `max by (task_name) (${task}_backPressuredTimeMsPerSecond{${taskManagers}}) / 1000`,
    },
  },
  {
    title: 'Busy',
    unit: 'percentunit',
    queries: { '{{task_name}}': `max by (task_name) (${task}_busyTimeMsPerSecond{${taskManagers}}) / 1000` },
  },
  {
    title: 'Time of the last checkpoint',
    unit: 'ms',
    queries: { '{{job_name}}': `max by (job_name) (${job}_lastCheckpointDuration{${jobManagers}})` },
  },
  {
    title: 'State',
    unit: 'bytes',
    queries: { '{{job_name}}': `max by (job_name) (${job}_lastCheckpointFullSize{${jobManagers}})` },
  },
  {
    title: 'Batches',
    unit: 'short',
    queries: {
      running: `sum(${run}_running_count{${sparkOperator}})`,
      executors: `sum(spark_executor_running_count{${sparkOperator}})`,
      'failed in a day': `sum(increase(${run}_failure_count{${sparkOperator}}[1d]))`,
    },
  },
];

/**
 * Flink: nightlies.apache.org/flink, "Metrics", under the names that its Prometheus reporter gives them (scope and name
 * with underscores). Spark operator: `pkg/common/metrics.go` of 2.5. The history server has no metrics.
 */
export const processingSignals: ServiceSignals<typeof processing> = {
  metrics: [
    ...[
      'numberOfCompletedCheckpoints',
      'numberOfFailedCheckpoints',
      'lastCheckpointDuration',
      'lastCheckpointFullSize',
      'numRestarts',
      'runningTime',
    ].map((name) => `${job}_${name}`),
    ...['numRecordsInPerSecond', 'backPressuredTimeMsPerSecond', 'busyTimeMsPerSecond'].map(
      (name) => `${task}_${name}`,
    ),
    ...['success_count', 'failure_count', 'running_count'].map((name) => `${run}_${name}`),
    'spark_executor_running_count',
    'up',
  ],
  levels: (config, { availabilityPercent }) => [
    ...(streamsOf(config) > 0 ? [streamLevel(availabilityPercent)] : []),
    batchLevel(availabilityPercent),
  ],
  alerts,
  panels: () => panels,
};
