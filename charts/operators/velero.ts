import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { agentConfiguration } from '../cluster-state/agent-settings';
import type { OperatorChart } from './operator-chart';
import { controllerResources } from './replicas';

const metricsPort = 8085;

const pluginResources = controllerResources('10m', '64Mi');

/**
 * Backs up and restores objects and volumes of the cluster, with a plugin for the cloud's object storage. Where backups go
 * and when they are made are objects of our own (`charts/cluster-state`), so that they can be checked: the chart makes
 * none. It signs in to the cloud as its account, and no Secret holds a key. What it restores may be anything, so it may
 * do everything in the cluster; nobody else may use its account. One replica: the chart replaces it by `Recreate`.
 */
export const velero: OperatorChart = {
  values: ({ context, identity }) => {
    const plugin = context.kubernetes.clusterState?.plugin;
    return {
      // Definitions come with the chart, in its folder for them; the job that the chart has for it wants another image.
      upgradeCRDs: false,
      backupsEnabled: false,
      snapshotsEnabled: false,
      deployNodeAgent: true,
      configuration: {
        features: 'EnableCSI',
        uploaderType: 'kopia',
        defaultBackupStorageLocation: context.site,
        logFormat: 'json',
      },
      credentials: { useSecret: false },
      serviceAccount: { server: { create: false, name: identity?.serviceAccountName ?? 'default' } },
      initContainers: plugin
        ? [{ ...plugin, volumeMounts: [{ mountPath: '/target', name: 'plugins' }], resources: pluginResources }]
        : [],
      podLabels: identity?.podLabels ?? {},
      metrics: { podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}` } },
      priorityClassName: priorityClasses.platformCritical,
      // It holds the objects of a backup in memory while it writes them.
      resources: controllerResources('100m', '1Gi'),
      containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      nodeAgent: {
        podLabels: identity?.podLabels ?? {},
        extraArgs: [`--node-agent-configmap=${agentConfiguration}`],
        priorityClassName: priorityClasses.platformCritical,
        resources: controllerResources('20m', '256Mi'),
      },
    };
  },
  // Also of the pods that Velero makes itself, which move data and keep the repository in order.
  traffic: ({ context, identity }) => [
    {
      name: 'all',
      metricsPorts: [metricsPort],
      egress: [...(identity?.egress ?? []), ...(context.kubernetes.clusterState?.egress ?? [])],
    },
  ],
};
