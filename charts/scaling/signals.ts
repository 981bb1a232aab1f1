import { operators, type scaling } from '../../services';
import type { Panel, ServiceSignals } from '../signals';

const keda = `namespace="${operators.keda.namespace}"`;

/** Source: controller-runtime, which KEDA's operator is built with. */
const reconciles = 'controller_runtime_reconcile_total';
/** Source: keda.sh, integrations, Prometheus. Their own `namespace` arrives as `exported_namespace`. */
const active = 'keda_scaler_active';
const errors = 'keda_scaler_detail_errors_total';
const latency = 'keda_scaler_metrics_latency_seconds';
/** Source: kube-state-metrics, pod metrics. */
const unschedulable = 'kube_pod_status_unschedulable';

export const scalingSignals: ServiceSignals<typeof scaling> = {
  metrics: [reconciles, active, errors, latency, unschedulable],
  levels: (_config, { availabilityPercent }) => [
    {
      name: 'availability',
      promise: `${availabilityPercent} % of what scalers are asked to do is done without an error`,
      goodPercent: availabilityPercent,
      bad: (window) => `sum(rate(${reconciles}{${keda},result="error"}[${window}]))`,
      all: (window) => `sum(rate(${reconciles}{${keda}}[${window}]))`,
    },
  ],
  alerts: () => [
    {
      name: 'ScalerFails',
      expression: `sum by (exported_namespace, scaledObject) (increase(${errors}{${keda}}[15m])) > 5`,
      for: '15m',
      severity: 'ticket',
      summary: 'KEDA cannot ask what it scales by; the number of replicas stays at its fallback.',
      action: 'kubectl -n <namespace> describe scaledobject <name>',
    },
    {
      name: 'KedaDown',
      expression: `absent(${reconciles}{${keda}})`,
      for: '15m',
      severity: 'ticket',
      summary: 'No KEDA operator answers: nothing is scaled by events, and what was paused does not start again.',
      action: 'kubectl -n keda get pods,events; to start a server by hand: kubectl scale deployment',
    },
    {
      name: 'PodsFindNoMachine',
      expression: `sum by (namespace) (${unschedulable}) > 0`,
      for: '20m',
      severity: 'ticket',
      summary:
        'Pods wait for a machine that does not come: the pool is at its upper bound, or the cloud has none left.',
      action: 'kubectl get events -A --field-selector reason=FailedScheduling; raise the bounds of the pool',
    },
  ],
  panels: (): readonly Panel[] => [
    {
      title: 'Scalers that ask for replicas',
      unit: 'short',
      queries: {
        '{{exported_namespace}}/{{scaledObject}}': `max by (exported_namespace, scaledObject) (${active}{${keda}})`,
      },
    },
    {
      title: 'Time a scaler takes to answer',
      unit: 's',
      queries: {
        '{{exported_namespace}}/{{scaledObject}}': `max by (exported_namespace, scaledObject) (${latency}{${keda}})`,
      },
    },
    {
      title: 'Pods without a machine',
      unit: 'short',
      queries: { '{{namespace}}': `sum by (namespace) (${unschedulable})` },
    },
  ],
};
