/** Who asked the API server for what, who was let in, and what the control plane did. */
export const auditCategories: readonly string[] = [
  'cloud-controller-manager',
  'cluster-autoscaler',
  'csi-azuredisk-controller',
  'guard',
  'kube-apiserver',
  'kube-audit',
  'kube-controller-manager',
  'kube-scheduler',
];
