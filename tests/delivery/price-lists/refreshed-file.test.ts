import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRegionFile, priceFileText, refreshedFile } from '../../../delivery/price-lists/refreshed-file';
import { type PriceFile, priceFile } from '../../../policies/cost/prices/price-schema';

const old = { source: 'from memory', date: '2026-01-01', currency: 'USD', confidence: 'medium' } as const;
const told = { source: 'the price API', date: '2026-11-22' };
const price = (item: string, value: number) => ({ item, unit: 'hour', price: value });

const base: PriceFile = {
  cloud: 'aws',
  region: 'us-east-1',
  lists: [
    { ...old, prices: [price('machine/a', 1), price('machine/b', 2), price('machine/c', 4)] },
    { ...old, everywhere: true, prices: [price('ddos/subscription', 3000)] },
  ],
};
const region: PriceFile = { cloud: 'aws', region: 'eu-west-1', lists: [{ ...old, prices: [price('machine/a', 1.1)] }] };

it('puts what was read into one list with where and when, and leaves the rest as old as it is', () => {
  const read = new Map([
    ['machine/a', 1.2],
    ['machine/b', 2],
  ]);
  const { file, changed, doubtful } = refreshedFile(base, base, read, told);
  expect(file.lists).toEqual([
    { ...told, currency: 'USD', confidence: 'high', prices: [price('machine/a', 1.2), price('machine/b', 2)] },
    { ...old, prices: [price('machine/c', 4)] },
    base.lists[1],
  ]);
  expect(changed).toEqual([{ item: 'machine/a', from: 1, to: 1.2 }]);
  expect(doubtful).toEqual([]);
});

it('gives a region prices of its own for what it took by a factor, and nothing that the price book does not sell', () => {
  const read = new Map([
    ['machine/b', 2.2],
    ['machine/z', 9],
    ['ddos/subscription', 2000],
  ]);
  const { file, changed } = refreshedFile(region, base, read, told);
  expect(file.lists.map(({ prices }) => prices)).toEqual([[price('machine/b', 2.2)], [price('machine/a', 1.1)]]);
  expect(changed).toEqual([{ item: 'machine/b', to: 2.2 }]);
});

it('takes no price that moved further than list prices do', () => {
  const read = new Map([
    ['machine/a', 2.21],
    ['machine/b', 0.9],
    ['machine/c', 8],
  ]);
  const { file, doubtful } = refreshedFile(region, base, read, told);
  expect(doubtful).toEqual([
    { item: 'machine/a', from: 1.1, to: 2.21 },
    { item: 'machine/b', to: 0.9 },
  ]);
  expect(file.lists.flatMap(({ prices }) => prices)).toEqual([price('machine/c', 8), price('machine/a', 1.1)]);
});

it('changes nothing where nothing was read, and is the same when done twice', () => {
  expect(refreshedFile(base, base, new Map(), told).file).toEqual(base);
  const read = new Map([['machine/b', 2.5]]);
  const once = refreshedFile(base, base, read, told).file;
  expect(refreshedFile(once, once, read, told).file).toEqual(once);
  expect(priceFile.parse(once)).toEqual(once);
});

const folder = join('policies', 'cost', 'prices');
const files = ['aws', 'google', 'azure'].flatMap((cloud) =>
  readdirSync(join(folder, cloud))
    .filter(isRegionFile)
    .map((name) => join(folder, cloud, name)),
);

it.each(files)('writes %s as it stands there', (path) => {
  const text = readFileSync(path, 'utf8');
  expect(priceFileText(priceFile.parse(JSON.parse(text)))).toBe(text);
});
