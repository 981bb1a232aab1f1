import { hoursPerMonth } from '../../../environments/facts/month';
import type { Alert } from '../../signals';
import { anyPool, costSeries, estimateSeries } from './cost-series';

const { machine, service, forecast } = costSeries;
const estimate = estimateSeries;

/** What an estimate may be wrong by before somebody looks: autoscaling and busy days are part of the plan. */
const margin = { factor: 1.5, usdPerMonth: 25 } as const;

/** Use of a GPU, in percent, below which it is held and not worked with. */
const idlePercent = 5;

export const costMetricsMissing: Alert = {
  name: 'CostMetricsMissing',
  expression: `absent(${machine}) or count(kube_node_info) > (count(${machine} > 0) or vector(0))`,
  for: '30m',
  severity: 'ticket',
  summary: 'Nobody knows what some machines cost: what the platform costs is larger than it looks.',
  action:
    'kubectl -n monitoring logs deployment/opencost names machines without a price; kubectl -n monitoring get configmap opencost-prices -o yaml has those that it knows.',
};

/** Pods that the exporter of GPUs names have one to themselves, or a share of one. */
export const idleGpu: Alert = {
  name: 'IdleGpu',
  expression: `max by (exported_namespace, exported_pod) (avg_over_time(DCGM_FI_DEV_GPU_UTIL{exported_pod!=""}[15m])) < ${idlePercent}`,
  for: '3h',
  severity: 'ticket',
  summary: '{{ $labels.exported_namespace }}/{{ $labels.exported_pod }} has a GPU and has not used it for three hours.',
  action:
    'Ask whose it is, then stop the notebook or scale the model down; services.workbench culls idle notebooks, and services.scaling rests models at night.',
};

/** Above both: a share of a large sum, and more than small change. */
const above = (actual: string, estimated: string, by: string): string =>
  `(${actual}) > on (${by}) ${margin.factor} * ${estimated} and on (${by}) (${actual}) - on (${by}) ${estimated} > ${margin.usdPerMonth}`;

const aMonth = (hourly: string): string => `avg_over_time((${hourly})[6h:5m]) * ${hoursPerMonth}`;

/** Alerts that need the estimate of the build. `openPools`: names of pools that any pod may run on. */
export function estimateAlerts(openPools: readonly string[]): Alert[] {
  const shared = `label_replace(${service}, "pool", "${anyPool}", "pool", "${[...openPools, 'none'].join('|')}")`;
  return [
    {
      name: 'CostAboveEstimate',
      expression: above(aMonth(`sum by (service, pool) (${shared})`), estimate.service, 'service, pool'),
      for: '6h',
      severity: 'ticket',
      summary:
        '{{ $labels.service }} costs {{ printf "%.0f" $value }} USD a month on {{ $labels.pool }} machines, far more than the build estimated.',
      action:
        'The dashboard shows which resource grew. More replicas or larger requests than were built: say so in the environment file; otherwise find what holds them.',
    },
    {
      name: 'PoolCostAboveEstimate',
      expression: above(aMonth(`sum by (pool) (${machine})`), estimate.pool, 'pool'),
      for: '6h',
      severity: 'ticket',
      summary:
        'Machines of the pool {{ $labels.pool }} cost {{ printf "%.0f" $value }} USD a month, far more than the build estimated.',
      action:
        'The dashboard shows what of the pool is idle. Little is: find the service that grew. Much is: look for pods that keep machines from going, kubectl describe node.',
    },
  ];
}

/** What the cluster will have cost, and what the rest of the site is estimated at. */
export const budgetForecast: Alert = {
  name: 'CostBudgetForecast',
  expression: `${forecast} + on () ${estimate.elsewhere} > on () ${estimate.budget}`,
  for: '6h',
  severity: 'ticket',
  summary: 'The site will have cost {{ printf "%.0f" $value }} USD when the month is over, more than its budget.',
  action:
    'The dashboard shows what grew. Take it back, or raise the budget in the environment file; the bill of the cloud says what the cluster cannot see.',
};
