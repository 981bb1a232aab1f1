import { operators } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, budget, controllerResources, operatorReplicas } from './replicas';
import { restrictedContainerContext } from './restricted';

const labels = { app: 'strimzi-drain-cleaner' };

const user = 1001;

const ownPod = (fieldPath: 'metadata.namespace' | 'metadata.name') => ({ valueFrom: { fieldRef: { fieldPath } } });

/**
 * Hears of every eviction, and marks pods of Kafka so that Strimzi restarts them elsewhere when their partitions have
 * copies enough. The eviction itself is refused by Kafka's disruption budget, which allows none, and not by this webhook:
 * autoscalers and clouds' upgrades know the answer of a budget and try again, while they take another one for a failure.
 */
export const strimziDrainCleaner: OperatorChart = {
  values: ({ context }) => ({
    replicaCount: operatorReplicas,
    // Its makers' default is no version.
    image: { tag: operators['strimzi-drain-cleaner'].chart.version },
    namespace: { create: false, name: operators['strimzi-drain-cleaner'].namespace },
    certManager: { create: true },
    podDisruptionBudget: { create: budget.enabled, minAvailable: budget.minAvailable },
    resources: controllerResources('50m', '256Mi'),
    // The chart has a context of the container only.
    securityContext: {
      ...restrictedContainerContext,
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      readOnlyRootFilesystem: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    topologySpreadConstraints: apart(context, labels),
    env: [
      { name: 'STRIMZI_DRAIN_KAFKA', value: 'true' },
      { name: 'STRIMZI_DENY_EVICTION', value: 'false' },
      { name: 'STRIMZI_CERTIFICATE_WATCH_ENABLED', value: 'true' },
      { name: 'STRIMZI_CERTIFICATE_WATCH_NAMESPACE', ...ownPod('metadata.namespace') },
      { name: 'STRIMZI_CERTIFICATE_WATCH_POD_NAME', ...ownPod('metadata.name') },
    ],
  }),
  traffic: () => [{ name: 'webhook', podLabels: labels, webhookPorts: [8443] }],
};
