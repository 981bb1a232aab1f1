import { tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { streaming } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, liftedResources, operatorReplicas } from './replicas';

const labels = { name: 'strimzi-cluster-operator' };

const metricsPort = 8080;

/** Looks after the one namespace with Kafka in it. */
export const strimzi: OperatorChart = {
  values: ({ context }) => ({
    replicas: operatorReplicas,
    leaderElection: { enable: true },
    watchNamespaces: [streaming.namespace],
    watchAnyNamespace: false,
    priorityClassName: priorityClasses.platformCritical,
    resources: liftedResources('200m', '512Mi'),
    topologySpreadConstraints: apart(context, labels),
    annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}` },
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    // Makes the pods of Kafka `restricted` too.
    extraEnvs: [{ name: 'STRIMZI_POD_SECURITY_PROVIDER_CLASS', value: 'restricted' }],
    // Its policies would open Kafka's listener to every pod of the site; ours lie beside the cluster.
    generateNetworkPolicy: false,
    podDisruptionBudget: { enabled: false },
  }),
  traffic: () => [
    {
      name: 'controller',
      podLabels: labels,
      metricsPorts: [metricsPort],
      // Controllers and brokers, the agent in each that tells its state, and workers that are told what to mirror.
      egress: [{ namespace: streaming.namespace, podLabels: {}, ports: [tcp(9090), tcp(9091), tcp(8443), tcp(8083)] }],
    },
  ],
  budgetFor: labels,
};
