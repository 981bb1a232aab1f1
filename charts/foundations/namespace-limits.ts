import type { Construct } from 'constructs';
import type { ILimitRange } from 'kubernetes-models/v1/LimitRange';
import type { IResourceQuota } from 'kubernetes-models/v1/ResourceQuota';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { namespaceCeiling } from '../../services/namespace-ceiling';

/** No load balancer or node port: the site's gateway is the only way in. */
const hard = {
  'requests.cpu': `${namespaceCeiling.cpus}`,
  'requests.memory': `${namespaceCeiling.memoryGiB}Gi`,
  'limits.memory': `${namespaceCeiling.memoryLimitGiB}Gi`,
  pods: '200',
  persistentvolumeclaims: '40',
  'count/jobs.batch': '200',
  'services.loadbalancers': '0',
  'services.nodeports': '0',
} as const;

/** What a container gets that states nothing. */
const container = {
  type: 'Container',
  defaultRequest: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
  default: { memory: '512Mi', 'ephemeral-storage': '1Gi' },
} as const;

/** Ceiling and defaults of the pods of one service's namespace. */
export function addNamespaceLimits(scope: Construct, namespace: string): void {
  const quota: IResourceQuota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: `${namespace}-quota`, namespace },
    spec: { hard },
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
