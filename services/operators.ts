import type { NeedMap } from './needs';

/** A pinned third-party Helm chart that GitOps installs before the services that rely on it. */
export interface OperatorDefinition {
  readonly title: string;
  readonly namespace: string;
  readonly chart: { readonly repository: string; readonly name: string; readonly version: string };
  /** Minor versions of Kubernetes that the release states to support, both included. Default: it states none. */
  readonly kubernetes?: { readonly from: string; readonly to: string };
  /** Identity the operator's own pods run as; `undefined` where it needs no cloud access. */
  readonly needs: NeedMap;
  /** Every site gets it (`always`), or only sites where a service, an in-cluster need or the cloud asks for it. */
  readonly installed: 'always' | 'on-demand';
  /**
   * Kebab-case name of the service whose bindings its values use: a chart that is no operator, but part of a service.
   * It is installed with that service, after its data. Default: before every service.
   */
  readonly partOf?: string;
  /** `<service>:<port>` that its chart makes and routes may lead to. Default: none. */
  readonly services?: readonly string[];
  /** Other namespaces that its chart puts objects into. Default: none. */
  readonly alsoIn?: readonly string[];
  /** `<group>/<kind>` of its own definitions that stand outside of namespaces and that its chart makes. Default: none. */
  readonly clusterKinds?: readonly string[];
  /** Whether it comes in a wave before all other operators. Default: false. */
  readonly first?: boolean;
  /** Operators that must be healthy first. */
  readonly after: readonly string[];
}

