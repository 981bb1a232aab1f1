import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { processing } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, controllerResources, operatorReplicas } from './replicas';
import { restrictedContainerContext, restrictedPodContext } from './restricted';

const labels = (component: 'controller' | 'webhook') => ({
  'app.kubernetes.io/name': 'spark-operator',
  'app.kubernetes.io/component': component,
});

const user = 185;
const budget = { enable: true, minAvailable: 1 };

/** Every submission starts a Java process beside the controller: 10 at once would take 10 x 200 MiB. */
const workers = 5;

const pod = {
  replicas: operatorReplicas,
  priorityClassName: priorityClasses.platformCritical,
  podDisruptionBudget: budget,
  podSecurityContext: restrictedPodContext(user),
  // The chart brings what may be written: scratch of the controller, and where the webhook keeps its certificate.
  securityContext: { ...restrictedContainerContext, readOnlyRootFilesystem: true },
} as const;

/** Looks after the one namespace with Spark in it; the service brings the account of its programs itself. */
export const sparkOperator: OperatorChart = {
  values: ({ context }) => ({
    controller: {
      ...pod,
      workers,
      leaderElection: { enable: true },
      // The pages of running programs have no sign-in.
      uiService: { enable: false },
      resources: controllerResources('200m', '1536Mi'),
      topologySpreadConstraints: apart(context, labels('controller')),
    },
    webhook: {
      ...pod,
      enable: true,
      port: 9443,
      failurePolicy: 'Fail',
      resources: controllerResources('50m', '256Mi'),
      topologySpreadConstraints: apart(context, labels('webhook')),
    },
    spark: {
      jobNamespaces: [processing.namespace],
      serviceAccount: { create: false },
      rbac: { create: false },
    },
    // A certificate that both replicas of the webhook share and that is renewed by itself.
    certManager: { enable: true },
    prometheus: { metrics: { enable: true, port: 8080 }, podMonitor: { create: false } },
  }),
  traffic: () => [
    { name: 'controller', podLabels: labels('controller'), metricsPorts: [8080] },
    { name: 'webhook', podLabels: labels('webhook'), webhookPorts: [9443] },
  ],
};
