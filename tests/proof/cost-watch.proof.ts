import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { chartContext } from '../../charts/chart-context';
import { costSeries } from '../../charts/monitoring/cost/cost-series';
import { estimateRules, type SiteEstimate } from '../../charts/monitoring/cost/estimate-chart';
import { watchedCost } from '../../charts/monitoring/cost/watched-cost';
import { localKubernetesFacts } from '../../constructs/in-cluster';
import { monitoring, tracking, workbench } from '../../services';
import { awsSite, localSite } from '../fixtures/sites';
import { proof, toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';

const folder = mkdtempSync(join(tmpdir(), 'cost-watch-'));
const fileOf = (name: string, content: unknown): string => {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, stringify(content));
  return path;
};

const site = awsSite({
  services: {
    monitoring: monitoring.config.parse({}),
    tracking: tracking.config.parse({}),
    workbench: workbench.config.parse({}),
  },
});
const context = chartContext(site, localKubernetesFacts(localSite()), {
  region: 'eu-west-1',
  pools: { general: 1, spot: 0.5, gpu: 2 },
  machines: { 'm7i.xlarge': 1 },
  volumes: {},
  spot: { label: 'karpenter.sh/capacity-type', value: 'spot', share: 0.25 },
});
const estimate: SiteEstimate = {
  pools: { general: 700, gpu: 1400 },
  services: [
    { service: 'tracking', pool: 'any', monthly: 280 },
    { service: 'workbench', pool: 'any', monthly: 1 },
  ],
  elsewhere: 100,
  budgetUsd: 5000,
  openPools: ['system', 'general'],
};
const dashboard = 'https://grafana.example.com/d/evenkeel-cost';
const groupsWith = (changed: Partial<SiteEstimate>) => [
  ...(watchedCost(site, context)?.rules(dashboard) ?? []),
  ...estimateRules({ ...estimate, ...changed }, dashboard),
];

type Series = Readonly<Record<string, string>>;
const always = (value: number): string => `${value}x800`;

interface Machine {
  readonly labels?: string;
  readonly usd: number;
  readonly gpus?: number;
}

/** A machine as kube-state-metrics and OpenCost see it: USD 0.1 a processor, 0.05 a GiB, 1.5 a GPU. */
const machine = (node: string, pool: string, { usd, labels = '', gpus = 0 }: Machine): Series => {
  const of = `{node="${node}",instance="${node}",instance_type="m7i.xlarge"}`;
  return {
    [`kube_node_info{node="${node}"}`]: always(1),
    [`kube_node_labels{node="${node}",label_evenkeel_dev_pool="${pool}"${labels}}`]: always(1),
    [`node_total_hourly_cost${of}`]: always(usd),
    [`node_cpu_hourly_cost${of}`]: always(0.1),
    [`node_ram_hourly_cost${of}`]: always(0.05),
    [`node_gpu_hourly_cost${of}`]: always(gpus > 0 ? 1.5 : 0),
    [`node_gpu_count${of}`]: always(gpus),
  };
};

const pod = (namespace: string, name: string, node: string, vcpus: number, memoryGiB: number, gpus = 0): Series => {
  const of = `{namespace="${namespace}",pod="${name}",container="c",node="${node}",instance="${node}"}`;
  return {
    [`container_cpu_allocation${of}`]: always(vcpus),
    [`container_memory_allocation_bytes${of}`]: always(memoryGiB * 2 ** 30),
    ...(gpus > 0 ? { [`container_gpu_allocation${of}`]: always(gpus) } : {}),
  };
};

const gpuUse = (percent: string): Series => ({
  'DCGM_FI_DEV_GPU_UTIL{Hostname="g",gpu="0",namespace="node-agents",pod="dcgm",exported_namespace="workbench",exported_pod="notebook"}':
    percent,
});

/** USD 1 an hour on general machines, 2 with a GPU: 0.4 of it is of tracking, 0.02 of a small notebook. */
const ground: Series = {
  ...machine('a', 'general', { usd: 1 }),
  ...machine('g', 'gpu', { usd: 2, gpus: 1 }),
  ...pod('tracking', 'mlflow', 'a', 2, 4),
  ...pod('workbench', 'small', 'a', 0.1, 0.2),
  ...pod('workbench', 'notebook', 'g', 1, 2, 1),
  ...gpuUse(always(60)),
};

const volume: Series = {
  'kube_persistentvolume_capacity_bytes{persistentvolume="v"}': always(100 * 2 ** 30),
  'pv_hourly_cost{persistentvolume="v",volumename="v",provider_id="v"}': always(0.001),
  'pod_pvc_allocation{namespace="tracking",pod="mlflow",persistentvolumeclaim="data",persistentvolume="v"}': always(
    100 * 2 ** 30,
  ),
};