export const operators = {
  'cert-manager': {
    title: 'cert-manager',
    namespace: 'cert-manager',
    chart: { repository: 'https://charts.jetstack.io', name: 'cert-manager', version: 'v1.21.1' },
    // cert-manager.io, supported releases, 2026-10.
    kubernetes: { from: '1.33', to: '1.36' },
    needs: {},
    installed: 'always',
    after: [],
  },
  'external-secrets': {
    title: 'External Secrets',
    namespace: 'external-secrets',
    chart: { repository: 'https://charts.external-secrets.io', name: 'external-secrets', version: '2.9.0' },
    needs: { identity: { kind: 'identity', serviceAccount: 'external-secrets', grants: 'site-secrets' } },
    installed: 'always',
    after: ['cert-manager'],
  },
  'envoy-gateway': {
    title: 'Envoy Gateway',
    namespace: 'envoy-gateway-system',
    chart: { repository: 'oci://docker.io/envoyproxy', name: 'gateway-helm', version: 'v1.9.0' },
    // gateway.envoyproxy.io, compatibility matrix, 2026-10.
    kubernetes: { from: '1.33', to: '1.36' },
    needs: {},
    installed: 'always',
    after: [],
  },
  'cloudnative-pg': {
    title: 'CloudNativePG',
    namespace: 'cnpg-system',
    chart: { repository: 'https://cloudnative-pg.github.io/charts', name: 'cloudnative-pg', version: '0.29.1' },
    needs: {},
    installed: 'on-demand',
    after: [],
  },
  'barman-cloud': {
    title: 'Barman Cloud plugin of CloudNativePG',
    // It must run beside CloudNativePG, which finds it by its Service.
    namespace: 'cnpg-system',
    chart: { repository: 'https://cloudnative-pg.github.io/charts', name: 'plugin-barman-cloud', version: '0.8.0' },
    needs: {},
    installed: 'on-demand',
    after: ['cert-manager', 'cloudnative-pg'],
  },
  'percona-mongodb': {
    title: 'Percona Operator for MongoDB',
    namespace: 'percona-mongodb',
    chart: { repository: 'https://percona.github.io/percona-helm-charts', name: 'psmdb-operator', version: '1.23.0' },
    needs: {},
    installed: 'on-demand',
    after: ['cert-manager'],
  },
  strimzi: {
    title: 'Strimzi',
    namespace: 'strimzi',
    chart: { repository: 'oci://quay.io/strimzi-helm', name: 'strimzi-kafka-operator', version: '1.2.0' },
    needs: {},
    installed: 'on-demand',
    // What it may do where Kafka runs.
    alsoIn: ['streaming'],
    after: [],
  },
  'strimzi-drain-cleaner': {
    title: 'Drain Cleaner of Strimzi',
    namespace: 'strimzi-drain-cleaner',
    // The version that Strimzi 1.2.0 names.
    chart: { repository: 'oci://quay.io/strimzi-helm', name: 'strimzi-drain-cleaner', version: '1.6.1' },
    needs: {},
    installed: 'on-demand',
    after: ['cert-manager', 'strimzi'],
  },
  'cluster-autoscaler': {
    title: 'Cluster Autoscaler',
    namespace: 'cluster-autoscaler',
    chart: { repository: 'https://kubernetes.github.io/autoscaler', name: 'cluster-autoscaler', version: '9.59.0' },
    needs: {},
    installed: 'on-demand',
    after: [],
  },
  karpenter: {
    title: 'Karpenter',
    namespace: 'karpenter',
    chart: { repository: 'oci://public.ecr.aws/karpenter', name: 'karpenter', version: '1.14.1' },
    needs: {},
    installed: 'on-demand',
    // It reads there where cluster DNS answers, for the machines it starts.
    alsoIn: ['kube-system'],
    // Every other operator may have to wait for a machine.
    first: true,
    after: [],
  },
  'nvidia-device-plugin': {
    title: 'NVIDIA device plugin',
    namespace: 'nvidia-device-plugin',
    chart: {
      repository: 'https://nvidia.github.io/k8s-device-plugin',
      name: 'nvidia-device-plugin',
      version: '0.19.1',
    },
    needs: {},
    installed: 'on-demand',
    after: [],
  },
  'prometheus-operator-crds': {
    title: 'Definitions of the Prometheus operator',
    namespace: 'monitoring',
    chart: {
      repository: 'https://prometheus-community.github.io/helm-charts',
      name: 'prometheus-operator-crds',
      version: '33.0.2',
    },
    needs: {},
    installed: 'on-demand',
    after: [],
  },
  'kube-prometheus-stack': {
    title: 'Prometheus, Alertmanager and Grafana',
    namespace: 'monitoring',
    chart: {
      repository: 'https://prometheus-community.github.io/helm-charts',
      name: 'kube-prometheus-stack',
      version: '88.3.0',
    },
    needs: {},
    installed: 'on-demand',
    partOf: 'monitoring',
    services: ['grafana:80'],
    after: ['prometheus-operator-crds'],
  },
  'flink-kubernetes-operator': {
    title: 'Flink operator',
    namespace: 'flink-operator',
    chart: {
      // The archive keeps every release; the download site only the newest.
      repository: 'https://archive.apache.org/dist/flink/flink-kubernetes-operator-1.15.0/',
      name: 'flink-kubernetes-operator',
      version: '1.15.0',
    },
    needs: {},
    installed: 'on-demand',
    // What it may do where programs run.
    alsoIn: ['processing'],
    after: ['cert-manager'],
  },
  'spark-operator': {
    title: 'Spark operator',
    namespace: 'spark-operator',
    chart: { repository: 'https://kubeflow.github.io/spark-operator', name: 'spark-operator', version: '2.5.2' },
    needs: {},
    installed: 'on-demand',
    // What it may do where programs run.
    alsoIn: ['processing'],
    after: ['cert-manager'],
  },
  'argo-rollouts': {
    title: 'Argo Rollouts',
    namespace: 'argo-rollouts',
    // Installs version 1.9.1.
    chart: { repository: 'https://argoproj.github.io/argo-helm', name: 'argo-rollouts', version: '2.41.1' },
    needs: {},
    installed: 'on-demand',
    after: [],
  },
  'kserve-crd': {
    title: 'Definitions of KServe',
    namespace: 'kserve',
    chart: { repository: 'oci://ghcr.io/kserve/charts', name: 'kserve-crd', version: 'v0.20.0' },
    needs: {},
    installed: 'on-demand',
    after: [],
  },
  kserve: {
    title: 'KServe',
    namespace: 'kserve',
    chart: { repository: 'oci://ghcr.io/kserve/charts', name: 'kserve-resources', version: 'v0.20.0' },
    needs: {},
    installed: 'on-demand',
    // How models are fetched.
    clusterKinds: ['serving.kserve.io/ClusterStorageContainer'],
    after: ['cert-manager', 'kserve-crd'],
  },
  keda: {
    title: 'KEDA',
    namespace: 'keda',
    chart: { repository: 'https://kedacore.github.io/charts', name: 'keda', version: '2.20.2' },
    needs: {},
    installed: 'on-demand',
    // Its metrics server may read there who the API server is.
    alsoIn: ['kube-system'],
    after: [],
  },
  velero: {
    title: 'Velero',
    namespace: 'velero',
    // Installs version 1.18.1.
    chart: { repository: 'https://vmware-tanzu.github.io/helm-charts', name: 'velero', version: '12.1.0' },
    needs: {},
    installed: 'on-demand',
    after: [],
  },
  'chaos-mesh': {
    title: 'Chaos Mesh',
    namespace: 'chaos-mesh',
    chart: { repository: 'https://charts.chaos-mesh.org', name: 'chaos-mesh', version: '2.8.3' },
    needs: {},
    installed: 'on-demand',
    after: ['cert-manager'],
  },
  descheduler: {
    title: 'Descheduler',
    namespace: 'descheduler',
    chart: { repository: 'https://kubernetes-sigs.github.io/descheduler', name: 'descheduler', version: '0.35.1' },
    needs: {},
    installed: 'on-demand',
    after: [],
  },
} as const satisfies Readonly<Record<string, OperatorDefinition>>;

export type OperatorName = keyof typeof operators;
