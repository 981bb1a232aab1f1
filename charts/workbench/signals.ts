import { workbench } from '../../services';
import type { Panel, ServiceSignals } from '../signals';
import { notebookAlerts, notebookLevels, notebookMetrics, notebookPanels } from './notebooks/signals';

/** Envoy Gateway names the cluster of a route's first rule like this. */
const cluster = `envoy_cluster_name="httproute/${workbench.namespace}/workbench-portal/rule/0"`;
const answers = 'envoy_cluster_upstream_rq_xx';
const healthy = 'envoy_cluster_membership_healthy';

const all = (window: string): string => `sum(rate(${answers}{${cluster}}[${window}]))`;

/** nginx exports nothing that Prometheus reads: it is measured where it is called, at the gateway's proxies. */
export const workbenchSignals: ServiceSignals<typeof workbench> = {
  metrics: [answers, healthy, ...notebookMetrics],
  levels: ({ notebooks }, { availabilityPercent }) => [
    {
      name: 'availability',
      promise: `${availabilityPercent} % of requests are answered without a server error`,
      goodPercent: availabilityPercent,
      bad: (window) => `sum(rate(${answers}{${cluster},envoy_response_code_class="5"}[${window}]))`,
      all,
    },
    ...(notebooks ? notebookLevels(notebooks) : []),
  ],
  alerts: ({ notebooks }) => [
    {
      name: 'PortalDown',
      expression: `max(${healthy}{${cluster}}) == 0 or absent(${healthy}{${cluster}})`,
      for: '10m',
      severity: 'ticket',
      summary: 'No portal answers; the services themselves can still be reached by their own addresses.',
      action: 'kubectl -n workbench get pods,events',
    },
    ...(notebooks ? notebookAlerts(notebooks) : []),
  ],
  panels: ({ notebooks }): readonly Panel[] => [
    {
      title: 'Requests to the portal',
      unit: 'reqps',
      queries: {
        '{{envoy_response_code_class}}xx': `sum by (envoy_response_code_class) (rate(${answers}{${cluster}}[5m]))`,
      },
    },
    { title: 'Web servers', unit: 'short', queries: { ready: `max(${healthy}{${cluster}})` } },
    ...(notebooks ? notebookPanels : []),
  ],
};