const without = (series: Series, start: string): Series =>
  Object.fromEntries(Object.entries(series).filter(([name]) => !name.startsWith(start)));

interface Question {
  readonly title: string;
  readonly input?: Series;
  readonly ask: string;
  readonly at?: string;
  readonly is: Readonly<Record<string, number>>;
}

const round = (expression: string): string => `round(${expression}, 0.0001)`;

const questions: readonly Question[] = [
  {
    title: 'machines by their pool',
    ask: `sum by (pool) (${costSeries.machine})`,
    is: { '{pool="general"}': 1, '{pool="gpu"}': 2 },
  },
  {
    title: 'machines that were made for pods and can be taken back at their share, and no others',
    input: {
      ...machine('a', 'general', { usd: 1, labels: ',label_karpenter_sh_capacity_type="spot"' }),
      ...machine('b', 'batch', { usd: 1, labels: ',label_karpenter_sh_capacity_type="spot"' }),
      ...machine('c', 'batch', { usd: 1, labels: ',label_karpenter_sh_capacity_type="on-demand"' }),
    },
    ask: `sum by (pool, node) (${costSeries.machine})`,
    is: { '{pool="general", node="a"}': 1, '{pool="batch", node="b"}': 0.25, '{pool="batch", node="c"}': 1 },
  },
  {
    title: 'a machine that is in no pool',
    input: {
      'kube_node_labels{node="x"}': always(1),
      'node_total_hourly_cost{node="x",instance_type="k"}': always(3),
    },
    ask: `sum by (pool) (${costSeries.machine})`,
    is: { '{pool="none"}': 3 },
  },
  {
    title: 'services by what their pods have, volumes among it',
    input: { ...ground, ...volume },
    ask: round(`sum by (service, resource) (${costSeries.service}{service="tracking"})`),
    is: {
      '{service="tracking", resource="cpu"}': 0.2,
      '{service="tracking", resource="memory"}': 0.2,
      '{service="tracking", resource="volume"}': 0.1,
    },
  },
  {
    title: 'pods of namespaces that nobody knows',
    input: { ...machine('a', 'general', { usd: 1 }), ...pod('by-hand', 'x', 'a', 1, 0) },
    ask: round(`sum by (service) (${costSeries.service})`),
    is: { '{service="other"}': 0.1 },
  },
  {
    title: 'what no pod has',
    ask: round(costSeries.idle),
    is: {
      '{pool="general"}': 0.58,
      '{pool="gpu"}': 0.3,
    },
  },
  {
    title: 'all of a pool where no pod runs',
    input: machine('a', 'general', { usd: 1 }),
    ask: round(costSeries.idle),
    is: { '{pool="general"}': 1 },
  },
  {
    title: 'machines and volumes together',
    input: { ...ground, ...volume },
    ask: round(costSeries.cluster),
    is: { '{}': 3.1 },
  },
  { title: 'GPUs', ask: round(`sum by (pool) (${costSeries.gpu}) > 0`), is: { '{pool="gpu"}': 1.5 } },
  {
    title: 'GPUs that did not compute, as far as somebody measures them',
    ask: round(`sum by (pool) (${costSeries.gpuIdle}) > 0`),
    is: { '{pool="gpu"}': 0.6 },
  },
  {
    title: 'GPUs that nobody measures as idle',
    input: without(ground, 'DCGM'),
    ask: round(`sum by (pool) (${costSeries.gpuIdle}) > 0`),
    is: { '{pool="gpu"}': 1.5 },
  },
  {
    title: 'what was used of what was asked for',
    input: {
      ...ground,
      'kube_pod_container_resource_requests{namespace="tracking",pod="mlflow",container="c",resource="cpu"}': always(2),
      'kube_pod_container_resource_requests{namespace="tracking",pod="old",container="c",resource="cpu"}': always(50),
      'kube_pod_status_phase{namespace="tracking",pod="mlflow",phase="Running"}': always(1),
      'kube_pod_status_phase{namespace="tracking",pod="old",phase="Running"}': always(0),
      'container_cpu_usage_seconds_total{namespace="tracking",pod="mlflow",container="c"}': '0+30x800',
    },
    ask: round(costSeries.used),
    is: { '{resource="cpu", service="tracking"}': 0.25 },
  },
  {
    title: 'the month so far, an hour at a time',
    ask: round(costSeries.spent),
    at: '10h',
    is: { '{}': 33 },
  },
  {
    title: 'the month as it will have been',
    ask: round(costSeries.forecast),
    at: '10h',
    is: { '{}': 33 + 3 * 734 },
  },
  {
    title: 'the month of a service',
    ask: round(`${costSeries.serviceForecast}{service="tracking"}`),
    at: '10h',
    is: { '{service="tracking"}': 0.4 * (11 + 734) },
  },
];

