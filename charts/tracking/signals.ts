import type { tracking } from '../../services';
import type { Panel, ServiceLevel, ServiceSignals } from '../signals';

const server = 'namespace="tracking",app="mlflow"';
const requests = 'mlflow_http_request_duration_seconds';

/** Upper bounds of the histogram: prometheus_client's default, which MLflow leaves as it is. Seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;

/** As the Python client writes it: whole numbers with a decimal. */
export const boundLabel = (bound: number): string => (Number.isInteger(bound) ? bound.toFixed(1) : `${bound}`);

/**
 * The bound that a latency objective is measured at: the largest one that is not above it, so that what is measured is
 * at least as strict as what is promised; below 5 ms the smallest there is.
 */
export const measuredBound = (milliseconds: number): number =>
  bounds.findLast((bound) => bound * 1000 <= milliseconds) ?? bounds[0];

const all = (window: string): string => `sum(rate(${requests}_count{${server}}[${window}]))`;

const availability = (goodPercent: number): ServiceLevel => ({
  name: 'availability',
  promise: `${goodPercent} % of requests are answered without a server error`,
  goodPercent,
  bad: (window) => `sum(rate(${requests}_count{${server},status=~"5.."}[${window}]))`,
  all,
});

function latency(name: string, goodPercent: number, milliseconds: number): ServiceLevel {
  const bound = measuredBound(milliseconds);
  return {
    name,
    promise: `${goodPercent} % of requests are answered within ${milliseconds} ms (measured at ${bound * 1000} ms)`,
    goodPercent,
    bad: (window) => `${all(window)} - sum(rate(${requests}_bucket{${server},le="${boundLabel(bound)}"}[${window}]))`,
    all,
  };
}

const percentile = (share: number): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${requests}_bucket{${server}}[5m])))`;

/**
 * MLflow's `server/prometheus_exporter.py` starts prometheus-flask-exporter with the prefix `mlflow`; health checks are not
 * counted, uploads and downloads through the proxy are.
 */
export const trackingSignals: ServiceSignals<typeof tracking> = {
  metrics: [`${requests}_count`, `${requests}_bucket`, 'mlflow_http_request_exceptions_total', 'up'],
  levels: (_config, { availabilityPercent, p95Ms, p99Ms }) => [
    availability(availabilityPercent),
    ...(p95Ms ? [latency('latency_p95', 95, p95Ms)] : []),
    ...(p99Ms ? [latency('latency_p99', 99, p99Ms)] : []),
  ],
  alerts: () => [
    {
      name: 'MlflowDown',
      expression: `sum(up{${server}}) == 0 or absent(up{${server}})`,
      for: '5m',
      severity: 'page',
      summary: 'No MLflow server answers; runs cannot be logged and models cannot be fetched.',
      action:
        'kubectl -n tracking get pods; a pod that does not become ready says in its log whether the database answers.',
    },
  ],
  panels: (): Panel[] => [
    {
      title: 'Requests',
      unit: 'reqps',
      queries: { '{{status}}': `sum by (status) (rate(${requests}_count{${server}}[5m]))` },
    },
    { title: 'Latency', unit: 's', queries: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) } },
    {
      title: 'Unhandled exceptions',
      unit: 'ops',
      queries: { exceptions: `sum(rate(mlflow_http_request_exceptions_total{${server}}[5m]))` },
    },
    { title: 'Servers', unit: 'short', queries: { up: `sum(up{${server}})` } },
  ],
};
