import type { ConfigOf, serving } from '../../services';
import type { Alert, Panel } from '../signals';
import { namespace } from './serving';

type Config = ConfigOf<typeof serving>;

const servers = `namespace="${namespace}",app="model-server"`;

const explained = 'evenkeel_explanations_total';
const unexplained = 'evenkeel_explanations_failed_total';
const recorded = 'evenkeel_predictions_recorded_total';
const unrecorded = 'evenkeel_predictions_unrecorded_total';
const waiting = 'evenkeel_records_waiting_seconds';

/** As `recorded-model.ts` counts them. */
export const recordMetrics = [explained, unexplained, recorded, unrecorded, waiting] as const;

const rate = (metric: string, window: string): string => `sum by (model) (rate(${metric}{${servers}}[${window}]))`;

const explains = ({ models }: Config): boolean => Object.values(models).some(({ explainer }) => explainer);

const explanationAlerts: readonly Alert[] = [
  {
    name: 'PredictionsUnexplained',
    expression: `${rate(unexplained, '10m')} > 0.01 * (${rate(explained, '10m')} or 0 * ${rate(unexplained, '10m')})`,
    for: '10m',
    severity: 'ticket',
    summary: 'More than 1 % of the predictions of {{ $labels.model }} have no explanation. The predictions go on.',
    action:
      'The log of the model server says why: most often the inputs are not those of the background file, or the file is not there.',
  },
];

const trailAlerts: readonly Alert[] = [
  {
    name: 'PredictionsUnrecorded',
    expression: `sum by (model) (increase(${unrecorded}{${servers}}[10m])) > 0`,
    for: '1m',
    severity: 'page',
    summary:
      'Predictions of {{ $labels.model }} are not written down; they go on, and their records are gone for good.',
    action:
      'kubectl -n serving logs of the container trail: whether the bucket takes records. Where it cannot be without records, scale the model down.',
  },
  {
    name: 'PredictionRecordsWait',
    expression: `max by (model) (${waiting}{${servers}}) > 600`,
    for: '5m',
    severity: 'ticket',
    summary:
      'Records of {{ $labels.model }} have waited for the bucket for ten minutes; a pod that is lost takes them along.',
    action: 'kubectl -n serving logs of the container trail: what the bucket answers.',
  },
];

/** What a person must know of explanations and of the trail. */
export const recordAlerts = (config: Config): Alert[] => [
  ...(explains(config) ? explanationAlerts : []),
  ...(config.trail ? trailAlerts : []),
];

export const recordPanels = (config: Config): Panel[] => [
  ...(explains(config)
    ? [
        {
          title: 'Explanations',
          unit: 'ops' as const,
          queries: { 'made {{model}}': rate(explained, '5m'), 'failed {{model}}': rate(unexplained, '5m') },
        },
      ]
    : []),
  ...(config.trail
    ? [
        {
          title: 'Records of predictions',
          unit: 'ops' as const,
          queries: { 'written {{model}}': rate(recorded, '5m'), 'lost {{model}}': rate(unrecorded, '5m') },
        },
      ]
    : []),
];
