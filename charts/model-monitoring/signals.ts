import type { modelMonitoring } from '../../services';
import type { Panel, ServiceSignals } from '../signals';
import { explanationMetrics, fairnessMetrics, modelAlerts, reportPanels, versionMetrics } from './report-signals';

const from = 'namespace="model-monitoring", app="pushgateway"';
const metric = (name: string): string => `evenkeel_drift_${name}{${from}}`;

/** A measurement is missed for two days. */
const lateSeconds = 2 * 24 * 60 * 60;

/** What the scripts push (`drift-script.ts`, `report-scripts.ts`); each carries the label `model`. */
export const modelMonitoringSignals: ServiceSignals<typeof modelMonitoring> = {
  metrics: [
    'evenkeel_drift_psi',
    'evenkeel_drift_ks_p_value',
    'evenkeel_drift_column_drifted',
    'evenkeel_drift_prediction_drifted',
    'evenkeel_drift_columns_missing',
    'evenkeel_drift_rows',
    'evenkeel_drift_measured_timestamp_seconds',
    ...versionMetrics,
    ...explanationMetrics,
    ...fairnessMetrics,
  ],
  levels: () => [],
  alerts: ({ models }) => [
    ...modelAlerts(models),
    {
      name: 'ModelPredictionsDrifted',
      expression: `max by (model) (${metric('prediction_drifted')}) > 0`,
      for: '5m',
      severity: 'ticket',
      summary: 'The predictions of {{ $labels.model }} are distributed otherwise than in its reference.',
      action: 'Open the newest report of the model; if the world changed, train it again.',
    },
    {
      name: 'ModelInputsDrifted',
      expression: `sum by (model) (${metric('column_drifted')}) / count by (model) (${metric('column_drifted')}) > 0.5`,
      for: '5m',
      severity: 'ticket',
      summary: 'More than half of the columns of {{ $labels.model }} drifted.',
      action: 'Open the newest report of the model: first look for a fault in the data, then train it again.',
    },
    {
      name: 'ModelColumnsMissing',
      expression: `max by (model) (${metric('columns_missing')}) > 0`,
      for: '5m',
      severity: 'ticket',
      summary: 'Columns that {{ $labels.model }} was trained on are gone from its current data.',
      action: 'Compare the columns of both data sets; mend what writes the current one.',
    },
    {
      name: 'ModelNotMeasured',
      expression: `time() - max by (model) (${metric('measured_timestamp_seconds')}) > ${lateSeconds}`,
      for: '15m',
      severity: 'ticket',
      summary: '{{ $labels.model }} was not measured for two days.',
      action: 'Read the log of its newest drift job: a data set is missing, empty or without the predictions.',
    },
  ],
  panels: ({ models }): Panel[] => [
    ...reportPanels(models),
    {
      title: 'Drifted share of columns',
      unit: 'percentunit',
      queries: {
        '{{model}}': `sum by (model) (${metric('column_drifted')}) / count by (model) (${metric('column_drifted')})`,
      },
    },
    { title: 'Population stability index', unit: 'short', queries: { '{{model}} {{column}}': metric('psi') } },
    { title: 'Kolmogorov-Smirnov p-value', unit: 'short', queries: { '{{model}} {{column}}': metric('ks_p_value') } },
    { title: 'Rows compared', unit: 'short', queries: { '{{model}} {{data}}': metric('rows') } },
    {
      title: 'Since the last measurement',
      unit: 's',
      queries: { '{{model}}': `time() - max by (model) (${metric('measured_timestamp_seconds')})` },
    },
  ],
};
