import type { PriceFile } from '../../policies/cost/prices/price-schema';

/** Price of an item of the price book, in USD for its unit there. */
export type ReadPrices = ReadonlyMap<string, number>;

export interface PriceChange {
  readonly item: string;
  /** Default: the region had no price of its own. */
  readonly from?: number;
  readonly to: number;
}

export interface Refresh {
  readonly file: PriceFile;
  readonly changed: readonly PriceChange[];
  /** Not taken: list prices do not move so far, so something else was read. */
  readonly doubtful: readonly PriceChange[];
}

/** A list price that is not within these bounds of the one before was not read from what the item is. */
const believable = { least: 0.5, most: 2 };

const isBelievable = (before: number, price: number): boolean =>
  before === price || (price >= before * believable.least && price <= before * believable.most);

/**
 * The price file of a region with what was read: those prices stand in one list, with where and when they were read; others stay
 * as they are, and as old as they are.
 * @param base file of the cloud's base region: what it does not have is no item of the price book
 * @param told source and ISO date of what was read
 */
export function refreshedFile(
  file: PriceFile,
  base: PriceFile,
  read: ReadPrices,
  told: { readonly source: string; readonly date: string },
): Refresh {
  const own = new Map(file.lists.flatMap(({ prices }) => prices.map(({ item, price }) => [item, price] as const)));
  const known = base.lists.flatMap(({ prices, everywhere }) => (everywhere ? [] : prices));
  const answered = known.flatMap(({ item, unit, price: elsewhere }) => {
    const price = read.get(item);
    return price === undefined ? [] : [{ item, unit, price, before: own.get(item), elsewhere }];
  });
  const change = ({ item, before, price }: (typeof answered)[number]): PriceChange =>
    before === undefined ? { item, to: price } : { item, from: before, to: price };
  const taken = answered.filter(({ before, elsewhere, price }) => isBelievable(before ?? elsewhere, price));
  const items = new Set(taken.map(({ item }) => item));
  const rest = file.lists
    .map((list) => ({ ...list, prices: list.prices.filter(({ item }) => !items.has(item)) }))
    .filter(({ prices }) => prices.length > 0);
  const list = {
    ...told,
    currency: 'USD' as const,
    confidence: 'high' as const,
    prices: taken.map(({ item, unit, price }) => ({ item, unit, price })),
  };
  return {
    file: { ...file, lists: taken.length > 0 ? [list, ...rest] : rest },
    changed: taken.filter(({ before, price }) => before !== price).map(change),
    doubtful: answered.filter(({ item }) => !items.has(item)).map(change),
  };
}

/** What else lies beside the files of regions: factors between regions, and what is given for nothing. */
const ofNoRegion: readonly string[] = ['regions.json', 'free-tiers.json'];

export const isRegionFile = (name: string): boolean => !ofNoRegion.includes(name);

/** A price file as it is written: one line a price, so that people can read what changed. */
export function priceFileText({ cloud, region, lists }: PriceFile): string {
  const text = (value: unknown): string => JSON.stringify(value);
  const priceText = ({ item, unit, price }: PriceFile['lists'][number]['prices'][number]): string =>
    `{ "item": ${text(item)}, "unit": ${text(unit)}, "price": ${price} }`;
  const written = lists.map(({ source, date, currency, confidence, everywhere, prices }) =>
    [
      '    {',
      ...Object.entries({ source, date, currency, confidence, everywhere })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `      ${text(key)}: ${text(value)},`),
      prices.length === 1
        ? `      "prices": [${prices.map(priceText).join()}]`
        : `      "prices": [\n${prices.map((price) => `        ${priceText(price)}`).join(',\n')}\n      ]`,
      '    }',
    ].join('\n'),
  );
  return [
    '{',
    `  "cloud": ${text(cloud)},`,
    `  "region": ${text(region)},`,
    '  "lists": [',
    written.join(',\n'),
    '  ]',
    '}',
    '',
  ].join('\n');
}
