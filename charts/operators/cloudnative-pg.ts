import { tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { barmanCloudPods } from './barman-cloud';
import type { OperatorChart } from './operator-chart';
import { controllerResources, operatorReplicas } from './replicas';

const labels = { 'app.kubernetes.io/name': 'cloudnative-pg' };

/** Its Helm chart makes the operator `restricted`, and the operator its databases. */
export const cloudnativePg: OperatorChart = {
  values: () => ({
    crds: { create: true },
    replicaCount: operatorReplicas,
    priorityClassName: priorityClasses.platformCritical,
    resources: controllerResources('50m', '256Mi'),
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' },
    monitoring: { podMonitorEnabled: false },
  }),
  traffic: ({ serviceNamespaces }) => [
    {
      name: 'controller',
      podLabels: labels,
      webhookPorts: [9443],
      metricsPorts: [8080],
      egress: [
        ...serviceNamespaces.map((namespace) => ({ namespace, podLabels: {}, ports: [tcp(8000), tcp(5432)] })),
        barmanCloudPods,
      ],
    },
  ],
  budgetFor: labels,
};
