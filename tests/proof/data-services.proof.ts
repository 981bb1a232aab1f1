import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { watchedMachines } from '../../charts/monitoring/machines';
import type { RuleGroup } from '../../charts/monitoring/rule-group';
import { serviceRules } from '../../charts/monitoring/service-rules';
import { storeRules } from '../../charts/monitoring/store-rules';
import { streamingSignals } from '../../charts/streaming/signals';
import { storeSeries } from '../../constructs/contracts';
import type { AutomaticNodePool, CloudSite } from '../../environments/model';
import { objectivesOf, streaming } from '../../services';
import { awsSite, googleSite } from '../fixtures/sites';
import { watchedSites, watchedStores } from '../fixtures/watched-stores';
import { proof, toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';

const folder = mkdtempSync(join(tmpdir(), 'data-services-'));
const gibibyte = 1024 ** 3;

function fileOf(name: string, content: unknown): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, stringify(content));
  return path;
}

interface Scenario {
  /** Values by series, a minute apart. */
  readonly input: Readonly<Record<string, string>>;
  readonly at: string;
  /** What PromQL answers then: values by labels. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Has Prometheus itself evaluate the rules. */
async function evaluate(name: string, groups: readonly RuleGroup[], scenarios: readonly Scenario[]): Promise<void> {
  const tests = scenarios.map(({ input, at, answers }) => ({
    interval: '1m',
    input_series: Object.entries(input).map(([series, values]) => ({ series, values })),
    promql_expr_test: Object.entries(answers).map(([expr, samples]) => ({
      expr,
      eval_time: at,
      exp_samples: Object.entries(samples).map(([labels, value]) => ({ labels, value })),
    })),
  }));
  const file = fileOf(`${name}-test`, {
    rule_files: [fileOf(`${name}-rules`, { groups })],
    evaluation_interval: '1m',
    tests,
  });
  const result = await runCommand(toolPath('promtool') ?? 'promtool', ['test', 'rules', file]);
  if (result.exitCode !== 0) throw new Error(`${result.stdout}\n${lastWords(result)}`);
}

const places = Object.keys(watchedStores) as (keyof typeof watchedStores)[];
const groupsOf = (place: keyof typeof watchedStores): RuleGroup[] =>
  storeRules(watchedStores[place], (service) => `https://grafana.example.com/d/${service}`);
const only = (groups: readonly RuleGroup[], name: string): RuleGroup[] => groups.filter((group) => group.name === name);
const rulesOf = (place: keyof typeof watchedStores) => groupsOf(place).flatMap(({ rules }) => rules);

/** What fires, with the store it is about. */
const firing = 'count by (alertname, service, store) (ALERTS{alertstate="firing"})';

const databaseId = `${watchedSites.google.projectId}:acme-test-gcp-europe-west1-tracking-database-`;
const hashOf = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';

/**
 * What the database of tracking says of itself in each place, as its exporter writes it, while 60 % of its 100 GiB are
 * full, half of its processors are busy, and it has this many connections.
 */
function database(place: keyof typeof watchedStores, connections: number): Readonly<Record<string, string>> {
  const always = (value: number): string => `${value}x60`;
  const rules = JSON.stringify(rulesOf(place));
  switch (place) {
    case 'inside': {
      const pod = 'namespace="tracking",pod="tracking-database-1"';
      const volume = 'namespace="tracking",persistentvolumeclaim="tracking-database-1"';
      return {
        [`kubelet_volume_stats_used_bytes{${volume}}`]: always(60 * gibibyte),
        [`kubelet_volume_stats_capacity_bytes{${volume}}`]: always(100 * gibibyte),
        [`kubelet_volume_stats_used_bytes{${volume.replace('-1"', '-1-wal"')}}`]: always(gibibyte),
        [`kubelet_volume_stats_capacity_bytes{${volume.replace('-1"', '-1-wal"')}}`]: always(25 * gibibyte),
        [`cnpg_backends_total{${pod},state="active"}`]: always(connections - 5),
        [`cnpg_backends_total{${pod},state="idle"}`]: always(5),
        [`container_cpu_usage_seconds_total{${pod},container="postgres"}`]: '0+60x60',
        [`cnpg_pg_replication_lag{${pod}}`]: always(3),
        [`cnpg_pg_database_xid_age{${pod},datname="mlflow"}`]: always(2 ** 29),
        // Beside 1.5 GiB of shared buffers, of 6 GiB.
        [`container_memory_rss{${pod},container="postgres"}`]: always(1.5 * gibibyte),
        [`cnpg_pg_stat_database_deadlocks{${pod},datname="mlflow"}`]: '0+6x60',
        [`cnpg_backends_max_tx_duration_seconds{${pod},state="active"}`]: always(100),
        [`barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${pod}}`]: always(800),
        [`barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${pod.replace('-1"', '-2"')}}`]: always(0),
        [`cnpg_pg_stat_archiver_failed_count{${pod}}`]: '0+6x60',
      };
    }
    default:
      return managed(place, rules, connections, always);
  }
}

function managed(
  place: 'aws' | 'google' | 'azure',
  rules: string,
  connections: number,
  always: (value: number) => string,
): Readonly<Record<string, string>> {
  const yace = 'name="tracking-database",dimension_DBInstanceIdentifier="x",region="eu-west-1",account_id="1"';
  const google = `database_id="${databaseId}${hashOf(rules, /gcp-europe-west1-tracking-database-(\w{8})/)}",region="europe-west1"`;
  const sql = 'stackdriver_cloudsql_database_cloudsql_googleapis_com_database';
  const azure = `resourceName="${hashOf(rules, /(acme-test-azure-westeurope-tracking-database-\w{8})/)}"`;
  const of = (metric: string, aggregation: string) =>
    `azurerm_resource_metric{${azure},metric="${metric}",aggregation="${aggregation}",interval="PT5M"}`;
  const series = {
    aws: {
      [`aws_rds_free_storage_space_average{${yace}}`]: always(40 * gibibyte),
      [`aws_rds_database_connections_maximum{${yace}}`]: always(connections),
      [`aws_rds_cpuutilization_average{${yace}}`]: always(50),
      [`aws_rds_freeable_memory_average{${yace}}`]: always(4 * gibibyte),
      [`aws_rds_maximum_used_transaction_ids_maximum{${yace}}`]: always(2 ** 29),
    },
    google: {
      [`${sql}_disk_utilization{${google}}`]: always(0.6),
      [`${sql}_cpu_utilization{${google}}`]: always(0.5),
      [`${sql}_memory_utilization{${google}}`]: always(0.5),
      [`${sql}_postgresql_deadlock_count{${google},database="mlflow"}`]: '0+6x60',
      [`${sql}_replication_log_archive_failure_count{${google}}`]: '0+6x60',
      [`${sql}_postgresql_transaction_id_utilization{${google}}`]: always(0.25),
      [`${sql}_postgresql_num_backends{${google},database="mlflow"}`]: always(connections - 5),
      [`${sql}_postgresql_num_backends{${google},database="postgres"}`]: always(5),
    },
    azure: {
      [of('storage_percent', 'average')]: always(60),
      [of('storage_percent', 'maximum')]: always(70),
      [of('active_connections', 'maximum')]: always(connections),
      [of('cpu_percent', 'average')]: always(50),
      [of('memory_percent', 'average')]: always(50),
      [of('deadlocks', 'total')]: always(30),
      [of('longest_transaction_time_sec', 'maximum')]: always(100),
      [of('maximum_used_transactionIDs', 'maximum')]: always(2 ** 29),
    },
  };
  return series[place];
}

/** A tenth of what each place takes from a database of size `standard`. */
const tenthOfConnections: Readonly<Record<keyof typeof watchedStores, number>> = {
  aws: 81.1,
  google: 50,
  azure: 85.9,
  inside: 15,
};

const { postgres, kafka, cache } = storeSeries;

/** A day that goes wrong in every word, and beside it one on which nothing happens. */
const sick: Readonly<Record<string, string>> = {
  [postgres.storageUsed]: '0.4+0.0012x480',
  [postgres.connections]: '0.9x480',
  [postgres.replicationLag]: '120x480',
  [postgres.cpu]: '0.95x480',
  [postgres.transactionIds]: '0.9x480',
  [postgres.burstSpent]: '0.95x480',
  [postgres.memoryUsed]: '0.97x480',
  [postgres.deadlocks]: '0.5x480',
  [postgres.longestTransaction]: '10800x480',
  [postgres.backupAge]: '200000x480',
  [postgres.archiveFailures]: '0.1x480',
  [kafka.storageUsed]: '0.4+0.0012x480',
  [kafka.offlinePartitions]: '2x480',
  [kafka.throttled]: '1x480',
  [kafka.cpu]: '0.9x480',
  [kafka.memoryUsed]: '0.97x480',
  [kafka.underReplicated]: '3x480',
  [kafka.consumerLag]: '200000+100x480',
  [cache.memoryUsed]: '0.9x480',
  [cache.evictions]: '500x480',
  [cache.hitRatio]: '0.2x480',
  [cache.connections]: '0.9x480',
  [cache.replicationLag]: '120x480',
  [cache.cpu]: '0.95x480',
};
const well = (series: string): string => (/ratio$|seconds$/.test(series) ? '0.3x480' : '0x480');

/** The stores of a scenario in place of the site's: who keeps everything, and who makes room, is the rules' own selection. */
const names = (expression: string): string[] => /store=~"([^"]+)"/.exec(expression)?.[1]?.split('|') ?? ['sick'];

