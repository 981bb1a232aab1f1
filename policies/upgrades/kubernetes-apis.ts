/** A version of a kind that Kubernetes stops to serve. Numbers are minor versions of Kubernetes 1. */
export interface EndingApi {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  /** Minor version from which the API server warns of it. */
  readonly deprecatedIn: number;
  /** Minor version that no longer serves it. */
  readonly removedIn: number;
  /** API version with the same kind. Default: there is none. */
  readonly use?: string;
  /** What to do where no other version has the kind. */
  readonly instead?: string;
}

/** The newest minor version whose removals are known to the last. */
export const knownUntilMinor = 37;

const instead = (text: string) => ({ instead: text });

const api = (
  apiVersion: string,
  kinds: readonly string[],
  deprecatedIn: number,
  removedIn: number,
  to?: string | { readonly instead: string },
): EndingApi => ({
  apiVersion,
  kinds,
  deprecatedIn,
  removedIn,
  ...(typeof to === 'string' ? { use: to } : to),
});

/**
 * Every version of a kind that people write down and that Kubernetes has removed since 1.16, or says that it will.
 * Source: the library's own record (k8s.io/api v0.37.1, k8s.io/apiextensions-apiserver v0.37.1 and k8s.io/kube-aggregator
 * v0.36.1, `zz_generated.prerelease-lifecycle.go`), and for what has left the library,
 * kubernetes.io/docs/reference/using-api/deprecation-guide. Read 2026-11. The proof `upgrades` holds it against a server.
 */
export const endingApis: readonly EndingApi[] = [
  api('apps/v1beta1', ['Deployment', 'StatefulSet'], 8, 16, 'apps/v1'),
  api('apps/v1beta2', ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'], 9, 16, 'apps/v1'),
  api('extensions/v1beta1', ['DaemonSet', 'Deployment', 'ReplicaSet'], 8, 16, 'apps/v1'),
  api('extensions/v1beta1', ['NetworkPolicy'], 9, 16, 'networking.k8s.io/v1'),
  api('extensions/v1beta1', ['PodSecurityPolicy'], 10, 16, instead('labels of Pod Security on the namespace')),
  api(
    'admissionregistration.k8s.io/v1beta1',
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    16,
    22,
    'admissionregistration.k8s.io/v1',
  ),
  api('apiextensions.k8s.io/v1beta1', ['CustomResourceDefinition'], 16, 22, 'apiextensions.k8s.io/v1'),
  api('apiregistration.k8s.io/v1beta1', ['APIService'], 19, 22, 'apiregistration.k8s.io/v1'),
  api('certificates.k8s.io/v1beta1', ['CertificateSigningRequest'], 19, 22, 'certificates.k8s.io/v1'),
  api('coordination.k8s.io/v1beta1', ['Lease'], 19, 22, 'coordination.k8s.io/v1'),
  api('extensions/v1beta1', ['Ingress'], 14, 22, 'networking.k8s.io/v1'),
  api('networking.k8s.io/v1beta1', ['Ingress', 'IngressClass'], 19, 22, 'networking.k8s.io/v1'),
  api(
    'rbac.authorization.k8s.io/v1beta1',
    ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
    17,
    22,
    'rbac.authorization.k8s.io/v1',
  ),
  api('scheduling.k8s.io/v1beta1', ['PriorityClass'], 14, 22, 'scheduling.k8s.io/v1'),
  api('storage.k8s.io/v1beta1', ['CSINode'], 17, 22, 'storage.k8s.io/v1'),
  api('storage.k8s.io/v1beta1', ['CSIDriver', 'StorageClass', 'VolumeAttachment'], 19, 22, 'storage.k8s.io/v1'),
  api('autoscaling/v2beta1', ['HorizontalPodAutoscaler'], 22, 25, 'autoscaling/v2'),
  api('batch/v1beta1', ['CronJob'], 21, 25, 'batch/v1'),
  api('discovery.k8s.io/v1beta1', ['EndpointSlice'], 21, 25, 'discovery.k8s.io/v1'),
  api('events.k8s.io/v1beta1', ['Event'], 22, 25, 'events.k8s.io/v1'),
  api('node.k8s.io/v1beta1', ['RuntimeClass'], 22, 25, 'node.k8s.io/v1'),
  api('policy/v1beta1', ['PodDisruptionBudget'], 21, 25, 'policy/v1'),
  api('policy/v1beta1', ['PodSecurityPolicy'], 21, 25, instead('labels of Pod Security on the namespace')),
  api('autoscaling/v2beta2', ['HorizontalPodAutoscaler'], 23, 26, 'autoscaling/v2'),
  api(
    'flowcontrol.apiserver.k8s.io/v1beta1',
    ['FlowSchema', 'PriorityLevelConfiguration'],
    23,
    26,
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  api('storage.k8s.io/v1beta1', ['CSIStorageCapacity'], 24, 27, 'storage.k8s.io/v1'),
  api(
    'flowcontrol.apiserver.k8s.io/v1beta2',
    ['FlowSchema', 'PriorityLevelConfiguration'],
    26,
    29,
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  api(
    'flowcontrol.apiserver.k8s.io/v1beta3',
    ['FlowSchema', 'PriorityLevelConfiguration'],
    29,
    32,
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  api(
    'admissionregistration.k8s.io/v1beta1',
    ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    31,
    34,
    'admissionregistration.k8s.io/v1',
  ),
  api('networking.k8s.io/v1beta1', ['IPAddress', 'ServiceCIDR'], 34, 37, 'networking.k8s.io/v1'),
  api('storage.k8s.io/v1beta1', ['VolumeAttributesClass'], 34, 37, 'storage.k8s.io/v1'),
  api(
    'resource.k8s.io/v1beta1',
    ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'],
    35,
    38,
    'resource.k8s.io/v1',
  ),
  api('coordination.k8s.io/v1beta1', ['LeaseCandidate'], 36, 39),
  api(
    'resource.k8s.io/v1beta2',
    ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'],
    36,
    39,
    'resource.k8s.io/v1',
  ),
  api(
    'admissionregistration.k8s.io/v1beta1',
    ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
    37,
    40,
    'admissionregistration.k8s.io/v1',
  ),
  api('certificates.k8s.io/v1beta1', ['ClusterTrustBundle', 'PodCertificateRequest'], 37, 40, 'certificates.k8s.io/v1'),
  api('storagemigration.k8s.io/v1beta1', ['StorageVersionMigration'], 37, 40, 'storagemigration.k8s.io/v1'),
];
