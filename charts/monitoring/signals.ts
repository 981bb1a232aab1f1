import type { ConfigOf, monitoring } from '../../services';
import { offSeries } from '../off-hours/names';
import type { Alert, Panel, ServiceSignals } from '../signals';

type Config = ConfigOf<typeof monitoring>;

const prometheus = 'namespace="monitoring",job="kube-prometheus-stack-prometheus"';
const alertmanager = 'namespace="monitoring",job="kube-prometheus-stack-alertmanager"';
const thanos = 'namespace="monitoring",app="thanos"';

const bad = (window: string): string =>
  `sum(rate(prometheus_rule_evaluation_failures_total{${prometheus}}[${window}]))`;
const all = (window: string): string => `sum(rate(prometheus_rule_evaluations_total{${prometheus}}[${window}]))`;

const delivered: Alert = {
  name: 'AlertsNotDelivered',
  expression: `sum(rate(alertmanager_notifications_failed_total{${alertmanager}}[5m])) > 0 or sum(rate(prometheus_notifications_dropped_total{${prometheus}}[5m])) > 0`,
  for: '10m',
  severity: 'page',
  summary: 'Alerts fire, but do not reach anybody.',
  action:
    "kubectl -n monitoring logs -l app.kubernetes.io/name=alertmanager; check the receiver's key and the way out.",
};

const longTermAlerts: readonly Alert[] = [
  {
    name: 'SeriesNotArchived',
    expression: 'sum by (pod) (rate(thanos_shipper_upload_failures_total{namespace="monitoring"}[30m])) > 0',
    for: '6h',
    severity: 'ticket',
    summary: 'Prometheus cannot copy its series to the bucket; they are lost when its own retention ends.',
    action:
      'kubectl -n monitoring logs -l app.kubernetes.io/name=prometheus -c thanos-sidecar; check identity and bucket.',
  },
  {
    name: 'ArchiveNotCompacted',
    expression: `max(thanos_compact_halted{${thanos}}) == 1`,
    for: '5m',
    severity: 'ticket',
    summary: 'The compactor stopped: series pile up as they are, nothing is downsampled or deleted.',
    action: 'kubectl -n monitoring logs thanos-compactor-0; it names the block that it does not understand.',
  },
];

const probeAlerts: readonly Alert[] = [
  {
    name: 'RouteDown',
    // Not of a service that is stopped on purpose.
    expression: `probe_success{job="routes"} == 0 unless on(service) (${offSeries} == 1)`,
    for: '5m',
    severity: 'page',
    summary: '{{ $labels.instance }} does not answer by its public name.',
    action: 'Ask for it with curl -v from outside: name, certificate, gateway, then the pods behind it.',
  },
  {
    name: 'RouteCertificateExpires',
    expression: 'probe_ssl_earliest_cert_expiry{job="routes"} - time() < 14 * 86400',
    for: '1h',
    severity: 'ticket',
    summary: 'The certificate of {{ $labels.instance }} is not renewed and ends within two weeks.',
    action: 'kubectl -n envoy-gateway-system describe certificate site-tls.',
  },
];

const logAlerts: readonly Alert[] = [
  {
    name: 'LogsNotArriving',
    expression: 'sum(rate(loki_distributor_lines_received_total{namespace="monitoring"}[10m])) == 0',
    for: '15m',
    severity: 'ticket',
    summary: 'Loki gets no logs at all.',
    action: 'kubectl -n node-agents logs -l app.kubernetes.io/component=log-agent; then the collector otel-gateway.',
  },
];

const nodeAlerts: readonly Alert[] = [
  {
    name: 'NodeDiskFull',
    expression:
      'min by (pod) (node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"}) < 0.1',
    for: '15m',
    severity: 'ticket',
    summary: 'A machine has less than a tenth of its disk left; its pods are about to be evicted.',
    action: 'kubectl describe node: which pods write there? Raise diskGiB of the pool, or give the pod a volume.',
  },
];

const gpuAlerts: readonly Alert[] = [
  {
    name: 'GpuFault',
    expression: 'max by (Hostname, gpu) (DCGM_FI_DEV_XID_ERRORS) > 0',
    for: '5m',
    severity: 'ticket',
    summary: 'A GPU reports a fault (XID); what runs on it may fail or be wrong.',
    action: 'Look the XID up at NVIDIA; cordon and drain the machine so that another takes its place.',
  },
];

