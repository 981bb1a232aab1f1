import type { ConfigOf, llm } from '../../services';
import type { Alert, Panel, ServiceLevel, ServiceSignals } from '../signals';

type Config = ConfigOf<typeof llm>;

const router = 'namespace="llm",component="router"';
const limiter = 'namespace="llm",component="token-limit"';
const servers = 'namespace="llm",app="vllm"';
const answers = 'envoy_cluster_upstream_rq_xx';
const firstToken = 'vllm:time_to_first_token_seconds';
const waiting = 'vllm:num_requests_waiting';
const cacheUsed = 'vllm:kv_cache_usage_perc';
const limiterErrors = 'envoy_cluster_ratelimit_error';

/** Upper bounds of the histogram as vLLM's `v1/metrics/buckets.py` sets them, as far as objectives reach. Seconds. */
const bounds = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40] as const;

/** As the Python client writes it: whole numbers with a decimal. */
const boundLabel = (bound: number): string => (Number.isInteger(bound) ? bound.toFixed(1) : `${bound}`);

/** The largest bound that is not above an objective, so that what is measured is at least as strict as the promise. */
const measuredBound = (milliseconds: number): number =>
  bounds.findLast((bound) => bound * 1000 <= milliseconds) ?? bounds[0];

/** A model at rest turns away the request that wakes it: that is what its owner chose, and no failure. */
const promised = ({ models }: Config): string => {
  const resting = Object.entries(models)
    .filter(([, { replicas }]) => replicas.min === 0)
    .map(([name]) => `model-${name}`);
  return `${router},envoy_cluster_name=~"(model|external)-.*"${resting.length > 0 ? `,envoy_cluster_name!~"${resting.join('|')}"` : ''}`;
};

const within = (name: string, goodPercent: number, milliseconds: number): ServiceLevel => {
  const bound = measuredBound(milliseconds);
  const all = (window: string) => `sum(rate(${firstToken}_count{${servers}}[${window}]))`;
  return {
    name,
    promise: `${goodPercent} % of answers begin within ${milliseconds} ms (measured at ${bound * 1000} ms)`,
    goodPercent,
    bad: (window) =>
      `${all(window)} - sum(rate(${firstToken}_bucket{${servers},le="${boundLabel(bound)}"}[${window}]))`,
    all,
  };
};

const modelAlerts = ({ models }: Config): Alert[] => {
  const always = Object.entries(models).filter(([, { replicas }]) => replicas.min > 0);
  return [
    ...(always.length > 0
      ? ([
          {
            name: 'LanguageModelDown',
            expression: always
              .map(([name]) => {
                const pods = `namespace="llm",component="model-${name}"`;
                return `label_replace(sum(up{${pods}}) == 0 or absent(up{${pods}}), "model", "${name}", "", "")`;
              })
              .join(' or '),
            for: '15m',
            severity: 'page',
            summary: 'A model that should always run has no replica; requests for it are answered with 503.',
            action:
              'kubectl -n llm get pods,events: a pending pod waits for a GPU machine, a restarting one says in its log what does not fit.',
          },
        ] as const)
      : []),
    ...(Object.keys(models).length > 0
      ? ([
          {
            name: 'LanguageModelQueueGrows',
            expression: `sum by (component) (${waiting}{${servers}}) > 50`,
            for: '15m',
            severity: 'ticket',
            summary: 'Requests have waited for a model for a quarter of an hour.',
            action:
              'Raise replicas.max of the model, or its share of the GPU pool; look at who asks in the router log.',
          },
          {
            name: 'LanguageModelCacheFull',
            expression: `max by (component) (${cacheUsed}{${servers}}) > 0.95`,
            for: '15m',
            severity: 'ticket',
            summary: 'The memory for cached tokens is full: answers are put off and begun again.',
            action: 'Lower maxModelLen, give the model more GPU memory, or more replicas.',
          },
        ] as const)
      : []),
  ];
};

const routerAlerts: readonly Alert[] = [
  {
    name: 'ModelRouterDown',
    expression: `sum(up{${router}}) == 0 or absent(up{${router}})`,
    for: '5m',
    severity: 'page',
    summary: 'No router answers; no model can be reached.',
    action: 'kubectl -n llm get pods; the log of a router that does not start names the line of its configuration.',
  },
  {
    name: 'TokenLimitNotKept',
    expression: `sum(rate(${limiterErrors}{${router}}[5m])) > 0`,
    for: '10m',
    severity: 'ticket',
    summary: 'Routers cannot ask what clients have left: requests pass without a limit.',
    action: 'kubectl -n llm get pods; the log of llm-token-limit says whether it reaches its store llm-counters.',
  },
];

const percentile = (share: number): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${firstToken}_bucket{${servers}}[5m])))`;

const panels: readonly Panel[] = [
  {
    title: 'Answers by model',
    unit: 'reqps',
    queries: {
      '{{envoy_cluster_name}} {{envoy_response_code_class}}xx': `sum by (envoy_cluster_name, envoy_response_code_class) (rate(${answers}{${router},envoy_cluster_name=~"(model|external)-.*"}[5m]))`,
    },
  },
  { title: 'First token', unit: 's', queries: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) } },
  {
    title: 'Tokens',
    unit: 'ops',
    queries: {
      'prompt {{component}}': `sum by (component) (rate(vllm:prompt_tokens_total{${servers}}[5m]))`,
      'written {{component}}': `sum by (component) (rate(vllm:generation_tokens_total{${servers}}[5m]))`,
    },
  },
  {
    title: 'Requests in the servers',
    unit: 'short',
    queries: {
      'running {{component}}': `sum by (component) (vllm:num_requests_running{${servers}})`,
      'waiting {{component}}': `sum by (component) (${waiting}{${servers}})`,
    },
  },
  {
    title: 'Memory for cached tokens',
    unit: 'percentunit',
    queries: { '{{pod}}': `max by (pod) (${cacheUsed}{${servers}})` },
  },
  {
    title: 'Replicas',
    unit: 'short',
    queries: { '{{component}}': `sum by (component) (up{${servers}})` },
  },
  {
    title: 'Tokens beyond the limit',
    unit: 'ops',
    queries: { refused: `sum(rate(ratelimit_service_rate_limit_over_limit{${limiter}}[5m]))` },
  },
];

/**
 * vLLM's `v1/metrics/loggers.py`; Envoy's cluster and rate limit statistics, as its documentation names them; the rate
 * limit service's own. The first token is measured in the server: queue and prompt, not the network.
 */
export const llmSignals: ServiceSignals<typeof llm> = {
  metrics: [
    answers,
    limiterErrors,
    `${firstToken}_count`,
    `${firstToken}_bucket`,
    waiting,
    'vllm:num_requests_running',
    cacheUsed,
    'vllm:prompt_tokens_total',
    'vllm:generation_tokens_total',
    'ratelimit_service_rate_limit_over_limit',
    'up',
  ],
  levels: (config, { availabilityPercent, p95Ms, p99Ms }) => [
    {
      name: 'availability',
      promise: `${availabilityPercent} % of requests to models that always run are answered without a server error`,
      goodPercent: availabilityPercent,
      bad: (window) => `sum(rate(${answers}{${promised(config)},envoy_response_code_class="5"}[${window}]))`,
      all: (window) => `sum(rate(${answers}{${promised(config)}}[${window}]))`,
    },
    ...(p95Ms ? [within('first_token_p95', 95, p95Ms)] : []),
    ...(p99Ms ? [within('first_token_p99', 99, p99Ms)] : []),
  ],
  alerts: (config) => [...routerAlerts, ...modelAlerts(config)],
  panels: () => panels,
};
