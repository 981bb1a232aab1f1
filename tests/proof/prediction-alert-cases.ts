const selector = 'namespace="serving",app="model-server",component="churn"';
/** A version that answers, or one that does no more. */
const answers = (version: string) =>
  `evenkeel_predictions_binned_total{${selector},model="churn",version="${version}",bin="03",pod="churn-${version}"}`;
const pushed = (metric: string, version: string) =>
  `evenkeel_version_${metric}{namespace="model-monitoring",app="pushgateway",model="churn",version="${version}"}`;

type PredictionCase = readonly [alert: string, what: string, Readonly<Record<string, string>>, number, boolean];

const twoDays = 2 * 24 * 60;

/** Bounds of the model: index 0.2, error 0.1, and 0.02 above the version before. */
export const predictionCases: readonly PredictionCase[] = [
  [
    'ModelChurnVersionWrong',
    'labels that came after the canary, and say that it errs',
    { [answers('v2')]: '0+60x60', [pushed('error', 'v2')]: '_x20 0.3x40' },
    40,
    true,
  ],
  [
    'ModelChurnVersionWrong',
    'a version that is right',
    { [answers('v2')]: '0+60x60', [pushed('error', 'v2')]: '0.05x60' },
    40,
    false,
  ],
  [
    'ModelChurnVersionWrong',
    'a version that callers have no more',
    { [answers('v1')]: '0+60x60', [pushed('error', 'v2')]: '0.3x60' },
    40,
    false,
  ],
  [
    'ModelChurnVersionDrifted',
    'predictions unlike the reference',
    { [answers('v2')]: '0+60x60', [pushed('prediction_psi', 'v2')]: '0.5x60' },
    40,
    true,
  ],
  [
    'ModelChurnVersionDrifted',
    'predictions like the reference',
    { [answers('v2')]: '0+60x60', [pushed('prediction_psi', 'v2')]: '0.01x60' },
    40,
    false,
  ],
  [
    'ModelChurnVersionWorse',
    'a version within its bound and worse than the one before',
    { [answers('v2')]: '0+60x60', [pushed('error', 'v2')]: '0.09x60', [pushed('error', 'v1')]: '0.05x60' },
    40,
    true,
  ],
  [
    'ModelChurnVersionWorse',
    'a version that is as good as the one before',
    { [answers('v2')]: '0+60x60', [pushed('error', 'v2')]: '0.06x60', [pushed('error', 'v1')]: '0.05x60' },
    40,
    false,
  ],
  [
    'ModelChurnVersionWorse',
    'the first version',
    { [answers('v1')]: '0+60x60', [pushed('error', 'v1')]: '0.5x60' },
    40,
    false,
  ],
  [
    'ModelChurnVersionUnmeasured',
    'a version that nobody measures',
    { [answers('v2')]: `0+60x${twoDays + 60}`, [pushed('error', 'v1')]: `0.05x${twoDays + 60}` },
    twoDays + 30,
    true,
  ],
  [
    'ModelChurnVersionUnmeasured',
    'a version whose labels are late by a day',
    {
      [answers('v2')]: `0+60x${twoDays + 60}`,
      [pushed('prediction_psi', 'v2')]: `0.01x${twoDays + 60}`,
      [pushed('error', 'v2')]: `_x${twoDays / 2} 0.05x${twoDays}`,
    },
    twoDays + 30,
    false,
  ],
];