interface Scenario {
  readonly title: string;
  readonly input?: Series;
  readonly estimate?: Partial<SiteEstimate>;
  readonly at: string;
  readonly fires: readonly string[];
}

const scenarios: readonly Scenario[] = [
  { title: 'a platform that costs what was estimated', at: '13h', fires: [] },
  {
    title: 'a service that costs far more',
    estimate: { services: [{ service: 'tracking', pool: 'any', monthly: 180 }] },
    at: '6h30m',
    fires: ['CostAboveEstimate tracking'],
  },
  {
    title: 'a service that costs more for an hour',
    estimate: { services: [{ service: 'tracking', pool: 'any', monthly: 180 }] },
    at: '1h',
    fires: [],
  },
  {
    title: 'a service that costs a half more, which autoscaling may',
    estimate: { services: [{ service: 'tracking', pool: 'any', monthly: 200 }] },
    at: '6h30m',
    fires: [],
  },
  {
    title: 'a pool that costs far more, and one without an estimate',
    estimate: { pools: { general: 400 } },
    at: '6h30m',
    fires: ['PoolCostAboveEstimate general'],
  },
  { title: 'a budget that will not hold', estimate: { budgetUsd: 2300 }, at: '6h30m', fires: ['CostBudgetForecast'] },
  { title: 'a budget that just holds', estimate: { budgetUsd: 2340 }, at: '6h30m', fires: [] },
  { title: 'no budget of the site', estimate: { budgetUsd: undefined }, at: '6h30m', fires: [] },
  {
    title: 'a GPU that nobody works with',
    input: { ...ground, ...gpuUse(always(1)) },
    at: '3h20m',
    fires: ['IdleGpu'],
  },
  {
    title: 'a GPU that is worked with now and then',
    input: { ...ground, ...gpuUse('1x100 90x10 1x100') },
    at: '3h20m',
    fires: [],
  },
  {
    title: 'a site that nobody counts the cost of',
    input: without(ground, 'node_'),
    at: '32m',
    fires: ['CostMetricsMissing'],
  },
  {
    title: 'a machine without a price',
    input: { ...ground, 'kube_node_info{node="new"}': always(1) },
    at: '32m',
    fires: ['CostMetricsMissing'],
  },
];

const inputOf = (input: Series) => Object.entries(input).map(([series, values]) => ({ series, values }));

const firing = 'count by (alertname, service, pool) (ALERTS{alertstate="firing"})';
const fired = (words: string) => {
  const [alertname, name] = words.split(' ');
  const labels = [
    `alertname="${alertname}"`,
    ...(alertname === 'CostAboveEstimate' ? [`service="${name}"`, 'pool="any"'] : []),
    ...(alertname === 'PoolCostAboveEstimate' ? [`pool="${name}"`] : []),
  ];
  return { labels: `{${labels.join(', ')}}`, value: 1 };
};

async function run(name: string, groups: unknown, test: object) {
  const rules = fileOf(`${name}-rules`, { groups });
  const content = { rule_files: [rules], evaluation_interval: '1m', tests: [{ interval: '1m', ...test }] };
  const path = fileOf(`${name}-test`, content);
  const result = await runCommand(toolPath('promtool') ?? 'promtool', ['test', 'rules', path]);
  if (result.exitCode !== 0) throw new Error(`${result.stdout}\n${lastWords(result)}`);
  return result.stdout;
}

proof('cost watch', ['promtool'], () => {
  it.each(questions.map((question, index) => ({ ...question, index })))(
    'counts $title',
    async ({ input = ground, ask, at = '10m', is, index }) => {
      const samples = Object.entries(is).map(([labels, value]) => ({ labels, value }));
      const test = {
        input_series: inputOf(input),
        promql_expr_test: [{ expr: ask, eval_time: at, exp_samples: samples }],
      };
      await expect(run(`question-${index}`, groupsWith({}), test)).resolves.toContain('SUCCESS');
    },
    60_000,
  );

  it.each(scenarios.map((scenario, index) => ({ ...scenario, index })))(
    'tells, or is silent, of $title',
    async ({ input = ground, estimate: changed = {}, at, fires, index }) => {
      const test = {
        input_series: inputOf(input),
        promql_expr_test: [{ expr: firing, eval_time: at, exp_samples: fires.map(fired) }],
      };
      await expect(run(`scenario-${index}`, groupsWith(changed), test)).resolves.toContain('SUCCESS');
    },
    60_000,
  );
});
