import type { OperatorName } from '../../services';
import { certManager } from './cert-manager';
import { cloudnativePg } from './cloudnative-pg';
import { envoyGateway } from './envoy-gateway';
import { externalSecrets } from './external-secrets';
import type { OperatorChart } from './operator-chart';

/** Every operator of the catalogue: one without values does not compile. */
export const operatorCharts: { readonly [O in OperatorName]: OperatorChart } = {
  'cert-manager': certManager,
  'external-secrets': externalSecrets,
  'envoy-gateway': envoyGateway,
  'cloudnative-pg': cloudnativePg,
};