proof('data services', ['promtool'], () => {
  it.each(places)('on %s say the same words of the same database', async (place) => {
    const named = (value: number) => ({ '{service="tracking",store="tracking-database"}': value });
    const asked = (series: string) => `round(sum by (service, store) (${series}{store="tracking-database"}), 0.001)`;
    await evaluate(`levels-${place}`, only(groupsOf(place), 'data-services-levels'), [
      {
        input: database(place, tenthOfConnections[place]),
        at: '30m',
        answers: {
          [asked(postgres.storageUsed)]: named(0.6),
          [asked(postgres.connections)]: named(0.1),
          [asked(postgres.cpu)]: named(0.5),
          [asked(postgres.transactionIds)]: named(0.25),
          [asked(postgres.replicationLag)]: place === 'inside' ? named(3) : {},
          [asked(postgres.memoryUsed)]: named(0.5),
          [asked(postgres.deadlocks)]: place === 'aws' ? {} : named(0.1),
          [asked(postgres.longestTransaction)]: place === 'inside' || place === 'azure' ? named(100) : {},
          [asked(postgres.backupAge)]: place === 'inside' ? named(1000) : {},
          [asked(postgres.archiveFailures)]: place === 'inside' || place === 'google' ? named(0.1) : {},
        },
      },
    ]);
  });

  it.each(places)(
    'on %s fire every alert on a bad day, none on a good one, and say when nothing is known',
    async (place) => {
      const [alerts] = only(groupsOf(place), 'data-services-alerts');
      if (!alerts) throw new Error('no alerts');
      const unseen = 'ManagedStoreUnseen';
      const rules = alerts.rules.flatMap((rule) => ('alert' in rule ? [rule] : []));
      const onLevels = rules.filter(({ alert }) => alert !== unseen);
      const managedStores = watchedStores[place].filter((one) => one.managed);
      const stores = ['sick', ...onLevels.flatMap(({ expr }) => names(expr))];
      const daily = (value: (series: string) => string | undefined, of: readonly string[]) =>
        Object.fromEntries(
          Object.keys(sick).flatMap((series) =>
            of.map((name) => [`${series}{service="s",store="${name}"}`, value(series) ?? '0x480'] as const),
          ),
        );
      const missing = Object.fromEntries(
        managedStores.map(({ service, name }) => [`{alertname="${unseen}",service="${service}",store="${name}"}`, 1]),
      );
      const fired = Object.fromEntries(
        onLevels.flatMap(({ alert, expr }) => {
          const about = /store=~/.test(expr) ? names(expr) : [...new Set(stores)];
          return about.map((name) => [`{alertname="${alert}",service="s",store="${name}"}`, 1] as const);
        }),
      );
      await evaluate(
        `alerts-${place}`,
        [alerts],
        [
          {
            input: daily((series) => sick[series], [...new Set(stores)]),
            at: '8h',
            answers: { [firing]: { ...fired, ...missing } },
          },
          { input: {}, at: '1h', answers: { [firing]: missing } },
          {
            // Everything is known and well: the words under the names that the site itself gives its stores.
            input: Object.fromEntries(
              watchedStores[place].flatMap(({ service, name, recordings }) =>
                Object.keys(recordings).map((series) => [
                  `${series}{service="${service}",store="${name}"}`,
                  well(series),
                ]),
              ),
            ),
            at: '8h',
            answers: { [firing]: {} },
          },
        ],
      );
    },
  );
});

