import fc from 'fast-check';
import { Netmask } from 'netmask';
import { cloudFacts } from '../../../environments/facts';
import type { Cloud } from '../../../environments/model';
import { hasInsideAddresses, type PlannedSite, planInterconnect } from '../../../environments/model/interconnect';
import { interconnectSchema } from '../../../environments/schema/interconnect-schema';

const config = (input: object = {}) => interconnectSchema.parse(input);

const site = (cloud: Cloud, addressSlot: number): PlannedSite => ({
  name: `prod-${cloud}-${addressSlot}`,
  cloud,
  addressSlot,
});

const clouds = Object.keys(cloudFacts) as Cloud[];

/** Two or three sites on different clouds, in slots that their tunnels have addresses for. */
const joinable = fc
  .tuple(fc.shuffledSubarray(clouds, { minLength: 2 }), fc.uniqueArray(fc.nat(63), { minLength: 3, maxLength: 3 }))
  .map(([chosen, slots]) => chosen.map((cloud, index) => site(cloud, slots[index] ?? 0)))
  .filter((sites) => sites.every((a) => sites.every((b) => a === b || hasInsideAddresses(a, b))));

const inside = (range: string, address: string): boolean => new Netmask(range).contains(address);

it('gives every tunnel addresses that both of its clouds take, and no two the same', () => {
  fc.assert(
    fc.property(joinable, (sites) => {
      const { links } = planInterconnect(config(), sites);
      const cidrs = links.flatMap(({ tunnels }) => tunnels.map(({ insideCidr }) => insideCidr));
      expect(new Set(cidrs).size).toBe(cidrs.length);
      for (const { ends, tunnels } of links) {
        const facts = sites.filter(({ name }) => ends.includes(name)).map(({ cloud }) => cloudFacts[cloud].vpn);
        for (const { insideCidr, insideAddresses } of tunnels) {
          const block = new Netmask(insideCidr);
          expect(block.bitmask).toBe(30);
          expect([block.first, block.last]).toEqual(insideAddresses);
          expect(inside('169.254.0.0/16', block.base)).toBe(true);
          for (const { reservedInside, insideRanges } of facts) {
            expect(reservedInside.filter((range) => block.contains(range) || inside(range, block.base))).toEqual([]);
            expect(insideRanges?.some((range) => inside(range, block.base)) ?? true).toBe(true);
          }
        }
      }
    }),
  );
});

it('gives every joined site a BGP number of its own that no cloud keeps', () => {
  fc.assert(
    fc.property(joinable, (sites) => {
      const asns = Object.values(planInterconnect(config(), sites).asns);
      expect(asns).toHaveLength(sites.length);
      expect(new Set(asns).size).toBe(asns.length);
      const kept = clouds.flatMap((cloud) => cloudFacts[cloud].vpn.reservedAsns);
      expect(asns.filter((asn) => kept.includes(asn) || asn < 64_512 || asn > 65_534)).toEqual([]);
    }),
  );
});

it('moves no link and no number when a site comes or the order changes', () => {
  fc.assert(
    fc.property(joinable, (sites) => {
      const whole = planInterconnect(config(), sites);
      const turned = planInterconnect(config(), [...sites].reverse());
      const fewer = planInterconnect(config(), sites.slice(0, 2));
      const byName = (plan: typeof whole) => Object.fromEntries(plan.links.map((link) => [link.name, link]));
      expect(byName(turned)).toEqual(byName(whole));
      expect(byName(whole)).toMatchObject(byName(fewer));
      expect(whole.asns).toMatchObject(fewer.asns);
    }),
  );
});

it('joins by as many tunnels as the gateways have pairs of addresses, half of them on each', () => {
  const sites = [site('azure', 0), site('google', 1), site('aws', 2)];
  const { links } = planInterconnect(config(), sites);
  const shown = links.map(({ name, tunnels }) => [name, tunnels.map(({ half }) => half)]);
  expect(Object.fromEntries(shown)).toEqual({
    'prod-azure-0--prod-google-1': [0, 1],
    'prod-aws-2--prod-azure-0': [0, 0, 1, 1],
    'prod-aws-2--prod-google-1': [0, 0, 1, 1],
  });
});

it('joins only the pairs that are stated', () => {
  const sites = [site('aws', 0), site('google', 1), site('azure', 2)];
  const plan = planInterconnect(config({ links: [{ between: ['prod-google-1', 'prod-aws-0'] }] }), sites);
  expect(plan.links.map(({ name }) => name)).toEqual(['prod-aws-0--prod-google-1']);
  expect(plan.asns).toEqual({ 'prod-aws-0': 64_600, 'prod-google-1': 64_601 });
});

it('takes a number that was stated for a site', () => {
  const sites = [site('aws', 0), site('google', 1)];
  expect(planInterconnect(config({ firstAsn: 64_700, asns: { 'prod-google-1': 65_010 } }), sites).asns).toEqual({
    'prod-aws-0': 64_700,
    'prod-google-1': 65_010,
  });
});
