import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import type { OperatorChart } from './operator-chart';
import { controllerResources, operatorReplicas } from './replicas';

/**
 * Moves node pools between their bounds where the cloud does not. Which cloud, region and cluster are values that only
 * the cloud knows; its pods' identity is bound to the service account by name.
 */
export const clusterAutoscaler: OperatorChart = {
  values: ({ context }) => ({
    fullnameOverride: 'cluster-autoscaler',
    replicaCount: operatorReplicas,
    // One minor version of the autoscaler is made for the same minor version of Kubernetes.
    image: { tag: `v${context.kubernetesVersion}.0` },
    rbac: { serviceAccount: { create: true, name: 'cluster-autoscaler' } },
    priorityClassName: priorityClasses.platformCritical,
    // The chart states `maxUnavailable` itself and refuses to have `minAvailable` beside it.
    podDisruptionBudget: { maxUnavailable: 1 },
    resources: controllerResources('50m', '512Mi'),
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8085' },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    extraArgs: {
      'balance-similar-node-groups': true,
      expander: 'least-waste',
      'skip-nodes-with-system-pods': false,
      'skip-nodes-with-local-storage': false,
    },
  }),
  traffic: () => [{ name: 'controller', metricsPorts: [8085] }],
};
