import { serviceTagsOf } from '../../constructs/contracts';
import { pricingTable } from '../../policies/cost/estimate';
import { addressOf } from '../../policies/cost/resource';
import { referencesIn, resourcesOf } from '../../policies/cost/resources';
import { taggings, tagSetsOf } from '../../policies/cost/tags';
import { featureStore } from '../../services';
import { awsSite, azureSite, googleSite } from '../fixtures/sites';
import { synthesizeSite } from '../fixtures/synthesize';

const services = { featureStore: featureStore.config.parse({}) };

const sites = {
  aws: () => awsSite({ services }),
  google: () => googleSite({ services }),
  azure: () => azureSite({ services }),
};

describe.each(Object.keys(sites) as (keyof typeof sites)[])('tags of services on %s', (cloud) => {
  /** What costs money and takes tags: its place, the service by where it stands, and those that its bill says. */
  const billed = async () => {
    const site = sites[cloud]();
    const { stacks } = await synthesizeSite(site);
    const resources = resourcesOf(
      Object.entries(stacks).flatMap(([stack, json]) => (json ? [{ site: site.name, stack, json }] : [])),
    );
    const referredFrom = referencesIn(resources);
    return resources
      .filter(({ type }) => typeof pricingTable[type] === 'function' && !taggings[cloud].untagged.includes(type))
      .map((one) => ({
        address: addressOf(one),
        stands: serviceTagsOf(`${(one.values['//'] as { metadata: { path: string } }).metadata.path}`),
        sets: tagSetsOf(one, { referred: referredFrom(one) }),
      }));
  };

  it('stand on everything that costs money, and name the service that it belongs to', async () => {
    const all = await billed();
    expect(all.filter(({ sets }) => sets.length === 0 || sets.some(({ service }) => !service))).toEqual([]);
    for (const { address, stands, sets } of all) {
      expect({ [address]: sets.map(({ service }) => service) }).toEqual({
        [address]: sets.map(() => stands?.service ?? 'shared'),
      });
    }
    const own = all.filter(({ stands }) => stands?.service === 'feature-store');
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ stands, sets }) => sets.some(({ need }) => need !== stands?.need))).toEqual([]);
  });
});

it('are read from where something stands', () => {
  expect(serviceTagsOf('test-data/feature-store/online-store/key')).toEqual({
    service: 'feature-store',
    need: 'online-store',
  });
  expect(serviceTagsOf('test-data/feature-store-online-store')).toEqual({
    service: 'feature-store',
    need: 'online-store',
  });
  expect(serviceTagsOf('test-platform/feature-store')).toEqual({ service: 'feature-store' });
  expect(serviceTagsOf('test-data/foundation/key')).toBeUndefined();
  expect(serviceTagsOf('test-data/featured/key')).toBeUndefined();
});
