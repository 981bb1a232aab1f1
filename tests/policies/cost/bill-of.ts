import type { Cloud } from '../../../environments/facts';
import type { Bill } from '../../../policies/cost/bill';
import { type EstimateOptions, estimate } from '../../../policies/cost/estimate';
import { priceBook } from '../../../policies/cost/prices/price-book';
import type { Manifest } from '../../../policies/site-output';

export const book = priceBook();

const providers = {
  aws: { aws: [{ region: 'eu-west-1' }] },
  google: { google: [{ region: 'europe-west1' }] },
  // Its resources say where they are.
  azure: { azurerm: [{ features: [{}] }] },
} satisfies Record<Cloud, unknown>;

const regions: Readonly<Record<Cloud, string>> = { aws: 'eu-west-1', google: 'europe-west1', azure: 'westeurope' };

/** Price of an item where the bills of a cloud are made; a bill by hand is such prices times numbers of its own. */
export const priceIn =
  (cloud: Cloud) =>
  (item: string): number => {
    const price = book.priceOf(cloud, regions[cloud], item);
    if (!price) throw new Error(`no price of ${item}`);
    return price.price;
  };

export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** The bill of one stack of one site. */
export function billOf(
  cloud: Cloud,
  resource: Resources,
  objects: readonly Manifest[] = [],
  options: Omit<EstimateOptions, 'book'> = {},
): Bill {
  const json = { provider: providers[cloud], resource };
  return estimate(
    {
      stacks: [{ site: 'a-site', stack: 'all', json }],
      objects: objects.map((manifest) => ({ site: 'a-site', manifest })),
    },
    { book, ...options },
  );
}

/** What of a bill is that of one type. */
export const totalOfType = ({ lines }: Bill, type: string): number =>
  lines.filter(({ address }) => address.startsWith(`${type}.`)).reduce((sum, { monthly }) => sum + monthly, 0);

/** One resource by hand: its values, what stands beside it, and its price worked out. */
export interface HandBill {
  readonly type: string;
  readonly values: object;
  readonly beside?: Resources;
  readonly total: number;
}
