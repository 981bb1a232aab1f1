import { array, assert, double, integer, property, record } from 'fast-check';
import { packed as pack } from '../../../policies/cost/kubernetes/pack';
import { type SteadyPods, steadyPods } from '../../../policies/cost/kubernetes/pods';
import type { MachinePool } from '../../../policies/cost/pricing';
import type { Manifest } from '../../../policies/site-output';

/** Machines of 8 vCPUs and 32 GiB, of which 7.4 vCPUs and 25.6 GiB are left for pods. */
const pool = (name: string, more: Partial<MachinePool> = {}): MachinePool => ({
  id: name,
  type: 'm7i.2xlarge',
  fewest: 1,
  most: 10,
  spot: false,
  labels: { 'evenkeel.dev/pool': name },
  tainted: false,
  ...more,
});
const pods = (count: number, vcpus: number, memoryGiB = 1, more: Partial<SteadyPods> = {}): SteadyPods => ({
  count,
  size: { vcpus, memoryGiB, gpus: 0 },
  workload: 'Deployment/ours/it',
  ...more,
});
const packed = (pools: readonly MachinePool[], demand: readonly SteadyPods[]) =>
  Object.fromEntries(pack('aws', pools, demand).machines);

describe('machines for steady pods', () => {
  it.each([
    ['three pods of 2 vCPUs fit on one machine', [pods(3, 2)], { general: 1 }],
    ['a fourth needs another', [pods(4, 2)], { general: 2 }],
    ['large pods leave room for small ones', [pods(2, 5), pods(2, 2)], { general: 2 }],
    ['memory counts as well', [pods(3, 0.1, 13)], { general: 3 }],
    ['a machine takes 110 pods', [pods(111, 0.01, 0.01)], { general: 2 }],
    ['no more than the most are made', [pods(100, 7)], { general: 10 }],
    ['a pod that fits nowhere makes none', [pods(1, 9)], { general: 1 }],
  ])('%s', (_, demand, machines) => {
    expect(packed([pool('general')], demand)).toEqual(machines);
  });

  it('fills the machines that always run before it makes others, in the pool that may grow most', () => {
    const system = pool('system', { fewest: 2, most: 4 });
    expect(packed([system, pool('general', { fewest: 0 })], [pods(6, 2)])).toEqual({ system: 2, general: 0 });
    expect(packed([system, pool('general', { fewest: 0 })], [pods(9, 2)])).toEqual({ system: 2, general: 1 });
  });

  it('keeps pods to the pool that they choose, and others off tainted machines', () => {
    const batch = pool('batch', { fewest: 0, tainted: true });
    expect(packed([pool('general'), batch], [pods(2, 7)])).toEqual({ general: 2 });
    expect(packed([pool('general'), batch], [pods(2, 7, 1, { pool: 'batch' })])).toEqual({ batch: 2 });
  });

  it('counts GPUs', () => {
    const gpu = pool('gpu', { type: 'g5.xlarge', fewest: 0, tainted: true });
    const models = {
      workload: 'Deployment/ours/model',
      count: 3,
      size: { vcpus: 1, memoryGiB: 4, gpus: 1 },
      pool: 'gpu',
    };
    expect(packed([gpu], [models])).toEqual({ gpu: 3 });
  });

  it('says nothing of machines that nobody knows', () => {
    expect(packed([pool('general', { type: 'm99.large' })], [pods(1, 1)])).toEqual({});
  });

  it('says which pods wait, and how many of each, where no pool that they may go to has room', () => {
    const waiting = (pools: readonly MachinePool[], demand: readonly SteadyPods[]) =>
      pack('aws', pools, demand).waiting.map(({ workload, count, pool }) => ({ workload, count, pool }));
    const one = pool('general', { most: 1 });
    expect(waiting([one], [pods(3, 2), pods(1, 1, 1, { workload: 'other' })])).toEqual([]);
    expect(waiting([one], [pods(5, 2), pods(2, 1, 1, { workload: 'other' })])).toEqual([
      { workload: 'Deployment/ours/it', count: 2 },
      { workload: 'other', count: 1 },
    ]);
    expect(waiting([one], [pods(1, 1, 1, { pool: 'gpu' })])).toEqual([
      { workload: 'Deployment/ours/it', count: 1, pool: 'gpu' },
    ]);
    // Nobody knows how large those machines are, so nobody knows that the pods wait.
    expect(waiting([one, pool('other', { type: 'm99.large' })], [pods(1, 99)])).toEqual([]);
  });

  it('stays within bounds, never below what fits at best, and asks nothing of the order of pods', () => {
    const some = array(
      record({
        count: integer({ min: 1, max: 9 }),
        vcpus: double({ min: 0.1, max: 7, noNaN: true }),
        memoryGiB: double({ min: 0.1, max: 25, noNaN: true }),
      }),
      { maxLength: 20 },
    );
    assert(
      property(some, (drawn) => {
        const demand = drawn.map(({ count, vcpus, memoryGiB }) => pods(count, vcpus, memoryGiB));
        const { general = 1 } = packed([pool('general', { most: 500 })], demand);
        const sum = (of: (size: SteadyPods['size']) => number) =>
          demand.reduce((total, { size, count }) => total + of(size) * count, 0);
        const atBest = Math.max(sum(({ vcpus }) => vcpus) / 7.4, sum(({ memoryGiB }) => memoryGiB) / 25.6);
        const reversed = packed([pool('general', { most: 500 })], [...demand].reverse());
        return general >= Math.floor(atBest) && general <= 500 && (reversed.general ?? 1) === general;
      }),
    );
  });
});

