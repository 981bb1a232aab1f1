import { hoursPerMonth } from '../../../environments/facts/month';
import type { Panel } from '../../signals';
import { costSeries, estimateSeries } from './cost-series';

const { machine, volumes, pod, service, idle, used, gpu, gpuIdle, spent, serviceForecast, forecast } = costSeries;

const aMonth = (hourly: string): string => `${hourly} * ${hoursPerMonth}`;

/** What a pod pays for processors that it asked for and leaves alone. */
const unused = `sum by (namespace, pod) (${pod}{resource="cpu"}) * on (namespace, pod) clamp_min(1 - sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{container!=""}[1h])) / on (namespace, pod) sum by (namespace, pod) (kube_pod_container_resource_requests{resource="cpu"}), 0)`;

const gpuPanel: Panel = {
  title: 'GPUs: cost a month, and what of it did not compute',
  unit: 'usd',
  queries: { '{{pool}}': aMonth(gpu), '{{pool}}, idle': aMonth(gpuIdle) },
};

/** What a site costs while it runs: where the money goes, what of it is idle, and how far it is from the plan. */
export const costPanels = (hasGpus: boolean): Panel[] => [
  {
    title: 'Cost an hour, by pool',
    unit: 'usd',
    queries: { '{{pool}}': `sum by (pool) (${machine})`, volumes },
  },
  {
    title: 'This month: spent, forecast and budget',
    unit: 'usd',
    queries: {
      'cluster, spent': spent,
      'cluster, forecast': forecast,
      'site, forecast': `${forecast} + on () ${estimateSeries.elsewhere}`,
      'site, budget': estimateSeries.budget,
    },
  },
  {
    title: 'Cost a month, by service',
    unit: 'usd',
    queries: { '{{service}}': aMonth(`sum by (service) (${service})`) },
  },
  {
    title: 'Cost a month, by namespace',
    unit: 'usd',
    queries: { '{{namespace}}': aMonth(`sum by (namespace) (${pod})`) },
  },
  { title: 'This month, forecast by service', unit: 'usd', queries: { '{{service}}': serviceForecast } },
  {
    title: 'Services: cost a month, actual and estimated',
    unit: 'usd',
    queries: {
      '{{service}}': aMonth(`sum by (service) (${service}) and on (service) ${estimateSeries.service}`),
      '{{service}}, estimated': `sum by (service) (${estimateSeries.service})`,
    },
  },
  {
    title: 'Pools: cost a month, actual and estimated',
    unit: 'usd',
    queries: {
      '{{pool}}': aMonth(`sum by (pool) (${machine})`),
      '{{pool}}, estimated': estimateSeries.pool,
    },
  },
  {
    title: 'Pools: share of machines that no pod has',
    unit: 'percentunit',
    queries: { '{{pool}}': `${idle} / on (pool) sum by (pool) (${machine})` },
  },
  {
    title: 'Services: used, of what they ask for',
    unit: 'percentunit',
    queries: { '{{service}} {{resource}}': used },
  },
  {
    title: 'Pods that pay most for processors they leave alone (a month)',
    unit: 'usd',
    queries: { '{{namespace}}/{{pod}}': `topk(10, ${aMonth(`(${unused})`)})` },
  },
  ...(hasGpus ? [gpuPanel] : []),
];
