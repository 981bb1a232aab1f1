import type { AlertingRule, RecordingRule, RuleGroup } from './rule-group';
import { storeAlerts } from './store-alerts';
import type { WatchedStore } from './stores';

const recordings = ({ service, name, recordings: measured }: WatchedStore): RecordingRule[] =>
  Object.entries(measured).map(([record, expr]) => ({ record, expr, labels: { service, store: name } }));

/**
 * What the metrics of every store become, and the alerts on it. An alert keeps the labels `service` and `store` of the
 * series that fired it, so that it belongs to the service that has the store.
 */
export function storeRules(stores: readonly WatchedStore[], dashboardOf: (service: string) => string): RuleGroup[] {
  if (stores.length === 0) return [];
  const dashboard = dashboardOf('{{ $labels.service }}');
  const alerts: AlertingRule[] = storeAlerts(stores).map(
    ({ name, expression, severity, summary, action, ...alert }) => ({
      alert: name,
      expr: expression,
      for: alert.for,
      labels: { severity },
      annotations: { summary, action, dashboard },
    }),
  );
  return [
    // What the clouds say is minutes old, and asked for once a minute at most.
    { name: 'data-services-levels', interval: '60s', rules: stores.flatMap(recordings) },
    { name: 'data-services-alerts', interval: '60s', rules: alerts },
  ];
}
