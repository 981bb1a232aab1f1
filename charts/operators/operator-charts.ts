import type { OperatorName } from '../../services';
import { argoRollouts } from './argo-rollouts';
import { barmanCloud } from './barman-cloud';
import { certManager } from './cert-manager';
import { chaosMesh } from './chaos-mesh';
import { cloudnativePg } from './cloudnative-pg';
import { clusterAutoscaler } from './cluster-autoscaler';
import { descheduler } from './descheduler';
import { envoyGateway } from './envoy-gateway';
import { externalSecrets } from './external-secrets';
import { flinkOperator } from './flink-operator';
import { karpenter } from './karpenter';
import { keda } from './keda';
import { kserve, kserveCrd } from './kserve';
import { kubePrometheusStack } from './kube-prometheus-stack';
import { nvidiaDevicePlugin } from './nvidia-device-plugin';
import type { OperatorChart } from './operator-chart';
import { perconaMongodb } from './percona-mongodb';
import { prometheusOperatorCrds } from './prometheus-operator-crds';
import { sparkOperator } from './spark-operator';
import { strimzi } from './strimzi';
import { strimziDrainCleaner } from './strimzi-drain-cleaner';
import { velero } from './velero';

/** Every operator of the catalogue: one without values does not compile. */
export const operatorCharts: { readonly [O in OperatorName]: OperatorChart } = {
  'cert-manager': certManager,
  'external-secrets': externalSecrets,
  'envoy-gateway': envoyGateway,
  'cloudnative-pg': cloudnativePg,
  'barman-cloud': barmanCloud,
  'percona-mongodb': perconaMongodb,
  strimzi,
  'strimzi-drain-cleaner': strimziDrainCleaner,
  'cluster-autoscaler': clusterAutoscaler,
  karpenter,
  'nvidia-device-plugin': nvidiaDevicePlugin,
  'prometheus-operator-crds': prometheusOperatorCrds,
  'kube-prometheus-stack': kubePrometheusStack,
  'flink-kubernetes-operator': flinkOperator,
  'spark-operator': sparkOperator,
  'argo-rollouts': argoRollouts,
  'kserve-crd': kserveCrd,
  kserve,
  keda,
  velero,
  'chaos-mesh': chaosMesh,
  descheduler,
};
