import type { CapabilityId } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import { reservedAutomaticSites, reservedBeforeSites, reservedSites } from '../fixtures/reserved-sites';
import { synthesizeSite } from '../fixtures/synthesize';

const titled = (title: string, sites: object): [string, CloudSite][] =>
  Object.entries(sites as Readonly<Record<string, CloudSite>>).map(([cloud, site]) => [`${cloud} ${title}`, site]);

const steady = [...titled('that reserves', reservedSites()), ...titled('with what is there', reservedBeforeSites())];
const made = [
  ...titled('that reserves for automatic pools', reservedAutomaticSites()),
  ...titled('with what is there for automatic pools', reservedAutomaticSites(true)),
];

const cases: readonly [string, CloudSite, CapabilityId][] = [
  ...steady.map(([title, site]): [string, CloudSite, CapabilityId] => [title, site, 'cluster.reserved-machines']),
  ...made.map(([title, site]): [string, CloudSite, CapabilityId] => [title, site, 'cluster.reserved-made-machines']),
];

describe.each(cases)('%s', (_title, site, capability) => {
  it('keeps every promise, that of its reservations too', async () => {
    const { stacks, manifests, model } = await synthesizeSite(site);
    const results = checkParity({ stacks, manifests }, model.evidence, promises(site));
    expect(results.filter(({ status }) => status === 'broken')).toEqual([]);
    expect(results).toContainEqual(expect.objectContaining({ capability, status: 'kept' }));
  });
});

test('the same words reserve the same on every cloud', () => {
  const shapes = Object.values(reservedSites() as unknown as Readonly<Record<string, CloudSite>>).map(({ pools }) =>
    pools.map(({ name, reservation }) => [name, reservation?.machinesPerZone, reservation?.zones.length]),
  );
  const [first, ...others] = shapes;
  expect(first).toEqual([
    ['system', undefined, undefined],
    ['general', 1, 3],
    ['spot', undefined, undefined],
    ['gpu', 2, 2],
  ]);
  for (const other of others) expect(other).toEqual(first);
});
