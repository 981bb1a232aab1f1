import { type Cloud, cloudFacts } from '../../../environments/facts';
import { priceBook } from '../../../policies/cost/prices/price-book';
import { priceFiles } from '../../../policies/cost/prices/price-files';
import { priceFile, regionFile } from '../../../policies/cost/prices/price-schema';

const clouds = Object.keys(cloudFacts) as Cloud[];
const book = priceBook();

describe.each(clouds)('prices of %s', (cloud) => {
  const regions = regionFile.parse(priceFiles[cloud].regions);
  const files = priceFiles[cloud].prices.map((file) => priceFile.parse(file));
  const factors = regions.lists.flatMap(({ factors: told }) => Object.keys(told));

  it('stand in the files of the cloud, every item once, with the same unit everywhere', () => {
    const units = new Map<string, string>();
    for (const file of [...files].sort(
      (a, b) => Number(b.region === regions.base) - Number(a.region === regions.base),
    )) {
      expect(file.cloud).toBe(cloud);
      const prices = file.lists.flatMap((list) => list.prices);
      expect(new Set(prices.map(({ item }) => item)).size).toBe(prices.length);
      for (const { item, unit } of prices) {
        if (file.region === regions.base) units.set(item, unit);
        expect([item, units.get(item)]).toEqual([item, unit]);
      }
    }
  });

  it('are trusted most only where they were read in what is made from a price API', () => {
    const lists = files.flatMap((file) => [...file.lists]);
    const read = [...lists, ...regions.lists].filter(({ confidence }) => confidence === 'high');
    expect(read.length).toBeGreaterThan(0);
    for (const { source } of read) expect(source).toMatch(/made from the (retail )?(price API|billing catalogue)/);
  });

  it('are known in every region that Evenkeel knows, once', () => {
    expect(factors.slice().sort()).toEqual(Object.keys(cloudFacts[cloud].regions).sort());
    expect(regions.lists.find(({ factors: told }) => told[regions.base])?.factors[regions.base]).toBe(1);
  });

  it('has every machine type that Evenkeel knows, in every region', () => {
    const unknown = factors.flatMap((region) =>
      Object.keys(cloudFacts[cloud].machines).filter((type) => !book.priceOf(cloud, region, `machine/${type}`)),
    );
    expect(unknown).toEqual([]);
  });
});

it('takes the price of a region before that of the base region', () => {
  expect(book.priceOf('aws', 'eu-west-1', 'machine/m7i.xlarge')).toMatchObject({ price: 0.2247, confidence: 'high' });
});

it('says how a price was told by the factor of a region, and trusts it as little as the weaker of both', () => {
  expect(book.priceOf('aws', 'sa-east-1', 'machine/m7i.xlarge')).toMatchObject({
    price: 0.32256,
    confidence: 'low',
    source: expect.stringContaining('us-east-1 x 1.6'),
  });
  expect(book.priceOf('aws', 'eu-central-1', 'machine/m7i.xlarge')).toMatchObject({
    date: '2025-10-31',
    confidence: 'medium',
  });
});

it.each([
  ['aws', 'eu-central-1'],
  ['google', 'europe-west3'],
  ['azure', 'swedencentral'],
] as const)(
  'takes a share of a price as it is, for the price beside it has the factor of the region: %s',
  (cloud, region) => {
    const base = { aws: 'us-east-1', google: 'us-central1', azure: 'eastus' }[cloud];
    const shareIn = (place: string) => book.priceOf(cloud, place, 'machine/spot-share')?.price;
    expect(shareIn(region)).toBe(shareIn(base));
  },
);

it('leaves what costs the same everywhere as it is, and knows nothing of a region without a factor', () => {
  expect(book.priceOf('aws', 'sa-east-1', 'key/version')?.price).toBe(1);
  expect(book.priceOf('aws', 'mars-north-1', 'key/version')?.price).toBe(1);
  expect(book.priceOf('aws', 'mars-north-1', 'machine/m7i.xlarge')).toBeUndefined();
  expect(book.priceOf('aws', 'eu-west-1', 'machine/unheard-of')).toBeUndefined();
});

it.each([
  ['a price below nothing', { item: 'disk/gp3', unit: 'GiB-month', price: -1 }],
  ['a price that is text', { item: 'disk/gp3', unit: 'GiB-month', price: '0.08' }],
  ['an item without a unit', { item: 'disk/gp3', unit: '', price: 1 }],
  ['a further word', { item: 'disk/gp3', unit: 'GiB-month', price: 1, tax: 2 }],
])('refuses %s', (_, price) => {
  const list = { source: 'a page', date: '2026-11-22', confidence: 'low', currency: 'USD', prices: [price] };
  expect(priceFile.safeParse({ cloud: 'aws', region: 'eu-west-1', lists: [list] }).success).toBe(false);
});
