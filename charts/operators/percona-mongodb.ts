import { tcp } from '../../constructs/kubernetes/network-policy';
import type { OperatorChart } from './operator-chart';
import { apart, controllerResources, operatorReplicas } from './replicas';

const labels = { 'app.kubernetes.io/name': 'psmdb-operator', 'app.kubernetes.io/instance': 'percona-mongodb' };

const metricsPort = 8080;

/** Looks after the namespaces of services. It tells its makers nothing and asks them for no versions. */
export const perconaMongodb: OperatorChart = {
  values: ({ context, serviceNamespaces }) => ({
    replicaCount: operatorReplicas,
    // A list narrows what it watches; its role holds for the whole cluster either way.
    watchNamespace: serviceNamespaces.join(','),
    disableTelemetry: true,
    logStructured: true,
    resources: controllerResources('50m', '256Mi'),
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: apart(context, labels).map(({ topologyKey }) => ({
          weight: 100,
          podAffinityTerm: { topologyKey, labelSelector: { matchLabels: labels } },
        })),
      },
    },
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}` },
    podSecurityContext: { runAsNonRoot: true, runAsUser: 2, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  }),
  traffic: ({ serviceNamespaces }) => [
    {
      name: 'controller',
      podLabels: labels,
      metricsPorts: [metricsPort],
      egress: serviceNamespaces.map((namespace) => ({
        namespace,
        podLabels: { 'app.kubernetes.io/name': 'percona-server-mongodb' },
        ports: [tcp(27017)],
      })),
    },
  ],
  budgetFor: labels,
};