const object = (apiVersion: string, kind: string, name: string, spec: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'ours' },
  spec,
});
const container = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });
const template = (more: object = {}) => ({
  spec: { containers: [container('500m', '1Gi'), container('250m', '512Mi')], ...more },
});
const size = { vcpus: 0.75, memoryGiB: 1.5, gpus: 0 };

describe('steady pods', () => {
  it('are those of workloads, as many as they say, with all their containers', () => {
    const objects = [
      object('apps/v1', 'Deployment', 'a', { replicas: 3, template: template() }),
      object('apps/v1', 'StatefulSet', 'b', {
        replicas: 2,
        template: template({ nodeSelector: { 'evenkeel.dev/pool': 'gpu' } }),
      }),
    ];
    expect(steadyPods(objects)).toEqual([
      { size, count: 3, workload: 'Deployment/ours/a' },
      { size, count: 2, pool: 'gpu', workload: 'StatefulSet/ours/b' },
    ]);
  });

  it('are the fewest of what is scaled, which may be none', () => {
    const objects = [
      object('apps/v1', 'Deployment', 'busy', { template: template() }),
      object('apps/v1', 'Deployment', 'asleep', { template: template() }),
      object('keda.sh/v1alpha1', 'ScaledObject', 'x', { minReplicaCount: 2, scaleTargetRef: { name: 'busy' } }),
      object('keda.sh/v1alpha1', 'ScaledObject', 'y', { minReplicaCount: 0, scaleTargetRef: { name: 'asleep' } }),
    ];
    expect(steadyPods(objects)).toEqual([{ size, count: 2, workload: 'Deployment/ours/busy' }]);
  });

  it('are those that operators make, by the words of each kind', () => {
    const { resources } = container('2', '16Gi');
    const objects = [
      object('kafka.strimzi.io/v1', 'KafkaNodePool', 'broker', { replicas: 6, resources }),
      object('postgresql.cnpg.io/v1', 'Cluster', 'data', { instances: 3, resources }),
      object('psmdb.percona.com/v1', 'PerconaServerMongoDB', 'documents', { replsets: [{ size: 3, resources }] }),
      object('argoproj.io/v1alpha1', 'Application', 'chart', {
        source: { helm: { valuesObject: { server: { replicas: 2, resources } } } },
      }),
    ];
    expect(steadyPods(objects)).toEqual(
      (
        [
          [6, 'KafkaNodePool/ours/broker'],
          [3, 'Cluster/ours/data'],
          [3, 'PerconaServerMongoDB/ours/documents'],
          [2, 'Application/ours/chart'],
        ] as const
      ).map(([count, workload]) => ({ size: { vcpus: 2, memoryGiB: 16, gpus: 0 }, count, workload })),
    );
  });

  it('are not those of jobs and agents, nor claims to volumes', () => {
    const objects = [
      object('apps/v1', 'DaemonSet', 'agent', { template: template() }),
      object('batch/v1', 'CronJob', 'dump', { jobTemplate: { spec: { template: template() } } }),
      object('v1', 'PersistentVolumeClaim', 'data', { resources: { requests: { storage: '10Gi' } } }),
      object('apps/v1', 'Deployment', 'off', { replicas: 0, template: template() }),
    ];
    expect(steadyPods(objects)).toEqual([]);
  });
});