/** The promise of a Kafka that the cloud runs. */
function kafkaPromise(): RuleGroup[] {
  const { config, objectives, best } = streaming;
  const managedBroker = config.parse({ broker: 'managed' });
  const promised = objectivesOf({ objectives, best }, managedBroker);
  const levels = streamingSignals.levels(managedBroker, promised);
  return serviceRules(
    'streaming',
    { levels, alerts: [] },
    { title: 'Streaming', dashboardUrl: 'https://grafana.example.com' },
  );
}

proof('a Kafka that the cloud runs', ['promtool'], () => {
  const burning = 'count by (severity) (ALERTS{alertname="ErrorBudgetBurn",alertstate="firing"})';
  const own = '{service="streaming",store="streaming-kafka"}';
  const every = { '{severity="page"}': 2, '{severity="ticket"}': 2 };

  it('spends its budget while partitions are offline, or clients held back where leaders are hidden', async () => {
    await evaluate('kafka-promise', kafkaPromise(), [
      { input: { [`${kafka.offlinePartitions}${own}`]: '2x480' }, at: '8h', answers: { [burning]: every } },
      { input: { [`${kafka.throttled}${own}`]: '1x480' }, at: '8h', answers: { [burning]: every } },
      {
        input: { [`${kafka.offlinePartitions}${own}`]: '0x480', [`${kafka.throttled}${own}`]: '1x480' },
        at: '8h',
        answers: { [burning]: {} },
      },
      { input: {}, at: '8h', answers: { [burning]: {} } },
    ]);
  });
});

