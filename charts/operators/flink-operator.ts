import { tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { processing } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, controllerResources, operatorReplicas } from './replicas';
import { restrictedContainerContext, restrictedPodContext } from './restricted';

const labels = { 'app.kubernetes.io/name': 'flink-kubernetes-operator' };

const user = 9999;
const metricsPort = 9999;
/** Where the operator asks a job manager for the state of its program. */
const restPort = 8081;

/**
 * Java writes scratch files below `/tmp` and the entry point below its home, so the root stays writable; the pod may do
 * nothing else that `restricted` forbids.
 */
export const flinkOperator: OperatorChart = {
  values: ({ context }) => ({
    watchNamespaces: [processing.namespace],
    replicas: operatorReplicas,
    strategy: { type: 'RollingUpdate' },
    // The service brings the account of its programs, with what they may do, itself.
    jobServiceAccount: { create: false },
    rbac: { create: true, jobRole: { create: false }, jobRoleBinding: { create: false } },
    operatorPod: {
      priorityClassName: priorityClasses.platformCritical,
      resources: controllerResources('200m', '1Gi'),
      webhook: { resources: controllerResources('50m', '512Mi') },
      topologySpreadConstraints: apart(context, labels),
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}` },
    },
    podSecurityContext: restrictedPodContext(user),
    operatorSecurityContext: restrictedContainerContext,
    webhookSecurityContext: restrictedContainerContext,
    metrics: { port: metricsPort },
    defaultConfiguration: {
      create: true,
      append: true,
      // While its chart brings a `flink-conf.yaml`, as it does before 1.16, it reads `config.yaml` nowhere.
      'flink-conf.yaml': [
        'kubernetes.operator.leader-election.enabled: true',
        'kubernetes.operator.leader-election.lease-name: flink-operator-lease',
        'kubernetes.operator.metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory',
        `kubernetes.operator.metrics.reporter.prom.port: ${metricsPort}`,
        '',
      ].join('\n'),
    },
  }),
  traffic: () => [
    {
      name: 'controller',
      podLabels: labels,
      webhookPorts: [9443],
      metricsPorts: [metricsPort],
      egress: [{ namespace: processing.namespace, podLabels: {}, ports: [tcp(restPort)] }],
    },
  ],
  budgetFor: labels,
};
