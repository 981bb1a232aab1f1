import { drainBlockers } from '../../../policies/upgrades/drain-blockers';
import type { PlacedObject } from '../../../policies/upgrades/removed-apis';

const of = 'site';
const placed = (kind: string, spec: unknown, apiVersion = 'apps/v1', name = 'web'): PlacedObject => ({
  of,
  object: { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec },
});
const labels = { app: 'web' };
const workload = (replicas: number, annotations = {}): PlacedObject =>
  placed('Deployment', { replicas, template: { metadata: { labels, annotations } } });
const budget = (words: object): PlacedObject =>
  placed('PodDisruptionBudget', { selector: { matchLabels: labels }, ...words }, 'policy/v1');
const kafka = placed(
  'Kafka',
  { kafka: { template: { podDisruptionBudget: { maxUnavailable: 0 } } } },
  'kafka.strimzi.io/v1',
);
const postgres = (spec: object): PlacedObject => placed('Cluster', spec, 'postgresql.cnpg.io/v1');
const found = (objects: readonly PlacedObject[], cleaned: readonly string[] = []) =>
  drainBlockers(objects, new Set(cleaned)).blocked;

it.each<[string, readonly PlacedObject[]]>([
  ['a budget of no pod', [budget({ maxUnavailable: 0 }), workload(3)]],
  ['a budget of no pod in percent', [budget({ maxUnavailable: '0%' }), workload(3)]],
  ['a budget that keeps all', [budget({ minAvailable: '100%' }), workload(3)]],
  ['one replica of which one must stay', [budget({ minAvailable: 1 }), workload(1)]],
  ['three replicas of which three must stay', [budget({ minAvailable: 3 }), workload(3)]],
  ['a share that is rounded up to all', [budget({ minAvailable: '60%' }), workload(1)]],
  ['a pod that nobody makes again', [placed('Pod', {}, 'v1')]],
  ['a volume on a disk of a machine', [placed('PersistentVolume', { local: { path: '/data' } }, 'v1')]],
  ['brokers that nobody moves', [kafka]],
  ['a single server with a budget', [postgres({ instances: 1 })]],
])('%s keeps machines from being emptied', (_, objects) => {
  expect(found(objects)).toMatchObject([{ code: 'UPGRADE_BLOCKED', place: expect.stringContaining('site shop/') }]);
});

it.each<[string, readonly PlacedObject[], (readonly string[])?]>([
  ['a budget that lets one go', [budget({ maxUnavailable: 1 }), workload(3)]],
  ['one of two that may go', [budget({ minAvailable: 1 }), workload(2)]],
  ['a share that leaves one', [budget({ minAvailable: '50%' }), workload(2)]],
  ['a workload that rests', [budget({ minAvailable: 1 }), workload(0)]],
  ['a budget of other pods', [budget({ minAvailable: 1, selector: { matchLabels: { app: 'other' } } }), workload(1)]],
  ['a budget on another site', [{ ...budget({ minAvailable: 1 }), of: 'other' }, workload(1)]],
  ['a volume of the cloud', [placed('PersistentVolume', { csi: {} }, 'v1')]],
  ['brokers that the Drain Cleaner moves', [kafka], [of]],
  ['a single server without a budget', [postgres({ instances: 1, enablePDB: false })]],
  ['three servers with a budget', [postgres({ instances: 3 })]],
  ['a Cluster of somebody else', [placed('Cluster', { instances: 1 }, 'cluster.x-k8s.io/v1beta1')]],
])('%s does not', (...[, objects, cleaned]) => expect(found(objects, cleaned)).toEqual([]));

it('names what stops for a while, and what asks for its machine to stay', () => {
  const { warnings } = drainBlockers([workload(1, { 'karpenter.sh/do-not-disrupt': 'true' })], new Set());
  expect(warnings).toEqual([expect.stringContaining('One replica each'), expect.stringContaining('left alone')]);
  expect(drainBlockers([workload(2)], new Set()).warnings).toEqual([]);
});
