import type { Site } from '../../environments/model';
import { operators, type ServiceName, services } from '../../services';
import type { Alert } from '../signals';
import { workingHoursTrigger } from './off-hours-chart';

/** Says, by KEDA's own clock, that all servers of a namespace are at rest. Source: keda.sh, integrations, Prometheus. */
const atRest = (namespace: string): string =>
  `max(keda_scaler_active{namespace="${operators.keda.namespace}",exported_namespace="${namespace}",scaler="${workingHoursTrigger}"}) == 0`;

/** The alerts of a service that rests at night: silent while it does, so that nobody is called for what is meant. */
export function whileAwake(site: Pick<Site, 'services'>, service: ServiceName, alerts: readonly Alert[]): Alert[] {
  const resting: readonly string[] = site.services.scaling?.offHours?.services ?? [];
  if (!resting.includes(service)) return [...alerts];
  const { namespace } = services[service];
  return alerts.map((alert) => ({
    ...alert,
    expression: `(${alert.expression}) unless on() (${atRest(namespace)})`,
  }));
}
