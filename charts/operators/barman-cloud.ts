import { tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { operators } from '../../services';
import type { OperatorChart } from './operator-chart';
import { apart, controllerResources } from './replicas';

const labels = { 'app.kubernetes.io/name': 'plugin-barman-cloud', 'app.kubernetes.io/instance': 'barman-cloud' };

/** Where CloudNativePG calls it, with a certificate that cert-manager gives to both. */
const barmanCloudPort = 9090;

/** Every pod of the plugin. */
export const barmanCloudPods = {
  namespace: operators['barman-cloud'].namespace,
  podLabels: labels,
  ports: [tcp(barmanCloudPort)],
};

/**
 * Its Helm chart makes the pod `restricted`, and the plugin the sidecars that copy the logs. One replica: the chart
 * replaces it by `Recreate`, because two cannot serve at once; the sidecars go on archiving while it is away.
 */
export const barmanCloud: OperatorChart = {
  values: ({ context }) => ({
    crds: { create: true },
    replicaCount: 1,
    priorityClassName: priorityClasses.platformCritical,
    resources: controllerResources('20m', '128Mi'),
    topologySpreadConstraints: apart(context, labels),
  }),
  traffic: () => [
    {
      name: 'plugin',
      podLabels: labels,
      ingress: [
        {
          namespace: operators['cloudnative-pg'].namespace,
          podLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' },
          ports: [tcp(barmanCloudPort)],
        },
      ],
    },
  ],
};
