import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { watchedRecovery } from '../../charts/monitoring/recovery/watched-recovery';
import { copyJobs, drillSeries, recoverySeries } from '../../constructs/contracts';
import { storeLevels } from '../../constructs/in-cluster/store-metrics';
import { archiveReplica } from '../../environments/model';
import type { DrillResults, WatchedDrill } from '../../environments/model/recovery/watched-drill';
import { copies, promised, promisedPrimary, promisedStandby } from '../fixtures/promised-sites';
import { watchedStores } from '../fixtures/watched-stores';
import { proof, toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';

const folder = mkdtempSync(join(tmpdir(), 'recovery-watch-'));
const [synced, dumped] = copies;
if (!synced || !dumped) throw new Error('no copy');

function fileOf(name: string, content: unknown): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, stringify(content));
  return path;
}

const groups = watchedRecovery(promisedStandby, watchedStores.inside)?.rules('https://grafana.example.com/d/recovery');

/** One run of the job that makes the copy, begun at a minute; the clock of a test begins at zero. */
const run = (
  name: string,
  beganAtMinute: number,
  succeeded: 0 | 1,
  cronJob = copyJobs.sync(synced),
): Readonly<Record<string, string>> => {
  const labels = `namespace="tracking",job_name="${name}"`;
  const from = '_x'.concat(`${beganAtMinute}`);
  return {
    [`kube_job_owner{${labels},owner_kind="CronJob",owner_name="${cronJob}"}`]: `${from} 1x600`,
    [`kube_job_status_start_time{${labels}}`]: `${from} ${beganAtMinute * 60}x600`,
    [`kube_job_status_succeeded{${labels}}`]: `${from} ${succeeded}x600`,
  };
};

/** A job of somebody else that went well a moment ago says nothing of the copy. */
const foreign: Readonly<Record<string, string>> = {
  'kube_job_owner{namespace="tracking",job_name="x",owner_kind="CronJob",owner_name="volume-snapshots"}': '1x600',
  'kube_job_status_start_time{namespace="tracking",job_name="x"}': '0+60x600',
  'kube_job_status_succeeded{namespace="tracking",job_name="x"}': '1x600',
};

const mirror = (milliseconds: string): Readonly<Record<string, string>> => ({
  'kafka_mirror_replication_latency_ms_avg{namespace="streaming",app="kafka-mirror-maker-2",topic="events",partition="0"}':
    milliseconds,
  'kafka_mirror_replication_latency_ms_avg{namespace="streaming",app="kafka-mirror-maker-2",topic="events",partition="1"}':
    '200x600',
});

const firing = 'count by (alertname, store) (ALERTS{alertstate="firing"})';
const fired = (alert: string, store: string): string => `{alertname="${alert}", store="${store}"}`;

interface Scenario {
  readonly title: string;
  readonly input: Readonly<Record<string, string>>;
  readonly at: string;
  readonly fires: readonly string[];
}

/** The check of the dumps goes well every half hour, until it is too old. */
const checks = (...minutes: readonly number[]): Readonly<Record<string, string>> =>
  Object.assign({}, ...minutes.map((minute) => run(`check-${minute}`, minute, 1, copyJobs.check(dumped))));
const checked = checks(0, 30);

const fresh = { ...run('first', 0, 1), ...foreign };
const kafkaFine = { ...mirror('900x600'), ...checked };

