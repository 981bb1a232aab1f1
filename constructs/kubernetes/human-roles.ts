import type { HumanRole } from '../../environments/model';

/** Groups inside a cluster for people of each role, where its cloud lets us name groups. */
export const humanGroups: Readonly<Record<HumanRole, string>> = {
  viewer: 'evenkeel:viewers',
  operator: 'evenkeel:operators',
  'break-glass': 'evenkeel:break-glass',
};

/** One rule of a ClusterRole. */
export interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const look = ['get', 'list', 'watch'];

/** Everything of Kubernetes' first group but Secrets, and no way into a pod. */
const coreResources = [
  'configmaps',
  'endpoints',
  'events',
  'limitranges',
  'namespaces',
  'nodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'pods/log',
  'pods/status',
  'podtemplates',
  'replicationcontrollers',
  'resourcequotas',
  'serviceaccounts',
  'services',
];

/** Groups without a kind that holds a secret: of Kubernetes, of the clouds and of every operator that a site may run. */
export const openGroups = [
  'access.strimzi.io',
  'acme.cert-manager.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'argoproj.io',
  'autoscaling',
  'barmancloud.cnpg.io',
  'batch',
  'cert-manager.io',
  'cloud.google.com',
  'coordination.k8s.io',
  'core.strimzi.io',
  'discovery.k8s.io',
  'eventing.keda.sh',
  'events.k8s.io',
  'external-secrets.io',
  'feast.dev',
  'flink.apache.org',
  'gateway.envoyproxy.io',
  'gateway.networking.k8s.io',
  'generators.external-secrets.io',
  'helm.toolkit.fluxcd.io',
  'kafka.strimzi.io',
  'karpenter.azure.com',
  'karpenter.k8s.aws',
  'karpenter.sh',
  'keda.sh',
  'kustomize.toolkit.fluxcd.io',
  'metrics.k8s.io',
  'monitoring.coreos.com',
  'networking.gke.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'postgresql.cnpg.io',
  'psmdb.percona.com',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'serving.kserve.io',
  'snapshot.storage.k8s.io',
  'source.toolkit.fluxcd.io',
  'sparkoperator.k8s.io',
  'storage.k8s.io',
] as const;

const viewer: readonly AccessRule[] = [
  { apiGroups: [''], resources: coreResources, verbs: look },
  { apiGroups: openGroups, resources: ['*'], verbs: look },
];

/**
 * To start again, scale, pause and promote. No way into a container and no new pod: either would open the secrets that
 * pods have. Changes of templates are refused by the admission policy `operators-keep-templates`.
 */
const operator: readonly AccessRule[] = [
  ...viewer,
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: [''], resources: ['pods/eviction', 'pods/portforward'], verbs: ['create'] },
  // To close a machine for new pods before it is drained.
  { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'statefulsets'], verbs: ['patch'] },
  {
    apiGroups: ['apps'],
    resources: ['deployments/scale', 'statefulsets/scale'],
    verbs: ['patch', 'update'],
  },
  { apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['patch'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['delete'] },
  {
    apiGroups: ['argoproj.io'],
    resources: ['rollouts', 'rollouts/scale', 'rollouts/status'],
    verbs: ['patch', 'update'],
  },
];

/** What people of each role may do in every cluster, whichever cloud it runs on. */
export const humanAccess: Readonly<Record<HumanRole, readonly AccessRule[]>> = {
  viewer,
  operator,
  'break-glass': [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
};

/** Name of the ClusterRole of a role. */
export const clusterRoleName = (role: HumanRole): string => `evenkeel-${role}`;
