import { calls, tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { monitoring, operators } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, liftedResources, operatorReplicas } from './replicas';

const { namespace } = operators.keda;
const pods = {
  operator: { app: 'keda-operator' },
  metricsServer: { app: 'keda-operator-metrics-apiserver' },
  webhooks: { app: 'keda-admission-webhooks' },
} as const;

/** Where the metrics server asks the operator, where the API server asks the metrics server, and its webhooks. */
const ports = { operator: 9666, metricsServer: 6443, webhooks: 9443 } as const;

const metricsPort = 8080;

const onePodStays = { minAvailable: 1 } as const;

/** Asks Prometheus how much there is to do, and tells Kubernetes' own autoscaler. */
export const keda: OperatorChart = {
  values: ({ context }) => ({
    operator: { replicaCount: operatorReplicas },
    metricsServer: { replicaCount: operatorReplicas },
    webhooks: { replicaCount: operatorReplicas },
    priorityClassName: priorityClasses.platformCritical,
    podLabels: { keda: calls(monitoring.name) },
    prometheus: { operator: { enabled: true, port: metricsPort } },
    podAnnotations: { keda: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}` } },
    resources: {
      operator: liftedResources('100m', '512Mi'),
      metricServer: liftedResources('50m', '256Mi'),
      webhooks: liftedResources('20m', '128Mi'),
    },
    topologySpreadConstraints: {
      operator: apart(context, pods.operator),
      metricsServer: apart(context, pods.metricsServer),
      webhooks: apart(context, pods.webhooks),
    },
    podDisruptionBudget: { operator: onePodStays, metricServer: onePodStays, webhooks: onePodStays },
  }),
  traffic: () => [
    {
      name: 'operator',
      podLabels: pods.operator,
      metricsPorts: [metricsPort],
      ingress: [{ namespace, podLabels: pods.metricsServer, ports: [tcp(ports.operator)] }],
      egress: [
        { namespace: monitoring.namespace, podLabels: { 'app.kubernetes.io/name': 'prometheus' }, ports: [tcp(9090)] },
      ],
    },
    {
      name: 'metrics-server',
      podLabels: pods.metricsServer,
      webhookPorts: [ports.metricsServer],
      egress: [{ namespace, podLabels: pods.operator, ports: [tcp(ports.operator)] }],
    },
    { name: 'webhooks', podLabels: pods.webhooks, webhookPorts: [ports.webhooks] },
  ],
};
