import { poolLabel } from '../../../environments/model';
import type { RecordingRule, RuleGroup } from '../rule-group';
import { costSeries, volumePool } from './cost-series';
import type { SitePrices } from './site-prices';

const {
  priceShare,
  machine,
  volumes,
  cluster,
  pod,
  namespaceService,
  service,
  idle,
  used,
  gpu,
  gpuIdle,
  month,
  spent,
  serviceSpent,
  forecast,
  serviceForecast,
} = costSeries;

const gib = 2 ** 30;

const recording = (record: string, expr: string, labels: RecordingRule['labels'] = {}): RecordingRule => ({
  record,
  expr,
  labels,
});

/** As kube-state-metrics names what a machine says of itself. */
export const nodeLabel = (name: string): string => `label_${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`;

/** Machines as kube-state-metrics sees them, with their pool: `none` where nobody gave them one. */
function inPools(selector = ''): string {
  const unnamed = `label_replace(kube_node_labels${selector}, "pool", "none", "", "")`;
  return `max by (node, pool) (label_replace(${unnamed}, "pool", "$1", "${nodeLabel(poolLabel)}", "(.+)"))`;
}

/**
 * Machines of one type have a price by their pool already. Where machines are made of any type, OpenCost knows the list
 * price of each, and not that some can be taken back.
 */
function shares(prices: SitePrices | undefined): string {
  if (!prices?.spot) return inPools();
  const { label, value, share } = prices.spot;
  const priced = Object.keys(prices.pools).sort().join('|');
  const taken = inPools(`{${nodeLabel(label)}="${value}",${nodeLabel(poolLabel)}!~"${priced}"}`);
  return `${taken} * ${share} or ${inPools()}`;
}

/** A price of a machine that OpenCost states, as it is paid. */
const paid = (metric: string): string => `${priceShare} * on (node) group_left () max by (node) (${metric})`;

const ofPods = (resource: string, allocation: string, price: string): RecordingRule =>
  recording(
    pod,
    `sum by (namespace, pod, pool) (sum by (namespace, pod, node) (${allocation}) * on (node) group_left (pool) (${paid(price)}))`,
    { resource },
  );

const volumePrice = 'max by (persistentvolume) (pv_hourly_cost)';

/** Of each machine; those that nobody measures compute nothing. */
const gpuUse =
  'avg by (node) (label_replace(DCGM_FI_DEV_GPU_UTIL, "node", "$1", "Hostname", "(.+)")) / 100 or on (node) max by (node) (node_gpu_count) * 0';

const gpuCosts: readonly RecordingRule[] = [
  recording(
    gpu,
    `sum by (pool) ((${paid('node_gpu_hourly_cost')}) * on (node) group_left () max by (node) (node_gpu_count))`,
  ),
  recording(
    gpuIdle,
    `sum by (pool) ((${paid('node_gpu_hourly_cost')}) * on (node) group_left () max by (node) (node_gpu_count) * on (node) group_left () (1 - (${gpuUse})))`,
  ),
];

const toService = (perNamespace: string): string =>
  `sum by (service) (sum by (namespace) (${perNamespace}) * on (namespace) group_left (service) ${namespaceService})`;

const requested = (resource: string): string =>
  `kube_pod_container_resource_requests{resource="${resource}"} * on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{phase="Running"} == 1)`;

const usedOf = (resource: string, inUse: string): RecordingRule =>
  recording(used, `${toService(inUse)} / ${toService(requested(resource))}`, { resource });

/** The hourly samples of a series since the month began: each is what one hour cost. */
const thisMonth = (series: string): string =>
  `sum_over_time((${series} and on () (month() == on () ${month} @ end()))[31d:1h])`;
const hoursLeft = '(days_in_month() * 24 - (day_of_month() - 1) * 24 - hour())';

export interface CostRulesProps {
  /** Default: OpenCost's own rates. */
  readonly prices?: SitePrices;
  /** Service, operator or part of the platform by namespace. */
  readonly services: Readonly<Record<string, string>>;
}

/** What OpenCost exports, as money of machines, pods, services and months. */
export function costRules({ prices, services }: CostRulesProps): RuleGroup[] {
  const perService = `sum by (service) (${service})`;
  return [
    {
      name: 'cost-levels',
      interval: '60s',
      rules: [
        recording(priceShare, shares(prices)),
        recording(
          machine,
          `max by (node, instance_type) (node_total_hourly_cost) * on (node) group_left (pool) ${priceShare}`,
        ),
        recording(
          volumes,
          `sum(max by (persistentvolume) (kube_persistentvolume_capacity_bytes) / ${gib} * on (persistentvolume) ${volumePrice})`,
        ),
        recording(cluster, `sum(${machine}) + (${volumes} or vector(0))`),
        ofPods('cpu', 'container_cpu_allocation', 'node_cpu_hourly_cost'),
        ofPods('memory', `container_memory_allocation_bytes / ${gib}`, 'node_ram_hourly_cost'),
        ofPods('gpu', 'container_gpu_allocation', 'node_gpu_hourly_cost'),
        recording(
          pod,
          `sum by (namespace, pod) (sum by (namespace, pod, persistentvolume) (pod_pvc_allocation) / ${gib} * on (persistentvolume) group_left () ${volumePrice})`,
          { resource: 'volume', pool: volumePool },
        ),
        ...Object.entries(services)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([namespace, name]) => recording(namespaceService, 'vector(1)', { namespace, service: name })),
        recording(
          service,
          `sum by (service, pool, resource) (${pod} * on (namespace) group_left (service) ${namespaceService}) or label_replace(sum by (pool, resource) (${pod} unless on (namespace) ${namespaceService}), "service", "other", "", "")`,
        ),
        recording(
          idle,
          `clamp_min(sum by (pool) (${machine}) - on (pool) (sum by (pool) (${pod}{pool!="${volumePool}"}) or on (pool) sum by (pool) (${machine}) * 0), 0)`,
        ),
        usedOf('cpu', 'rate(container_cpu_usage_seconds_total{container!=""}[5m])'),
        usedOf('memory', 'container_memory_working_set_bytes{container!=""}'),
        ...gpuCosts,
      ],
    },
    {
      // Each asks for a month of samples.
      name: 'cost-months',
      interval: '3m',
      rules: [
        recording(month, 'month()'),
        recording(spent, thisMonth(cluster)),
        recording(serviceSpent, thisMonth(perService)),
        recording(forecast, `${spent} + on () avg_over_time(${cluster}[1d]) * on () ${hoursLeft}`),
        recording(
          serviceForecast,
          `${serviceSpent} + on (service) avg_over_time((${perService})[1d:15m]) * on () group_left () ${hoursLeft}`,
        ),
      ],
    },
  ];
}
