import type { Alert, Panel } from '../signals';
import type { WatchedModel } from './model-monitoring-props';

const from = 'namespace="model-monitoring", app="pushgateway"';
const of = (metric: string, { name }: WatchedModel): string => `max by (model) (${metric}{${from}, model="${name}"})`;

export const explanationMetrics = ['evenkeel_explanation_importance', 'evenkeel_explanation_fidelity'] as const;
export const fairnessMetrics = [
  'evenkeel_fairness_selection_rate',
  'evenkeel_fairness_true_positive_rate',
  'evenkeel_fairness_rows',
  'evenkeel_fairness_disparate_impact_ratio',
  'evenkeel_fairness_true_positive_rate_difference',
] as const;

/** By version, where a model asks for it (`drift-script.ts`). */
export const versionMetrics = [
  'evenkeel_version_prediction_psi',
  'evenkeel_version_error',
  'evenkeel_version_rows',
] as const;

type Models = readonly WatchedModel[];

/** An alert about some models, each by a condition of its own; none where there are no such models. */
const aboutSome = (conditions: readonly string[], texts: Omit<Alert, 'expression' | 'for' | 'severity'>): Alert[] =>
  conditions.length === 0 ? [] : [{ ...texts, expression: conditions.join(' or '), for: '5m', severity: 'ticket' }];

/** The label `retrain` leads the alert to Airflow; its value is the DAG. */
const retraining = (models: Models): Alert[] =>
  aboutSome(
    models.flatMap((model) =>
      model.retrain
        ? [
            `label_replace(${of('evenkeel_drift_prediction_drifted', model)} > 0, "retrain", "${model.retrain.dag}", "", "")`,
          ]
        : [],
    ),
    {
      name: 'ModelRetrainingDue',
      summary: 'The predictions of {{ $labels.model }} drifted; {{ $labels.retrain }} trains it again.',
      action:
        'Look at the run of the DAG whose name begins with `alert__`; the alert ends when the current data matches the reference of the new model.',
    },
  );

const unexplained = (models: Models): Alert[] =>
  aboutSome(
    models.flatMap((model) =>
      model.explanations ? [`${of('evenkeel_explanation_fidelity', model)} < ${model.explanations.fidelity}`] : [],
    ),
    {
      name: 'ModelExplanationWeak',
      summary:
        'The explanation of {{ $labels.model }} accounts for {{ $value | humanizePercentage }} of its predictions.',
      action: 'Do not rely on the importances; look for an input of the model that is missing in its current data.',
    },
  );

const unfair = (models: Models): Alert[] =>
  aboutSome(
    models.flatMap((model) =>
      model.fairness
        ? [`${of('evenkeel_fairness_disparate_impact_ratio', model)} < ${model.fairness.minimumRatio}`]
        : [],
    ),
    {
      name: 'ModelGroupsTreatedUnequally',
      summary:
        'One group is selected by {{ $labels.model }} at {{ $value | humanizePercentage }} of the rate of another one.',
      action: 'Open the newest report in the bucket; let who answers for the model decide whether it may go on.',
    },
  );

/** What the configuration of each model adds to what is said of all. */
export const modelAlerts = (models: Models): Alert[] => [
  ...retraining(models),
  ...unexplained(models),
  ...unfair(models),
];

const shown = (metric: string): string => `${metric}{${from}}`;

export const reportPanels = (models: Models): Panel[] => [
  ...(models.some(({ versions }) => versions)
    ? [
        {
          title: 'Predictions of versions against the reference (PSI)',
          unit: 'short' as const,
          queries: { '{{model}} {{version}}': shown('evenkeel_version_prediction_psi') },
        },
        {
          title: 'Error of versions by labels that came',
          unit: 'short' as const,
          queries: { '{{model}} {{version}}': shown('evenkeel_version_error') },
        },
      ]
    : []),
  ...(models.some(({ explanations }) => explanations)
    ? [
        {
          title: 'Importance of columns',
          unit: 'short' as const,
          queries: { '{{model}} {{column}}': shown('evenkeel_explanation_importance') },
        },
      ]
    : []),
  ...(models.some(({ fairness }) => fairness)
    ? [
        {
          title: 'Selection rate of groups',
          unit: 'percentunit' as const,
          queries: { '{{model}} {{group}}': shown('evenkeel_fairness_selection_rate') },
        },
        {
          title: 'True positive rate of groups',
          unit: 'percentunit' as const,
          queries: { '{{model}} {{group}}': shown('evenkeel_fairness_true_positive_rate') },
        },
      ]
    : []),
];
