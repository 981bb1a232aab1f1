/**
 * Release of the project behind every file of definitions: the one that the pinned charts bring. What reads definitions,
 * downloads them or records them takes the release from here.
 */
export const definitionReleases = {
  'argo-cd.yaml': 'v3.5.1',
  'argo-rollouts.yaml': 'v1.9.1',
  'cert-manager.yaml': 'v1.21.1',
  // plugin-barman-cloud 0.8.0 installs it.
  'cloudnative-pg-barman-cloud.yaml': 'v0.15.0',
  'chaos-mesh.yaml': 'v2.8.3',
  'cloudnative-pg.yaml': 'v1.30.0',
  'envoy-gateway.yaml': 'v1.9.0',
  'external-secrets.yaml': 'v2.9.0',
  'flink-kubernetes-operator.yaml': '1.15.0',
  'flux-helm-controller.yaml': 'v1.6.3',
  'flux-kustomize-controller.yaml': 'v1.9.4',
  'flux-source-controller.yaml': 'v1.9.1',
  'gateway-api-experimental.yaml': 'v1.6.1',
  'karpenter-aws.yaml': 'v1.14.1',
  'karpenter-azure.yaml': 'v1.14.2',
  'karpenter-core.yaml': 'v1.14.1',
  'keda.yaml': 'v2.20.2',
  'kserve.yaml': 'v0.20.0',
  'percona-mongodb.yaml': '1.23.0',
  'prometheus-operator.yaml': 'v0.95.1',
  'spark-operator.yaml': 'v2.5.2',
  'strimzi.yaml': '1.2.0',
  'velero.yaml': 'v1.18.1',
} as const;
