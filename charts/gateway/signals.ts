import { siteGateway } from '../../constructs/kubernetes/gateway-names';
import type { gateway } from '../../services';
import type { Waf } from '../../services/gateway-waf';
import { offSeries } from '../off-hours/names';
import type { Alert, Panel, ServiceSignals } from '../signals';

const proxies = `namespace="${siteGateway.namespace}",component="proxy"`;
/** Connections from outside by TLS; the proxies' own ready and statistics ports have other prefixes. */
const outside = `${proxies},envoy_http_conn_manager_prefix=~"https-.*"`;
const answers = 'envoy_http_downstream_rq_xx';
const time = 'envoy_http_downstream_rq_time_bucket';

const all = (window: string): string => `sum(rate(${answers}{${outside}}[${window}]))`;

const percentile = (share: number): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${time}{${outside}}[5m])))`;

const limitErrors = 'envoy_cluster_ratelimit_error';
const overLimit = 'envoy_cluster_ratelimit_over_limit';
const fromService = 'envoy_cluster_upstream_rq_xx';

/** Routes to what may rest have names that say so. Whoever wakes a model is turned away, as its owner chose. */
const restingRoutes = 'envoy_cluster_name=~"httproute/.+-resting-route/.+"';

const otherRoutes = 'envoy_cluster_name!~"httproute/.+-resting-route/.+"';

/** Those of services whose servers are stopped on purpose; the name of a cluster begins with the namespace of its route. */
const stopped = (answered: string): string =>
  `sum(label_replace(${answered}, "service", "$1", "envoy_cluster_name", "httproute/([^/]+)/.+") and on(service) (${offSeries} == 1))`;

const failed = (window: string): string => {
  const bad = 'envoy_response_code_class="5"';
  const all = `sum(rate(${answers}{${outside},${bad}}[${window}]))`;
  const resting = `sum(rate(${fromService}{${proxies},${restingRoutes},${bad}}[${window}]))`;
  return `(${all} - (${resting} or vector(0)) - (${stopped(`rate(${fromService}{${proxies},${otherRoutes},${bad}}[${window}])`)} or vector(0)))`;
};

/** Seconds since 1970 at which the day is over. */
const endOf = (day: string): number => Date.parse(day) / 1000 + 86_400;

const limitAlert: Alert = {
  name: 'UserLimitsNotKept',
  expression: `sum(rate(${limitErrors}{${proxies}}[5m])) > 0`,
  for: '10m',
  severity: 'ticket',
  summary: 'Proxies cannot ask how much users have asked: limits of single users do not hold, or everybody is refused.',
  action:
    'kubectl -n envoy-gateway-system get pods -l app.kubernetes.io/name=envoy-ratelimit; their log says whether they reach the store gateway-user-counters.',
};

/** A build knows no clock; this one does. */
const exemptionAlert = ({ exemptions }: Waf): Alert[] =>
  exemptions.length === 0
    ? []
    : [
        {
          name: 'WafExemptionEnded',
          expression: exemptions
            .map(({ route, until }) => `label_replace(vector(time()) > ${endOf(until)}, "route", "${route}", "", "")`)
            .filter((each, index, all) => all.indexOf(each) === index)
            .join(' or '),
          for: '5m',
          severity: 'ticket',
          summary: 'An exemption of {{ $labels.route }} from the firewall has ended and still holds.',
          action: 'Remove it from services.gateway.waf.exemptions, or renew it with its reason.',
        },
      ];

/** Statistics of Envoy's HTTP connection manager and TLS listeners, as its documentation names them. */
export const gatewaySignals: ServiceSignals<typeof gateway> = {
  metrics: [
    answers,
    time,
    fromService,
    // Recorded by the rules of off hours.
    offSeries,
    limitErrors,
    overLimit,
    'envoy_http_downstream_cx_active',
    'envoy_listener_ssl_connection_error',
    'up',
  ],
  levels: (_config, { availabilityPercent }) => [
    {
      name: 'availability',
      promise: `${availabilityPercent} % of requests are answered without a server error`,
      goodPercent: availabilityPercent,
      bad: failed,
      all,
    },
  ],
  alerts: ({ proxies: { min }, userLimit, waf }) => [
    ...(userLimit ? [limitAlert] : []),
    ...(waf ? exemptionAlert(waf) : []),
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
  panels: ({ userLimit }): readonly Panel[] => [
    ...(userLimit
      ? [
          {
            title: 'Beyond the limit of a user',
            unit: 'reqps' as const,
            queries: { refused: `sum(rate(${overLimit}{${proxies}}[5m]))` },
          },
        ]
      : []),
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
