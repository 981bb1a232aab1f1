import { chartContext } from '../../../../charts';
import { costSeries, estimateSeries } from '../../../../charts/monitoring/cost/cost-series';
import { estimateRules } from '../../../../charts/monitoring/cost/estimate-chart';
import { servicesByNamespace, watchedCost } from '../../../../charts/monitoring/cost/watched-cost';
import { localKubernetesFacts } from '../../../../constructs/in-cluster';
import { monitoring, tracking } from '../../../../services';
import { awsSite, localSite } from '../../../fixtures/sites';
import { manifests, renderManaged, specOf, the } from '../../site-rendering';
import { parseExpression } from '../metric-names';

const services = { tracking: tracking.config.parse({}), monitoring: monitoring.config.parse({}) };
const site = awsSite({ services });
const context = chartContext(site, localKubernetesFacts(localSite()));
const watched = watchedCost(site, context);
const estimate = {
  pools: { general: 100.126 },
  services: [{ service: 'tracking', pool: 'any', monthly: 12 }],
  elsewhere: 50,
  openPools: ['system', 'general'],
};

/** Of OpenCost 1.120 (`pkg/costmodel/metrics.go`), kube-state-metrics, cAdvisor and the exporter of GPUs. */
const stated = [
  ...['node_total_hourly_cost', 'node_cpu_hourly_cost', 'node_ram_hourly_cost', 'node_gpu_hourly_cost'],
  ...['node_gpu_count', 'pv_hourly_cost', 'pod_pvc_allocation'],
  ...['container_cpu_allocation', 'container_memory_allocation_bytes', 'container_gpu_allocation'],
  ...['kube_node_info', 'kube_node_labels', 'kube_persistentvolume_capacity_bytes'],
  ...['kube_pod_container_resource_requests', 'kube_pod_status_phase'],
  ...['container_cpu_usage_seconds_total', 'container_memory_working_set_bytes', 'DCGM_FI_DEV_GPU_UTIL'],
];
const known = new Set([...stated, ...Object.values(costSeries), ...Object.values(estimateSeries)]);

const rules = [...(watched?.rules('') ?? []), ...estimateRules({ ...estimate, budgetUsd: 500 }, '')].flatMap(
  (group) => group.rules,
);
const panels = (watched?.panels ?? []).flatMap(({ queries }) => Object.values(queries));

it('is PromQL by metrics that somebody exports, or that a rule records', () => {
  const expressions = [...rules.map(({ expr }) => expr), ...panels];
  expect(expressions.filter((expression) => !parseExpression(expression).valid)).toEqual([]);
  expect(expressions.flatMap((one) => parseExpression(one).metrics).filter((one) => !known.has(one))).toEqual([]);
});

it('records every series of its words', () => {
  const recorded = new Set(rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
  expect([...Object.values(costSeries), ...Object.values(estimateSeries)].filter((one) => !recorded.has(one))).toEqual(
    [],
  );
});

it('knows whose every namespace is, the one of the cluster among them', () => {
  expect(servicesByNamespace(site)).toMatchObject({
    tracking: 'tracking',
    'node-agents': 'monitoring',
    'kube-system': 'kube-system',
  });
});

it('rounds constants to cents, and asks nothing of a budget that nobody stated', () => {
  const [levels, alerts] = estimateRules(estimate, '');
  expect(levels?.rules.map((rule) => ('record' in rule ? `${rule.record} ${rule.expr}` : ''))).toEqual([
    `${estimateSeries.pool} vector(100.13)`,
    `${estimateSeries.service} vector(12)`,
    `${estimateSeries.elsewhere} vector(50)`,
  ]);
  expect(alerts?.rules.map((rule) => ('alert' in rule ? rule.alert : ''))).toEqual([
    'CostAboveEstimate',
    'PoolCostAboveEstimate',
  ]);
});

it('watches GPUs only where there are some, and nothing where cost is off', () => {
  const alerts = (changed: object) =>
    watchedCost(site, { ...context, ...changed })
      ?.rules('')
      .flatMap((group) => group.rules.flatMap((rule) => ('alert' in rule ? [rule.alert] : [])));
  expect(alerts({ hasGpus: true })).toEqual(['CostMetricsMissing', 'IdleGpu']);
  expect(alerts({ hasGpus: false })).toEqual(['CostMetricsMissing']);
  const off = awsSite({ services: { monitoring: monitoring.config.parse({ cost: false }) } });
  expect(watchedCost(off, context)).toBeUndefined();
});

it('is a dashboard and rules of the site, by labels that kube-state-metrics is told to show', () => {
  const rendered = renderManaged({ services });
  const dashboard = JSON.parse(
    (the(rendered, 'ConfigMap', 'dashboard-cost') as unknown as { data: Record<string, string> }).data['cost.json'] ??
      '{}',
  ) as { panels: { fieldConfig: { defaults: { unit: string } } }[] };
  expect(dashboard.panels[0]?.fieldConfig.defaults.unit).toBe('currencyUSD');
  expect(manifests(rendered).some(({ kind, metadata }) => kind === 'PrometheusRule' && metadata.name === 'cost')).toBe(
    true,
  );
  const { source } = specOf<{ source: { helm: { valuesObject: Record<string, unknown> } } }>(
    the(rendered, 'Application', 'kube-prometheus-stack'),
  );
  expect(source.helm.valuesObject['kube-state-metrics']).toMatchObject({
    metricLabelsAllowlist: ['nodes=[evenkeel.dev/pool]'],
  });
});
