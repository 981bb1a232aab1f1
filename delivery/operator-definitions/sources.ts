import type { GitOpsEngine } from '../../environments/model';
import type { OperatorName } from '../../services';
import type { definitionReleases } from './releases';

/** Everything that brings definitions of custom resources: operators, and the GitOps engine that Terraform installs. */
export type DefinitionOwner = OperatorName | GitOpsEngine;

/** Files of a folder of definitions, one or more a project. Empty: the chart defines no kind, or another one does it. */
export const definitionFiles: Readonly<Record<DefinitionOwner, readonly (keyof typeof definitionReleases)[]>> = {
  'cert-manager': ['cert-manager.yaml'],
  'external-secrets': ['external-secrets.yaml'],
  // Its chart brings the Gateway API with it, in the experimental channel.
  'envoy-gateway': ['envoy-gateway.yaml', 'gateway-api-experimental.yaml'],
  'cloudnative-pg': ['cloudnative-pg.yaml'],
  'barman-cloud': ['cloudnative-pg-barman-cloud.yaml'],
  'percona-mongodb': ['percona-mongodb.yaml'],
  strimzi: ['strimzi.yaml'],
  'strimzi-drain-cleaner': [],
  'cluster-autoscaler': [],
  karpenter: ['karpenter-core.yaml', 'karpenter-aws.yaml'],
  'nvidia-device-plugin': [],
  'prometheus-operator-crds': ['prometheus-operator.yaml'],
  'kube-prometheus-stack': [],
  'flink-kubernetes-operator': ['flink-kubernetes-operator.yaml'],
  'spark-operator': ['spark-operator.yaml'],
  'argo-rollouts': ['argo-rollouts.yaml'],
  'kserve-crd': ['kserve.yaml'],
  kserve: [],
  keda: ['keda.yaml'],
  velero: ['velero.yaml'],
  'chaos-mesh': ['chaos-mesh.yaml'],
  descheduler: [],
  'argo-cd': ['argo-cd.yaml'],
  flux: ['flux-source-controller.yaml', 'flux-kustomize-controller.yaml', 'flux-helm-controller.yaml'],
};
