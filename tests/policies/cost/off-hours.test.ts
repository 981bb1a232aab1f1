import type { PoolLoad } from '../../../policies/cost/pool-loads';
import type { Manifest } from '../../../policies/site-output';
import { billOf, priceIn, type Resources, totalOfType } from './bill-of';

/** Machines of 8 vCPUs and 32 GiB: three pods of 2 vCPUs fit on one. */
const machines = (fewest: number, most = 9): Resources => ({
  aws_eks_cluster: { it: {} },
  aws_eks_node_group: {
    general: {
      instance_types: ['m7i.2xlarge'],
      scaling_config: { min_size: fewest, max_size: most },
      labels: { 'evenkeel.dev/pool': 'general' },
    },
  },
});

const object = (apiVersion: string, kind: string, name: string, spec: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'ours' },
  spec,
});
const requests = { cpu: '2', memory: '2Gi' };
const server = (name: string, replicas?: number): Manifest =>
  object('apps/v1', 'Deployment', name, {
    ...(replicas === undefined ? {} : { replicas }),
    template: { spec: { containers: [{ name, resources: { requests } }] } },
  });
const stopped = (...names: readonly string[]) =>
  names.map((name) => ({ kind: 'Deployment', namespace: 'ours', name, replicas: 3 }));
const scheduleOf = (content: unknown): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'anything', namespace: 'anywhere', labels: { 'evenkeel.dev/off-hours': 'schedule' } },
  data: { 'schedule.json': typeof content === 'string' ? content : JSON.stringify(content) },
});
/** 60 of 168 hours. */
const week = {
  timeZone: 'Europe/Berlin',
  workingHours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '07:00', until: '19:00' }],
};
const share = 60 / 168;
const hour = priceIn('aws')('machine/m7i.2xlarge');

/** Machines of the pool, as a mean over the month. */
function meanOf(resources: Resources, objects: readonly Manifest[], pools?: PoolLoad): number {
  const bill = billOf('aws', resources, objects, pools ? { pools } : {});
  expect(bill.unpriced).toEqual([]);
  return totalOfType(bill, 'aws_eks_node_group') / hour / 730;
}

describe('machines of servers that stop', () => {
  const nine = [server('steady', 3), server('resting', 6)];
  const atRest = scheduleOf({ ...week, stopped: stopped('resting') });

  it('are paid for in working hours', () => {
    expect(meanOf(machines(0), nine)).toBeCloseTo(3, 9);
    expect(meanOf(machines(0), [...nine, atRest])).toBeCloseTo(share * 3 + (1 - share) * 1, 9);
  });

  it('stay as far as the floor of their pool', () => {
    expect(meanOf(machines(2), [...nine, atRest])).toBeCloseTo(share * 3 + (1 - share) * 2, 9);
    expect(meanOf(machines(3), [...nine, atRest])).toBeCloseTo(3, 9);
    const all = scheduleOf({ ...week, stopped: stopped('resting', 'steady') });
    expect(meanOf(machines(0), [...nine, all])).toBeCloseTo(share * 3, 9);
    expect(meanOf(machines(1), [...nine, all])).toBeCloseTo(share * 3 + (1 - share), 9);
  });

  it('are those of a pool at its fewest or most where the bill is asked for that', () => {
    for (const load of ['min', 'max'] as const)
      expect(meanOf(machines(1), [...nine, atRest], load)).toBeCloseTo(meanOf(machines(1), nine, load), 9);
  });

  it('follow what a ScaledObject scales', () => {
    const scaler = object('keda.sh/v1alpha1', 'ScaledObject', 'scaler', {
      scaleTargetRef: { name: 'scaled' },
      minReplicaCount: 3,
    });
    const schedule = scheduleOf({ ...week, stopped: [{ kind: 'ScaledObject', namespace: 'ours', name: 'scaler' }] });
    expect(meanOf(machines(0), [server('scaled'), scaler])).toBeCloseTo(1, 9);
    expect(meanOf(machines(0), [server('scaled'), scaler, schedule])).toBeCloseTo(share, 9);
  });

  it('cost the less the fewer hours people work, and all of it in a whole week', () => {
    const until = (time: string) =>
      meanOf(machines(0), [
        ...nine,
        scheduleOf({
          ...week,
          workingHours: week.workingHours.map((hours) => ({ ...hours, until: time })),
          stopped: stopped('resting'),
        }),
      ]);
    expect(until('16:00')).toBeLessThan(until('19:00'));
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    const always = { ...week, workingHours: [{ days, from: '00:00', until: '24:00' }], stopped: stopped('resting') };
    expect(meanOf(machines(0), [...nine, scheduleOf(always)])).toBeCloseTo(3, 9);
  });

  it.each([
    ['no JSON', 'seven to seven'],
    ['a time that does not exist', { ...week, workingHours: [{ days: ['monday'], from: '25:00', until: '26:00' }] }],
    ['nothing that stops', week],
  ])('are a finding where a schedule is %s', (_, content) => {
    const { unpriced } = billOf('aws', machines(0), [...nine, scheduleOf(content)]);
    expect(unpriced).toEqual([
      {
        address: 'a-site kubernetes ConfigMap/anywhere/anything',
        why: 'nobody can read its schedule.json, so nobody knows what it stops, and when',
      },
    ]);
  });
});