const scenarios: readonly Scenario[] = [
  { title: 'copies that are as young as planned', input: { ...fresh, ...kafkaFine }, at: '44m', fires: [] },
  {
    title: 'a copy that is past half of its room',
    input: { ...fresh, ...kafkaFine },
    at: '52m',
    fires: [fired('RecoveryCopyAgeing', 'tracking-artifacts')],
  },
  {
    title: 'a copy that is about to be too old, while its promise still holds',
    input: { ...fresh, ...kafkaFine },
    at: '57m',
    fires: [fired('RecoveryCopyAgeing', 'tracking-artifacts'), fired('RecoveryCopyTooOld', 'tracking-artifacts')],
  },
  {
    title: 'a run that fails, which makes nothing younger',
    input: { ...fresh, ...run('second', 30, 0), ...kafkaFine },
    at: '57m',
    fires: [fired('RecoveryCopyAgeing', 'tracking-artifacts'), fired('RecoveryCopyTooOld', 'tracking-artifacts')],
  },
  {
    title: 'a run that goes well, which does',
    input: { ...fresh, ...run('second', 30, 1), ...kafkaFine },
    at: '57m',
    fires: [],
  },
  {
    title: 'dumps that are no longer young enough when they are looked at',
    input: { ...fresh, ...run('second', 30, 1), ...mirror('900x600'), ...checks(0) },
    at: '42m',
    fires: [fired('RecoveryCopyAgeing', 'tracking-database'), fired('RecoveryCopyTooOld', 'tracking-database')],
  },
  {
    title: 'a job that never went well, though others do',
    input: { ...run('first', 0, 0), ...foreign, ...kafkaFine },
    at: '32m',
    fires: [fired('RecoveryCopyUnseen', 'tracking-artifacts')],
  },
  {
    title: 'a mirror that falls behind',
    input: { ...run('first', 0, 1), ...checked, ...mirror('301000x10 481000x600') },
    at: '9m',
    fires: [fired('RecoveryCopyAgeing', 'streaming-kafka')],
  },
  {
    title: 'a mirror that is nearly too far behind',
    input: { ...run('first', 0, 1), ...checked, ...mirror('301000x10 481000x600') },
    at: '15m',
    fires: [fired('RecoveryCopyAgeing', 'streaming-kafka'), fired('RecoveryCopyTooOld', 'streaming-kafka')],
  },
  {
    title: 'a site on which nothing tells of any copy',
    input: {},
    at: '32m',
    fires: [
      fired('RecoveryCopyUnseen', 'streaming-kafka'),
      fired('RecoveryCopyUnseen', 'tracking-artifacts'),
      fired('RecoveryCopyUnseen', 'tracking-database'),
    ],
  },
];

const testOf = ({ input, at, fires }: Scenario) => ({
  interval: '1m',
  input_series: Object.entries(input).map(([series, values]) => ({ series, values })),
  promql_expr_test: [
    { expr: firing, eval_time: at, exp_samples: fires.map((labels) => ({ labels, value: 1 })) },
    {
      expr: `count(${recoverySeries.promisedAge})`,
      eval_time: at,
      exp_samples: [{ labels: '{}', value: 3 }],
    },
  ],
});

const day = 24 * 60;
const drill: WatchedDrill = {
  scenario: 'database-site-loss',
  everyDays: 2,
  promised: { rpoSeconds: 300, rtoSeconds: 14_400 },
};
/** Minutes after the clock of a test begins. */
const at = (minute: number): string => new Date(minute * 60_000).toISOString();

interface DrillCase {
  readonly title: string;
  readonly results?: DrillResults;
  readonly atMinute: number;
  readonly fires: readonly string[];
  /** Default: the primary. */
  readonly site?: typeof promisedPrimary | typeof promisedStandby;
}

const passed = { finishedAt: at(60), passedAt: at(60), rpoSeconds: 0.5, rtoSeconds: 12 };
const drillCases: readonly DrillCase[] = [
  { title: 'a drill that passed lately', results: passed, atMinute: 2 * day, fires: [] },
  { title: 'one that is due, within the grace', results: passed, atMinute: 3 * day + 50, fires: [] },
  { title: 'one that is overdue', results: passed, atMinute: 3 * day + 130, fires: ['DrillOverdue'] },
  { title: 'one that was never made', atMinute: 70, fires: ['DrillOverdue'] },
  {
    title: 'one of a clock that is wrong',
    results: { ...passed, finishedAt: at(9 * day), passedAt: at(9 * day) },
    atMinute: 70,
    fires: ['DrillOverdue'],
  },
  {
    title: 'one that failed after it had passed',
    results: { ...passed, finishedAt: at(90) },
    atMinute: 120,
    fires: ['DrillFailed'],
  },
  {
    title: 'one that only ever failed',
    results: { finishedAt: at(0) },
    atMinute: 70,
    fires: ['DrillFailed', 'DrillOverdue'],
  },
  { title: 'a standby, which leaves them to the primary', atMinute: 70, fires: [], site: promisedStandby },
];

const drillLabels = '{environment="test", scenario="database-site-loss", shows="takeover"}';

