import type { PricedOutput } from '../../../policies/cost/estimate';
import { newlyWaiting, type WaitingPods, waitingPods } from '../../../policies/cost/waiting-pods';
import type { Manifest, StackJson } from '../../../policies/site-output';

const deployment = (name: string, replicas: number, cpu: string): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'ours' },
  spec: { replicas, template: { spec: { containers: [{ resources: { requests: { cpu, memory: '1Gi' } } }] } } },
});

/** A pool of machines of 4 vCPUs, of which 3.4 are left for pods. */
const output = (most: number, ...manifests: Manifest[]): PricedOutput => {
  const group = {
    instance_types: ['m7i.xlarge'],
    scaling_config: { min_size: 1, max_size: most },
    labels: { 'evenkeel.dev/pool': 'general' },
  };
  const resource = { aws_eks_cluster: { it: {} }, aws_eks_node_group: { general: group } };
  const json = { provider: { aws: [{ region: 'eu-west-1' }] }, resource } as unknown as StackJson;
  return {
    stacks: [{ site: 'a-site', stack: 'cluster', json }],
    objects: manifests.map((manifest) => ({ site: 'a-site', manifest })),
  };
};

it('are those that no pool has room for at its most, by workload', () => {
  const pods = [deployment('large', 3, '3'), deployment('small', 2, '300m')];
  expect(waitingPods(output(3, ...pods))).toEqual([]);
  expect(waitingPods(output(1, ...pods))).toEqual([
    { site: 'a-site', workload: 'Deployment/ours/large', pods: 2 },
    { site: 'a-site', workload: 'Deployment/ours/small', pods: 1 },
  ]);
});

it('are none where nobody knows the cluster', () => {
  expect(waitingPods({ stacks: [], objects: [{ site: 'a-site', manifest: deployment('a', 99, '99') }] })).toEqual([]);
});

it('are new where they waited before neither, or fewer of them', () => {
  const one = (workload: string, pods: number): WaitingPods => ({ site: 'a-site', workload, pods });
  expect(newlyWaiting([one('a', 2), one('b', 1), one('c', 5)], [one('a', 3), one('b', 1), one('d', 1)])).toEqual([
    one('a', 1),
    one('d', 1),
  ]);
});
