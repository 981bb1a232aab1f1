import type { OperatorName } from '../../services';
import { certManager } from './cert-manager';
import { cloudnativePg } from './cloudnative-pg';
import { clusterAutoscaler } from './cluster-autoscaler';
import { envoyGateway } from './envoy-gateway';
import { externalSecrets } from './external-secrets';
import { kubePrometheusStack } from './kube-prometheus-stack';
import { nvidiaDevicePlugin } from './nvidia-device-plugin';
import type { OperatorChart } from './operator-chart';
import { prometheusOperatorCrds } from './prometheus-operator-crds';
import { strimzi } from './strimzi';

/** Every operator of the catalogue: one without values does not compile. */
export const operatorCharts: { readonly [O in OperatorName]: OperatorChart } = {
  'cert-manager': certManager,
  'external-secrets': externalSecrets,
  'envoy-gateway': envoyGateway,
  'cloudnative-pg': cloudnativePg,
  strimzi,
  'cluster-autoscaler': clusterAutoscaler,
  'nvidia-device-plugin': nvidiaDevicePlugin,
  'prometheus-operator-crds': prometheusOperatorCrds,
  'kube-prometheus-stack': kubePrometheusStack,
};
