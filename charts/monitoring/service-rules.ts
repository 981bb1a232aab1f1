import type { Alert, ServiceLevel } from '../signals';
import type { AlertingRule, RecordingRule, RuleGroup } from './rule-group';
import { type AlertReader, sloRules } from './slo-rules';

const alertingRule = (service: string, alert: Alert, reader: AlertReader): AlertingRule => ({
  alert: alert.name,
  expr: alert.expression,
  for: alert.for,
  labels: { service, severity: alert.severity },
  annotations: { summary: alert.summary, action: alert.action, dashboard: reader.dashboardUrl },
});

/** What a service says of itself, for its configuration on a site. */
export interface StatedSignals {
  readonly levels: readonly ServiceLevel[];
  readonly recordings?: readonly RecordingRule[];
  readonly alerts: readonly Alert[];
}

/** Every rule of one service, named in kebab case. */
export const serviceRules = (
  service: string,
  { levels, recordings = [], alerts }: StatedSignals,
  reader: AlertReader,
): RuleGroup[] => [
  ...(recordings.length > 0 ? [{ name: `${service}-series`, interval: '30s', rules: recordings }] : []),
  ...levels.map((level) => sloRules(service, level, reader)),
  ...(alerts.length > 0
    ? [
        {
          name: `${service}-alerts`,
          interval: '30s',
          rules: alerts.map((alert) => alertingRule(service, alert, reader)),
        },
      ]
    : []),
];