const panelsOf = ({ longTerm, logs, traces, nodes, probes }: Config): Panel[] => [
  { title: 'Series in memory', unit: 'short', queries: { '{{pod}}': `prometheus_tsdb_head_series{${prometheus}}` } },
  {
    title: 'Notifications',
    unit: 'ops',
    queries: {
      sent: `sum(rate(alertmanager_notifications_total{${alertmanager}}[5m]))`,
      failed: `sum(rate(alertmanager_notifications_failed_total{${alertmanager}}[5m]))`,
    },
  },
  ...(probes
    ? [
        {
          title: 'Routes that answer',
          unit: 'short',
          queries: { '{{instance}}': 'probe_success{job="routes"}' },
        } as const,
        {
          title: 'Time to answer',
          unit: 's',
          queries: { '{{instance}}': 'probe_duration_seconds{job="routes"}' },
        } as const,
      ]
    : []),
  ...(longTerm.enabled
    ? [
        {
          title: 'Blocks copied to the bucket',
          unit: 'ops',
          queries: { '{{pod}}': 'rate(thanos_shipper_uploads_total{namespace="monitoring"}[6h])' },
        } as const,
      ]
    : []),
  ...(logs.enabled
    ? [
        {
          title: 'Lines of logs',
          unit: 'ops',
          queries: { received: 'sum(rate(loki_distributor_lines_received_total{namespace="monitoring"}[5m]))' },
        } as const,
      ]
    : []),
  ...(traces.enabled
    ? [
        {
          title: 'Spans',
          unit: 'ops',
          queries: { received: 'sum(rate(tempo_distributor_spans_received_total{namespace="monitoring"}[5m]))' },
        } as const,
      ]
    : []),
  ...(nodes
    ? [
        {
          title: 'Processors in use',
          unit: 'percentunit',
          queries: { '{{pod}}': '1 - avg by (pod) (rate(node_cpu_seconds_total{mode="idle"}[5m]))' },
        } as const,
        {
          title: 'GPUs in use',
          unit: 'percent',
          queries: { '{{Hostname}} {{gpu}}': 'avg by (Hostname, gpu) (DCGM_FI_DEV_GPU_UTIL)' },
        } as const,
        {
          title: 'GPU memory in use (MiB)',
          unit: 'short',
          queries: { '{{Hostname}} {{gpu}}': 'max by (Hostname, gpu) (DCGM_FI_DEV_FB_USED)' },
        } as const,
      ]
    : []),
];

/**
 * What the parts of monitoring export of themselves. Metric names from the sources of Prometheus, Alertmanager, Thanos,
 * Loki, Tempo, blackbox exporter and node exporter, and from the default counters of dcgm-exporter.
 */
export const monitoringSignals: ServiceSignals<typeof monitoring> = {
  metrics: [
    'prometheus_rule_evaluations_total',
    'prometheus_rule_evaluation_failures_total',
    'prometheus_tsdb_head_series',
    'prometheus_notifications_dropped_total',
    'alertmanager_notifications_total',
    'alertmanager_notifications_failed_total',
    'thanos_shipper_upload_failures_total',
    'thanos_shipper_uploads_total',
    'thanos_compact_halted',
    'loki_distributor_lines_received_total',
    'tempo_distributor_spans_received_total',
    'probe_success',
    // Recorded by the rules of off hours.
    offSeries,
    'probe_duration_seconds',
    'probe_ssl_earliest_cert_expiry',
    'node_filesystem_avail_bytes',
    'node_filesystem_size_bytes',
    'node_cpu_seconds_total',
    'DCGM_FI_DEV_XID_ERRORS',
    'DCGM_FI_DEV_GPU_UTIL',
    'DCGM_FI_DEV_FB_USED',
  ],
  levels: (_config, { availabilityPercent }) => [
    {
      name: 'availability',
      promise: `${availabilityPercent} % of rule evaluations succeed`,
      goodPercent: availabilityPercent,
      bad,
      all,
    },
  ],
  alerts: ({ longTerm, logs, nodes, probes }) => [
    delivered,
    ...(longTerm.enabled ? longTermAlerts : []),
    ...(logs.enabled ? logAlerts : []),
    ...(probes ? probeAlerts : []),
    ...(nodes ? [...nodeAlerts, ...gpuAlerts] : []),
  ],
  panels: panelsOf,
};
