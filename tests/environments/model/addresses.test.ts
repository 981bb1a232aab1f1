import fc from 'fast-check';
import { Netmask } from 'netmask';
import { planAddresses, rangesOverlap, siteCapacity } from '../../../environments/model';

const leaves = (slot: number): string[] => {
  const plan = planAddresses('10.0.0.0/8', slot);
  return [
    ...plan.nodes,
    ...plan.public,
    ...plan.data,
    plan.endpoints,
    plan.delegated,
    plan.access,
    ...plan.podZones,
    plan.services,
    plan.controlPlane,
  ];
};

const inside = (outer: string, inner: string): boolean => {
  const { base, broadcast } = new Netmask(inner);
  return new Netmask(outer).contains(base) && new Netmask(outer).contains(broadcast ?? base);
};

const slots = fc.integer({ min: 0, max: siteCapacity('10.0.0.0/8') - 1 });

describe('planAddresses', () => {
  it('cuts ranges of the stated sizes', () => {
    const plan = planAddresses('10.0.0.0/8', 1);
    expect(plan).toMatchObject({
      block: '10.4.0.0/14',
      network: '10.4.0.0/16',
      nodes: ['10.4.0.0/19', '10.4.32.0/19', '10.4.64.0/19'],
      pods: '10.5.0.0/16',
      services: '10.6.0.0/20',
      clusterDns: '10.6.0.10',
      controlPlane: '10.6.16.0/28',
    });
  });

  it('never gives one address to two purposes', () => {
    fc.assert(
      fc.property(slots, (slot) => {
        const ranges = leaves(slot);
        const clashes = ranges.flatMap((a, i) => ranges.slice(i + 1).filter((b) => rangesOverlap(a, b)));
        expect(clashes).toEqual([]);
      }),
    );
  });

  it('keeps every range inside the block, and what lies in the network inside the network', () => {
    fc.assert(
      fc.property(slots, (slot) => {
        const plan = planAddresses('10.0.0.0/8', slot);
        expect(leaves(slot).filter((range) => !inside(plan.block, range))).toEqual([]);
        const inNetwork = [...plan.nodes, ...plan.public, ...plan.data, plan.endpoints, plan.delegated, plan.access];
        expect(inNetwork.filter((range) => !inside(plan.network, range))).toEqual([]);
        expect(plan.podZones.filter((range) => !inside(plan.pods, range))).toEqual([]);
      }),
    );
  });

  it('gives two slots no address in common', () => {
    fc.assert(
      fc.property(slots, slots, (a, b) => {
        const overlap = rangesOverlap(planAddresses('10.0.0.0/8', a).block, planAddresses('10.0.0.0/8', b).block);
        expect(overlap).toBe(a === b);
      }),
    );
  });
});

describe('siteCapacity', () => {
  it.each([
    ['10.0.0.0/8', 64],
    ['10.0.0.0/14', 1],
    ['10.0.0.0/16', 0],
  ])('%s holds %d sites', (supernet, sites) => expect(siteCapacity(supernet)).toBe(sites));
});
