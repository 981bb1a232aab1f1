import type { NotebooksConfig } from '../../../services/notebooks';
import type { Alert, Panel, ServiceLevel } from '../../signals';

const hub = 'namespace="workbench",app="jupyterhub",component="hub"';
const proxy = 'namespace="workbench",app="configurable-http-proxy",component="proxy"';
const requests = 'jupyterhub_request_duration_seconds';
const starts = 'jupyterhub_server_spawn_duration_seconds';
const running = 'jupyterhub_running_servers';

/** `jupyterhub/metrics.py` of JupyterHub 5, on the port that the configuration opens for them. */
export const notebookMetrics = [
  'up',
  `${requests}_count`,
  `${requests}_bucket`,
  `${starts}_count`,
  `${starts}_bucket`,
  running,
  'jupyterhub_active_users',
  'jupyterhub_total_users',
];

const rate = (metric: string, labels: string, window: string): string => `sum(rate(${metric}{${labels}}[${window}]))`;

/** Most starts fail for want of room: a share of them, no more, may. */
const goodStartsPercent = 95;

export const notebookLevels = ({ availabilityPercent }: NotebooksConfig): ServiceLevel[] => [
  {
    name: 'notebooks_availability',
    promise: `${availabilityPercent} % of the requests to the hub are answered without a server error`,
    goodPercent: availabilityPercent,
    bad: (window) => rate(`${requests}_count`, `${hub},code=~"5.."`, window),
    all: (window) => rate(`${requests}_count`, hub, window),
  },
  {
    name: 'notebooks_starts',
    promise: `${goodStartsPercent} % of the servers that people start are there in time`,
    goodPercent: goodStartsPercent,
    bad: (window) => rate(`${starts}_count`, `${hub},status="failure"`, window),
    all: (window) => rate(`${starts}_count`, `${hub},status=~"success|failure"`, window),
  },
];

const down = (labels: string): string => `sum(up{${labels}}) == 0 or absent(up{${labels}})`;

export const notebookAlerts = ({ maxServers }: NotebooksConfig): Alert[] => [
  {
    name: 'NotebookHubDown',
    expression: down(hub),
    for: '10m',
    severity: 'ticket',
    summary: 'The hub does not answer: nobody can sign in or start a server, and idle ones are not stopped.',
    action: 'kubectl -n workbench logs deploy/notebooks-hub; its first lines name the database or identity provider.',
  },
  {
    name: 'NotebookProxyDown',
    expression: down(proxy),
    for: '5m',
    severity: 'page',
    summary: 'The proxy does not answer: nobody reaches a notebook. What runs in them goes on.',
    action: 'kubectl -n workbench get pods,events -l app.kubernetes.io/component=proxy',
  },
  {
    name: 'NotebooksFull',
    expression: `sum(${running}{${hub}}) >= ${maxServers}`,
    for: '15m',
    severity: 'ticket',
    summary: `All ${maxServers} servers are taken; whoever comes next must wait.`,
    action: 'Raise notebooks.maxServers, or lower notebooks.idleMinutes.',
  },
];

const percentile = (metric: string, labels: string, share: number): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${metric}_bucket{${labels}}[30m])))`;

export const notebookPanels: readonly Panel[] = [
  { title: 'Notebook servers', unit: 'short', queries: { running: `sum(${running}{${hub}})` } },
  {
    title: 'People with notebooks',
    unit: 'short',
    queries: {
      'active in {{period}}': `sum by (period) (jupyterhub_active_users{${hub}})`,
      all: `sum(jupyterhub_total_users{${hub}})`,
    },
  },
  {
    title: 'Starts of servers',
    unit: 'ops',
    queries: { '{{status}}': `sum by (status) (rate(${starts}_count{${hub}}[30m]))` },
  },
  {
    title: 'Time until a server is there',
    unit: 's',
    queries: {
      p50: percentile(starts, `${hub},status="success"`, 0.5),
      p95: percentile(starts, `${hub},status="success"`, 0.95),
    },
  },
  {
    title: 'Requests to the hub',
    unit: 'reqps',
    queries: { '{{code}}': `sum by (code) (rate(${requests}_count{${hub}}[5m]))` },
  },
  {
    title: 'Latency of the hub',
    unit: 's',
    queries: { p95: percentile(requests, hub, 0.95) },
  },
];
