import { tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { operators } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, budget, controllerResources, operatorReplicas } from './replicas';

const { namespace, needs } = operators['external-secrets'];

const labels = (name: 'external-secrets' | 'external-secrets-webhook') => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/instance': 'external-secrets',
});

const webhookIssuer = 'external-secrets-webhook';

/**
 * The controller runs under the platform's own service account. The webhook's certificate comes from cert-manager, so
 * that the chart's certificate controller, which may write Secrets everywhere, is not needed.
 */
export const externalSecrets: OperatorChart = {
  values: ({ context, identity }) => ({
    installCRDs: true,
    leaderElect: true,
    replicaCount: operatorReplicas,
    serviceAccount: { create: false, name: identity?.serviceAccountName ?? needs.identity.serviceAccount },
    podLabels: identity?.podLabels ?? {},
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' },
    podDisruptionBudget: budget,
    priorityClassName: priorityClasses.platformCritical,
    resources: controllerResources('50m', '256Mi'),
    topologySpreadConstraints: apart(context, labels('external-secrets')),
    // Nothing here pushes secrets or spreads them over namespaces: what is off cannot be misused.
    processClusterExternalSecret: false,
    processPushSecret: false,
    processClusterPushSecret: false,
    crds: { createClusterExternalSecret: false, createPushSecret: false, createClusterPushSecret: false },
    webhook: {
      replicaCount: operatorReplicas,
      podDisruptionBudget: budget,
      priorityClassName: priorityClasses.platformCritical,
      resources: controllerResources('20m', '64Mi'),
      topologySpreadConstraints: apart(context, labels('external-secrets-webhook')),
      certManager: {
        enabled: true,
        addInjectorAnnotations: true,
        cert: {
          create: true,
          duration: '2160h0m0s',
          renewBefore: '720h0m0s',
          issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: webhookIssuer },
        },
      },
    },
    certController: { create: false },
    extraObjects: [
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Issuer',
        metadata: { name: webhookIssuer, namespace },
        spec: { selfSigned: {} },
      },
    ],
  }),
  traffic: ({ context, identity }) => [
    {
      name: 'controller',
      podLabels: labels('external-secrets'),
      metricsPorts: [8080],
      egress: [
        ...(identity?.egress ?? []),
        // The secret store's address is the cloud's to choose; it is reached over TLS and by a signed token only.
        ...(context.kubernetes.secretStoreProvider ? [{ cidr: '0.0.0.0/0', ports: [tcp(443)] }] : []),
      ],
    },
    { name: 'webhook', podLabels: labels('external-secrets-webhook'), webhookPorts: [10250], metricsPorts: [8080] },
  ],
};
