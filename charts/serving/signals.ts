import { kebabCase, secretName } from '../../constructs/contracts';
import { askedMetrics } from '../../constructs/kubernetes/envoy-requests';
import type { ConfigOf, serving } from '../../services';
import { mayRest, modelRouteNeed, type ServedModel, workloadsOf } from '../../services/serving-models';
import type { Alert, Panel, ServiceLevel, ServiceSignals } from '../signals';
import { askedFor } from './asked-for';
import { predictionsBinned, versionMetrics } from './prediction-metrics';
import { predictionAlerts, predictionPanels } from './prediction-signals';
import { recordAlerts, recordMetrics, recordPanels } from './record-signals';
import { failed, measuredMs, percentile, requestMetrics, requests, slow } from './request-metrics';
import { namespace, shadowName } from './serving';

type Config = ConfigOf<typeof serving>;

const servers = `namespace="${namespace}",app="model-server"`;

/**
 * What is promised: nobody waits for the answers of a shadow, and a model may be kept out of the promise, as one must be
 * that rests.
 */
const answering = ({ models }: Config): string => {
  const others = Object.entries(models).flatMap(([name, model]) => {
    const { promised, shadow } = model;
    return promised ? (shadow ? [shadowName(name)] : []) : workloadsOf(name, model);
  });
  return others.length === 0 ? servers : `${servers},component!~"${others.join('|')}"`;
};

const latency = (selector: string, name: string, goodPercent: number, milliseconds: number): ServiceLevel => ({
  name,
  promise: `${goodPercent} % of requests are answered within ${milliseconds} ms (measured at ${measuredMs(milliseconds)} ms)`,
  goodPercent,
  bad: (window) => slow(selector, window, milliseconds),
  all: (window) => requests(selector, window),
});

const rollouts = `exported_namespace="${namespace}"`;

const canaryAlerts = (config: Config): Alert[] =>
  Object.values(config.models).some(({ delivery }) => delivery.by === 'canary')
    ? [
        {
          name: 'CanaryTakenBack',
          expression: `max by (name) (rollout_info{${rollouts},phase="Degraded"}) == 1`,
          for: '1m',
          severity: 'ticket',
          summary:
            'A new version of {{ $labels.name }} broke an objective, predicted otherwise than the old one, or never came up; the old one serves.',
          action:
            'kubectl -n serving describe analysisrun of the model says which objective; then put the old version back into the environment file.',
        },
        {
          name: 'CanaryWaits',
          expression: `max by (name) (rollout_info{${rollouts},phase="Paused"}) == 1`,
          for: '15m',
          severity: 'ticket',
          summary: 'A new version of {{ $labels.name }} gets too few requests to be judged, and waits for a person.',
          action: 'Look at its dashboard; then kubectl argo rollouts promote, or abort, in namespace serving.',
        },
      ]
    : [];

const alertName = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const modelDown = (name: string): Alert => {
  const selector = `${servers},component="${name}"`;
  return {
    name: `Model${alertName(name)}Down`,
    expression: `sum(up{${selector}}) == 0 or absent(up{${selector}})`,
    for: '5m',
    severity: 'page',
    summary: `No pod of the model ${name} answers.`,
    action: `kubectl -n serving get pods -l app.kubernetes.io/component=${name}; the log of a fetch container says whether registry and bucket answer.`,
  };
};

/** No pod is as it should be while nobody asks. */
const routeName = (name: string, model: ServedModel): string =>
  secretName({ service: namespace, name: kebabCase(modelRouteNeed(name, model)) });

const modelAsleep = (name: string, model: ServedModel): Alert => ({
  name: `Model${alertName(name)}DoesNotWake`,
  expression: `(${askedFor({ name: routeName(name, model) }, '5m')}) > 0 unless on() sum(up{${servers},component="${name}"}) > 0`,
  for: '15m',
  severity: 'ticket',
  summary: `Requests for the model ${name}, which rests, have called for a pod for a quarter of an hour, and none answers.`,
  action: `kubectl -n serving describe scaledobject ${name}; then the pods of the model: a pending one says what it waits for.`,
});

const modelAlerts = ({ models }: Config): Alert[] =>
  Object.entries(models)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, model]) => (mayRest(model) ? modelAsleep(name, model) : modelDown(name)));

/** Metrics of MLServer as version 1.7.1 shows them, and of the controller of Argo Rollouts. */
export const servingSignals: ServiceSignals<typeof serving> = {
  metrics: [
    requestMetrics.count,
    `${requestMetrics.duration}_count`,
    `${requestMetrics.duration}_bucket`,
    requestMetrics.inProgress,
    ...Object.values(askedMetrics),
    ...recordMetrics,
    predictionsBinned,
    ...Object.values(versionMetrics),
    'rollout_info',
    'up',
  ],
  levels: (config, { availabilityPercent, p95Ms, p99Ms }) => {
    const selector = answering(config);
    return [
      {
        name: 'availability',
        promise: `${availabilityPercent} % of predictions are answered without a server error`,
        goodPercent: availabilityPercent,
        bad: (window) => failed(selector, window),
        all: (window) => requests(selector, window),
      },
      ...(p95Ms ? [latency(selector, 'latency_p95', 95, p95Ms)] : []),
      ...(p99Ms ? [latency(selector, 'latency_p99', 99, p99Ms)] : []),
    ];
  },
  alerts: (config) => [
    ...modelAlerts(config),
    ...canaryAlerts(config),
    ...predictionAlerts(config),
    ...recordAlerts(config),
  ],
  panels: (config): Panel[] => [
    {
      title: 'Requests by variant',
      unit: 'reqps',
      queries: { '{{component}}': `sum by (component) (rate(${requestMetrics.count}{${servers}}[5m]))` },
    },
    {
      title: 'Failed by variant',
      unit: 'reqps',
      queries: {
        '{{component}}': `sum by (component) (rate(${requestMetrics.count}{${servers},status_code=~"5.."}[5m]))`,
      },
    },
    {
      title: '95th percentile by variant',
      unit: 's',
      queries: {
        '{{component}}': `histogram_quantile(0.95, sum by (component, le) (rate(${requestMetrics.duration}_bucket{${servers}}[5m])))`,
      },
    },
    {
      title: 'Latency of all that is answered',
      unit: 's',
      queries: Object.fromEntries(
        [50, 95, 99].map((percent) => [`p${percent}`, percentile(answering(config), percent / 100, '5m')]),
      ),
    },
    {
      title: 'Requests waiting or under way',
      unit: 'short',
      queries: { '{{component}}': `sum by (component) (${requestMetrics.inProgress}{${servers}})` },
    },
    { title: 'Pods', unit: 'short', queries: { '{{component}}': `sum by (component) (up{${servers}})` } },
    ...predictionPanels(config),
    ...recordPanels(config),
  ],
};
