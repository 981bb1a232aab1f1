import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import type { OperatorChart } from './operator-chart';
import { apart, controllerResources, operatorReplicas } from './replicas';

const pods = { 'app.kubernetes.io/name': 'karpenter', 'app.kubernetes.io/instance': 'karpenter' };

const metricsPort = 8080;

/**
 * Makes machines for pods that wait, of the types that the site's node objects allow. Which cluster, and where warnings
 * of interruptions arrive, are values that only the cloud knows; its pods' identity is bound to the service account by
 * name. It never runs on a machine that it made: its chart says so by itself.
 */
export const karpenter: OperatorChart = {
  values: ({ context }) => ({
    replicas: operatorReplicas,
    serviceAccount: { create: true, name: 'karpenter' },
    priorityClassName: priorityClasses.platformCritical,
    podDisruptionBudget: { name: 'karpenter', maxUnavailable: 1 },
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}` },
    // It keeps every machine type and pod in memory.
    controller: { resources: controllerResources('250m', '1Gi'), metrics: { port: metricsPort } },
    topologySpreadConstraints: apart(context, pods),
  }),
  traffic: () => [{ name: 'controller', podLabels: pods, metricsPorts: [metricsPort] }],
};
