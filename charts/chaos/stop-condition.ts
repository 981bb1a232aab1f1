import { prometheusUrl } from '../monitoring/parts';
import type { StatusCheckSpec } from './chaos-kinds';

/**
 * PromQL that cannot be evaluated while the error budget of a service burns, and is fine else: the alert stands there twice
 * then, and a vector of one has two to match. Prometheus says so by its status, 422, which is all that a status check of
 * Chaos Mesh looks at; a Prometheus that does not answer ends an experiment, too.
 */
export const burnsQuery = (service: string): string => {
  const burning = `ALERTS{alertname="ErrorBudgetBurn",alertstate="firing",service="${service}"}`;
  return `vector(1) + on () (${burning} or label_replace(${burning}, "seen", "twice", "", ""))`;
};

/** Ends the experiment at the first answer that is not fine. */
export const stopCondition = (service: string, mode: StatusCheckSpec['mode']): StatusCheckSpec => ({
  mode,
  type: 'HTTP',
  intervalSeconds: 10,
  timeoutSeconds: 5,
  failureThreshold: 1,
  successThreshold: 1,
  http: {
    url: `${prometheusUrl}/api/v1/query?query=${encodeURIComponent(burnsQuery(service))}`,
    method: 'GET',
    criteria: { statusCode: '200' },
  },
});
