import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { operators } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, budget, controllerResources, operatorReplicas } from './replicas';

const labels = (component: 'controller' | 'webhook' | 'cainjector') => ({
  'app.kubernetes.io/instance': 'cert-manager',
  'app.kubernetes.io/component': component,
});

/** Its Helm chart makes every pod `restricted` by itself. */
export const certManager: OperatorChart = {
  values: ({ context }) => ({
    crds: { enabled: true, keep: true },
    global: {
      priorityClassName: priorityClasses.platformCritical,
      leaderElection: { namespace: operators['cert-manager'].namespace },
    },
    replicaCount: operatorReplicas,
    podDisruptionBudget: budget,
    resources: controllerResources('50m', '256Mi'),
    topologySpreadConstraints: apart(context, labels('controller')),
    webhook: {
      replicaCount: operatorReplicas,
      podDisruptionBudget: budget,
      resources: controllerResources('20m', '64Mi'),
      topologySpreadConstraints: apart(context, labels('webhook')),
    },
    cainjector: {
      replicaCount: operatorReplicas,
      podDisruptionBudget: budget,
      resources: controllerResources('20m', '256Mi'),
      topologySpreadConstraints: apart(context, labels('cainjector')),
    },
    // A hook that only waits; GitOps waits by itself.
    startupapicheck: { enabled: false },
    prometheus: { enabled: true, servicemonitor: { enabled: false }, podmonitor: { enabled: false } },
  }),
  traffic: () => [
    { name: 'webhook', podLabels: labels('webhook'), webhookPorts: [10250], metricsPorts: [9402] },
    { name: 'controller', podLabels: labels('controller'), metricsPorts: [9402] },
    { name: 'cainjector', podLabels: labels('cainjector'), metricsPorts: [9402] },
  ],
};