const drillTest = ({ results, atMinute, fires }: DrillCase) => ({
  interval: '1m',
  input_series: [],
  promql_expr_test: [
    {
      expr: 'count by (alertname, scenario) (ALERTS{alertstate="firing",alertname=~"Drill.*"})',
      eval_time: `${atMinute}m`,
      exp_samples: fires.map((alert) => ({
        labels: `{alertname="${alert}", scenario="database-site-loss"}`,
        value: 1,
      })),
    },
    {
      expr: `${drillSeries.rto} or ${drillSeries.promisedRpo}`,
      eval_time: `${atMinute}m`,
      exp_samples: [
        ...(results?.rtoSeconds === undefined
          ? [{ labels: `${drillSeries.promisedRpo}${drillLabels}`, value: 300 }]
          : [{ labels: `${drillSeries.rto}${drillLabels}`, value: results.rtoSeconds }]),
      ],
    },
  ],
});

proof('alerts on drills', ['promtool'], () => {
  it.each(drillCases)(
    'say what they should of $title',
    async (one) => {
      const { site = promisedPrimary, results } = one;
      const drills = [{ ...drill, ...(results ? { results } : {}) }];
      const rules = watchedRecovery({ ...site, recovery: { ...promised, drills } }, [])?.rules('https://example.com');
      const file = fileOf('drill-test', {
        rule_files: [fileOf('drill-rules', { groups: rules?.filter(({ name }) => name.startsWith('drill-')) })],
        evaluation_interval: '1m',
        tests: [drillTest(one)],
      });
      const result = await runCommand(toolPath('promtool') ?? 'promtool', ['test', 'rules', file]);
      expect(`${result.stdout}${lastWords(result)}`).toContain('SUCCESS');
    },
    60_000,
  );
});

/** A database in the cluster that follows another one: one server by files, the others from that one. */
const followed = {
  ...promisedStandby,
  recovery: { ...promised, copies: [{ ...dumped, mechanism: archiveReplica, intervalMinutes: 20 }] },
};
const servers = (byFilesSeconds: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [byFilesSeconds, '2x200', '3x200'].flatMap((lag, index) => {
      const pod = `namespace="tracking",pod="tracking-database-${index + 1}"`;
      return [
        [`cnpg_pg_replication_lag{${pod}}`, lag],
        [`cnpg_pg_replication_is_wal_receiver_up{${pod}}`, `${Math.min(1, index)}x200`],
      ];
    }),
  );

proof('alerts on a database that follows an archive', ['promtool'], () => {
  const level = storeLevels.postgres({
    site: followed,
    service: 'tracking',
    namespace: 'tracking',
    name: 'database',
    need: { kind: 'postgres', database: 'mlflow', majorVersion: 17, size: 'small', storageGiB: 50 },
  } as never);
  const own = watchedRecovery(followed, [])?.rules('https://grafana.example.com/d/recovery') ?? [];
  const levels = { name: 'levels', rules: [{ record: 'lag_inside', expr: level.replicationLag }] };

  it.each([
    { title: 'as young as planned', byFiles: '1500x200', fires: [] },
    { title: 'older than promised', byFiles: '0+60x200', fires: ['RecoveryCopyTooOld'] },
  ])(
    'say what they should of one that is $title',
    async ({ byFiles, fires }) => {
      const file = fileOf('follow-test', {
        rule_files: [fileOf('follow-rules', { groups: [...own, levels] })],
        evaluation_interval: '1m',
        tests: [
          {
            interval: '1m',
            input_series: Object.entries(servers(byFiles)).map(([series, values]) => ({ series, values })),
            promql_expr_test: [
              {
                expr: 'count by (alertname) (ALERTS{alertstate="firing",alertname="RecoveryCopyTooOld"})',
                eval_time: '150m',
                exp_samples: fires.map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
              },
              // Behind each other, the servers of the site are watched as everywhere.
              { expr: 'lag_inside', eval_time: '150m', exp_samples: [{ labels: 'lag_inside', value: 3 }] },
            ],
          },
        ],
      });
      const result = await runCommand(toolPath('promtool') ?? 'promtool', ['test', 'rules', file]);
      expect(`${result.stdout}${lastWords(result)}`).toContain('SUCCESS');
    },
    60_000,
  );
});

proof('alerts on copies', ['promtool'], () => {
  it.each(scenarios)(
    'say what they should of $title',
    async (scenario) => {
      const file = fileOf('test', {
        rule_files: [fileOf('rules', { groups })],
        evaluation_interval: '1m',
        tests: [testOf(scenario)],
      });
      const result = await runCommand(toolPath('promtool') ?? 'promtool', ['test', 'rules', file]);
      expect(`${result.stdout}${lastWords(result)}`).toContain('SUCCESS');
    },
    60_000,
  );
});
