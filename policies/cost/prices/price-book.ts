import type { Cloud } from '../../../environments/facts';
import { type PriceFiles, priceFiles } from './price-files';
import { type Confidence, confidences, type PriceFile, priceFile, type RegionFile, regionFile } from './price-schema';

/** What one of something costs in one place. */
export interface Price {
  readonly item: string;
  readonly unit: string;
  readonly price: number;
  readonly currency: 'USD';
  /** ISO date on which it was read or written down; of a price that is told by the factor of a region, the older of both. */
  readonly date: string;
  readonly source: string;
  readonly confidence: Confidence;
}

export interface PriceBook {
  /** `undefined`: nobody knows what it costs there. */
  readonly priceOf: (cloud: Cloud, region: string, item: string) => Price | undefined;
}

const older = (a: string, b: string): string => (a < b ? a : b);
/** The one that is trusted less. */
export const weaker = (a: Confidence, b: Confidence): Confidence =>
  confidences.indexOf(a) < confidences.indexOf(b) ? a : b;

type BookPrice = Price & { readonly everywhere: boolean };

const pricesIn = ({ lists }: PriceFile): Map<string, BookPrice> =>
  new Map(
    lists.flatMap(({ prices, everywhere = false, ...told }) =>
      prices.map((price): [string, BookPrice] => [price.item, { ...price, ...told, everywhere }]),
    ),
  );

const factorsIn = ({ lists }: RegionFile) =>
  new Map(
    lists.flatMap(({ factors, ...told }) =>
      Object.entries(factors).map(([region, factor]): [string, typeof told & { readonly factor: number }] => [
        region,
        { ...told, factor },
      ]),
    ),
  );

/** Money has no more digits than its price list. */
const round = (value: number): number => Number(value.toPrecision(6));

function cloudBook({ regions, prices }: PriceFiles) {
  const { base, ...factorFile } = regionFile.parse(regions);
  const files = new Map(prices.map((file) => priceFile.parse(file)).map((file) => [file.region, pricesIn(file)]));
  const factors = factorsIn({ base, ...factorFile });
  return (region: string, item: string): Price | undefined => {
    const own = files.get(region)?.get(item);
    const known = own ?? files.get(base)?.get(item);
    if (!known) return undefined;
    const { everywhere, ...price } = known;
    if (own || everywhere) return price;
    const factor = factors.get(region);
    if (!factor) return undefined;
    return {
      ...price,
      price: round(price.price * factor.factor),
      date: older(price.date, factor.date),
      source: `${price.source}; ${base} x ${factor.factor} (${factor.source})`,
      confidence: weaker(price.confidence, factor.confidence),
    };
  };
}

/**
 * Every price that Evenkeel knows. A region without a file of its own has the prices of the cloud's base region times its
 * factor, with the weaker confidence of both; a region without a factor has none.
 * @throws ZodError when a file is not of the schema
 */
export function priceBook(files: Readonly<Record<Cloud, PriceFiles>> = priceFiles): PriceBook {
  const books = {
    aws: cloudBook(files.aws),
    google: cloudBook(files.google),
    azure: cloudBook(files.azure),
  } satisfies Record<Cloud, unknown>;
  return { priceOf: (cloud, region, item) => books[cloud](region, item) };
}
