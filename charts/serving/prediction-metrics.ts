import type { PredictionQuality } from '../../services/prediction-quality';

/** Counted by every pod (`recorded-model.ts`), with the labels `model`, `version` and `bin`. */
export const predictionsBinned = 'evenkeel_predictions_binned_total';

/** Pushed by the drift jobs of modelMonitoring (`drift-script.ts`), with the labels `model` and `version`. */
export const versionMetrics = {
  psi: 'evenkeel_version_prediction_psi',
  error: 'evenkeel_version_error',
} as const;

const pushed = 'namespace="model-monitoring",app="pushgateway"';

/** What the drift jobs say of a model, by version. */
export const measuredOf = (kind: keyof typeof versionMetrics, model: string, version?: string): string =>
  `max by (model, version) (${versionMetrics[kind]}{${pushed},model="${model}"${
    version === undefined ? '' : `,version="${version}"`
  }})`;

/** Versions that such pods answered with, since the window. */
export const versionsOf = (selector: string, window: string): string =>
  `group by (model, version) (rate(${predictionsBinned}{${selector}}[${window}]) > 0)`;

/**
 * Population stability index of the predictions of some pods against those of others, in the same window: the same requests
 * come to both by chance, so a difference is that of the versions. Half a prediction is added to each bin, so that an empty one
 * has a logarithm. Nothing where either has too few predictions.
 */
export function predictionDifference(
  { edges, minPredictions }: PredictionQuality,
  one: string,
  other: string,
  window: string,
): string {
  // Bins between the bounds, one on each side, and one for what is no number.
  const bins = edges.length + 2;
  const counted = (selector: string): string => `increase(${predictionsBinned}{${selector}}[${window}])`;
  const share = (selector: string): string =>
    `((sum by (bin) (${counted(selector)}) + 0.5) / scalar(sum(${counted(selector)}) + ${bins / 2}))`;
  const enough = (selector: string): string => `(sum(${counted(selector)}) >= ${minPredictions})`;
  const [p, q] = [share(one), share(other)];
  return `sum((${p} - ${q}) * ln(${p} / ${q})) and ${enough(one)} and ${enough(other)}`;
}
