import type { Construct } from 'constructs';
import type { ILimitRange } from 'kubernetes-models/v1/LimitRange';
import type { IResourceQuota } from 'kubernetes-models/v1/ResourceQuota';
import { enabledServices } from '../../constructs/contracts';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { type ServiceDefinition, type ServiceName, services } from '../../services';
import { type NamespaceCeiling, namespaceCeiling } from '../../services/namespace-ceiling';
import type { ChartContext } from '../chart-context';

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;

/** That of every namespace, or what the service in it says of its configuration. */
function ceilingOf(context: ChartContext, namespace: string): NamespaceCeiling {
  const own = enabledServices(context)
    .filter((name) => catalogue[name].namespace === namespace)
    .map((name) => catalogue[name].ceiling?.(context.services[name] as Record<string, unknown>));
  return Object.assign({}, namespaceCeiling, ...own);
}

/** No load balancer or node port: the site's gateway is the only way in. */
const hard = (ceiling: NamespaceCeiling) => ({
  'requests.cpu': `${ceiling.cpus}`,
  'requests.memory': `${ceiling.memoryGiB}Gi`,
  'limits.memory': `${ceiling.memoryLimitGiB}Gi`,
  pods: `${ceiling.pods}`,
  persistentvolumeclaims: `${ceiling.volumes}`,
  'count/jobs.batch': '200',
  'services.loadbalancers': '0',
  'services.nodeports': '0',
});

/** What a container gets that states nothing. */
const container = {
  type: 'Container',
  defaultRequest: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
  default: { memory: '512Mi', 'ephemeral-storage': '1Gi' },
} as const;

/** Ceiling and defaults of the pods of one service's namespace. */
export function addNamespaceLimits(scope: Construct, context: ChartContext, namespace: string): void {
  const quota: IResourceQuota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: `${namespace}-quota`, namespace },
    spec: { hard: hard(ceilingOf(context, namespace)) },
  };
  const limits: ILimitRange = {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: `${namespace}-defaults`, namespace },
    spec: { limits: [container] },
  };
  typedObject(scope, quota);
  typedObject(scope, limits);
}
