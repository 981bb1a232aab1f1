import type { monitoring } from '../../services';
import type { Panel, ServiceSignals } from '../signals';

const prometheus = 'namespace="monitoring",job="kube-prometheus-stack-prometheus"';
const alertmanager = 'namespace="monitoring",job="kube-prometheus-stack-alertmanager"';

const bad = (window: string): string =>
  `sum(rate(prometheus_rule_evaluation_failures_total{${prometheus}}[${window}]))`;
const all = (window: string): string => `sum(rate(prometheus_rule_evaluations_total{${prometheus}}[${window}]))`;

/** What Prometheus and Alertmanager export of themselves; metric names from their own `/metrics`. */
export const monitoringSignals: ServiceSignals<typeof monitoring> = {
  metrics: [
    'prometheus_rule_evaluations_total',
    'prometheus_rule_evaluation_failures_total',
    'prometheus_tsdb_head_series',
    'prometheus_notifications_dropped_total',
    'alertmanager_notifications_total',
    'alertmanager_notifications_failed_total',
  ],
  levels: (_config, { availabilityPercent }) => [
    {
      name: 'availability',
      promise: `${availabilityPercent} % of rule evaluations succeed`,
      goodPercent: availabilityPercent,
      bad,
      all,
    },
  ],
  alerts: () => [
    {
      name: 'AlertsNotDelivered',
      expression: `sum(rate(alertmanager_notifications_failed_total{${alertmanager}}[5m])) > 0 or sum(rate(prometheus_notifications_dropped_total{${prometheus}}[5m])) > 0`,
      for: '10m',
      severity: 'page',
      summary: 'Alerts fire, but do not reach anybody.',
      action:
        "kubectl -n monitoring logs -l app.kubernetes.io/name=alertmanager; check the receiver's key and the way out.",
    },
  ],
  panels: (): Panel[] => [
    { title: 'Series in memory', unit: 'short', queries: { '{{pod}}': `prometheus_tsdb_head_series{${prometheus}}` } },
    {
      title: 'Notifications',
      unit: 'ops',
      queries: {
        sent: `sum(rate(alertmanager_notifications_total{${alertmanager}}[5m]))`,
        failed: `sum(rate(alertmanager_notifications_failed_total{${alertmanager}}[5m]))`,
      },
    },
  ],
};
