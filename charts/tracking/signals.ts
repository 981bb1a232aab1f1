import type { tracking } from '../../services';
import type { ServiceSignals } from '../signals';

const job = 'namespace="tracking", app="mlflow"';
const requests = 'mlflow_http_request_duration_seconds';

/** MLflow exports what prometheus-flask-exporter does, under the prefix `mlflow`. */
export const trackingSignals: ServiceSignals<typeof tracking> = {
  metrics: [`${requests}_count`, `${requests}_bucket`, `${requests}_sum`],
  levels: () => [],
  alerts: () => [],
  panels: () => [
    { title: 'Requests', unit: 'reqps', queries: { requests: `sum(rate(${requests}_count{${job}}[5m]))` } },
  ],
};
