import { siteGateway } from '../../constructs/kubernetes/gateway-names';
import type { gateway } from '../../services';
import type { Panel, ServiceSignals } from '../signals';

const proxies = `namespace="${siteGateway.namespace}",component="proxy"`;
/** Connections from outside by TLS; the proxies' own ready and statistics ports have other prefixes. */
const outside = `${proxies},envoy_http_conn_manager_prefix=~"https-.*"`;
const answers = 'envoy_http_downstream_rq_xx';
const time = 'envoy_http_downstream_rq_time_bucket';

const all = (window: string): string => `sum(rate(${answers}{${outside}}[${window}]))`;

const percentile = (share: number): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${time}{${outside}}[5m])))`;

/** Statistics of Envoy's HTTP connection manager and TLS listeners, as its documentation names them. */
export const gatewaySignals: ServiceSignals<typeof gateway> = {
  metrics: [answers, time, 'envoy_http_downstream_cx_active', 'envoy_listener_ssl_connection_error', 'up'],
  levels: (_config, { availabilityPercent }) => [
    {
      name: 'availability',
      promise: `${availabilityPercent} % of requests are answered without a server error`,
      goodPercent: availabilityPercent,
      bad: (window) => `sum(rate(${answers}{${outside},envoy_response_code_class="5"}[${window}]))`,
      all,
    },
  ],
  alerts: ({ proxies: { min } }) => [
    {
      name: 'GatewayDown',
      expression: `sum(up{${proxies}}) == 0 or absent(up{${proxies}})`,
      for: '2m',
      severity: 'page',
      summary: 'No proxy of the gateway answers; nothing of the site can be reached from outside.',
      action:
        'kubectl -n envoy-gateway-system get pods; then kubectl describe gateway site: its conditions name the cause.',
    },
    {
      name: 'GatewayProxiesMissing',
      expression: `sum(up{${proxies}}) < ${min}`,
      for: '15m',
      severity: 'ticket',
      summary: `Fewer than ${min} proxies run; the loss of one more node may shut the way in.`,
      action: 'kubectl -n envoy-gateway-system get pods,events; pending proxies say what they wait for.',
    },
  ],
  panels: (): readonly Panel[] => [
    {
      title: 'Requests',
      unit: 'reqps',
      queries: {
        '{{envoy_response_code_class}}xx': `sum by (envoy_response_code_class) (rate(${answers}{${outside}}[5m]))`,
      },
    },
    { title: 'Latency', unit: 'ms', queries: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) } },
    {
      title: 'Connections',
      unit: 'short',
      queries: {
        open: `sum(envoy_http_downstream_cx_active{${outside}})`,
        'failed TLS a second': `sum(rate(envoy_listener_ssl_connection_error{${proxies}}[5m]))`,
      },
    },
    { title: 'Proxies', unit: 'short', queries: { up: `sum(up{${proxies}})` } },
  ],
};