const automatic = { limits: { vcpus: 100, memoryGiB: 400, gpus: 0 } } as AutomaticNodePool['automatic'];
const making = <S extends CloudSite>(site: S): S => ({
  ...site,
  pools: site.pools.map((pool) => (pool.purpose === 'general' ? { ...pool, automatic } : pool)),
});

const machineRules = (site: CloudSite): RuleGroup[] =>
  watchedMachines(making(site)).flatMap((watched) =>
    serviceRules(watched.name, watched, {
      title: watched.title,
      dashboardUrl: 'https://grafana.example.com/d/machines',
    }),
  );

/** By the label that tells answers of one alert apart. */
const alerting = 'count by (alertname, namespace, nodepool, resource_type, error) (ALERTS{alertstate="firing"})';
const errors = 'karpenter_cloudprovider_errors_total{method="Create",error="InsufficientCapacityError",pod="a"}';
const usage = (pool: string) => `karpenter_nodepools_usage{nodepool="${pool}",resource_type="cpu",pod="a"}`;
const limit = (pool: string) => `karpenter_nodepools_limit{nodepool="${pool}",resource_type="cpu",pod="a"}`;
const made = 'karpenter_nodeclaims_created_total{nodepool="general",pod="a"}';
const waits = 'kube_pod_status_unschedulable{namespace="serving",pod="one"}';

proof('machines that are made for pods', ['promtool'], () => {
  it("are watched by Karpenter's own metrics", async () => {
    await evaluate('karpenter', machineRules(awsSite()), [
      {
        input: {
          [waits]: '1x60',
          [made]: '7x60',
          [errors]: '0+1x60',
          [usage('general')]: '95x60',
          [limit('general')]: '100x60',
        },
        at: '1h',
        answers: {
          [alerting]: {
            '{alertname="PodsWaitForMachines",namespace="serving"}': 1,
            '{alertname="NoMachineMade"}': 1,
            '{alertname="NodePoolAtLimit",nodepool="general",resource_type="cpu"}': 1,
            '{alertname="MachinesFailToLaunch",error="InsufficientCapacityError"}': 1,
          },
        },
      },
      {
        // Pods wait now and then, and machines are made for them.
        input: {
          [waits]: '1 1 1 0 0 0 0 0 1 1 0x50',
          [made]: '0+1x60',
          [errors]: '2x60',
          [usage('general')]: '50x60',
          [limit('general')]: '100x60',
        },
        at: '1h',
        answers: { [alerting]: {} },
      },
      // A controller that has never made a machine has no counter of them.
      {
        input: { [waits]: '1x60' },
        at: '1h',
        answers: {
          [alerting]: { '{alertname="PodsWaitForMachines",namespace="serving"}': 1, '{alertname="NoMachineMade"}': 1 },
        },
      },
      { input: {}, at: '1h', answers: { [alerting]: {} } },
    ]);
  });

  it('are watched by what the cluster says of itself elsewhere', async () => {
    const nodes = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, node) => [
          `kube_node_status_capacity{resource="cpu",node="n${node}"}`,
          '16x60',
        ]),
      );
    await evaluate('machines', machineRules(googleSite()), [
      { input: nodes(10), at: '1h', answers: { [alerting]: { '{alertname="MachinesAtLimit"}': 1 } } },
      { input: nodes(9), at: '1h', answers: { [alerting]: {} } },
    ]);
  });
});
