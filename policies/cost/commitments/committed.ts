import { type Cloud, cloudFacts } from '../../../environments/facts';
import type { CommitmentsConfig } from '../../../environments/schema/commitment-schema';
import { machineFamily } from '../machine-family';
import type { PlacedLine } from '../placed-line';
import type { Price, PriceBook } from '../prices/price-book';
import { Unpriceable } from '../unpriceable';
import { type Commitment, type CommittedSpend, commitmentKinds, type KindPricing, machineIn } from './commitment-kinds';

const clouds = Object.keys(cloudFacts) as Cloud[];

/** A commitment with its prices. */
export interface Committed {
  readonly cloud: Cloud;
  /** `compute-savings-plan 1y none`, with what it is for where that is one thing. */
  readonly name: string;
  /** Item of the price book that says what a committed hour costs of its list price. */
  readonly item: string;
  readonly spends: readonly CommittedSpend[];
  /** What a covered line costs of its list price. */
  readonly shareOf: (line: PlacedLine) => Price;
  /** The same of a family; of all that say nothing else without one. */
  readonly shareOfFamily: (family?: string) => Price;
}

const itemOf = (one: Commitment): string =>
  ['commitment/', one.kind, `-${one.years}y`, 'payment' in one ? `-${one.payment}` : ''].join('');

const nameOf = (one: Commitment): string =>
  [
    one.kind,
    `${one.years}y`,
    'payment' in one && one.payment,
    'type' in one && one.type,
    'series' in one && one.series,
    'region' in one && one.region,
  ]
    .filter(Boolean)
    .join(' ');

/** @throws Unpriceable where the book lacks the discount, or the price of what is reserved */
export function committed(cloud: Cloud, one: Commitment, book: PriceBook): Committed {
  const region = 'region' in one ? one.region : '';
  const known = (item: string): Price => {
    const price = book.priceOf(cloud, region, item);
    if (!price) throw new Unpriceable(`the price book has no ${item}${region ? ` in ${region}` : ''}`);
    return price;
  };
  const item = itemOf(one);
  const anyFamily = known(item);
  const shareOfFamily = (family?: string): Price =>
    (family === undefined ? undefined : book.priceOf(cloud, region, `${item}.${family}`)) ?? anyFamily;
  const { spends } = (commitmentKinds[cloud] as Readonly<Record<string, KindPricing<Commitment>>>)[
    one.kind
  ] as KindPricing<Commitment>;
  return {
    cloud,
    name: nameOf(one),
    item,
    spends: spends(one, (priced) => known(priced).price),
    shareOfFamily,
    shareOf: (line) => {
      const type = machineIn(line);
      return shareOfFamily(type === undefined ? undefined : machineFamily[cloud](type));
    },
  };
}

/**
 * All commitments of an environment in the order in which clouds use them up: what is for one thing before what is for many,
 * then the largest discount. The order in which the file has them says nothing.
 * @returns also why some have no price
 */
export function committedBy(config: CommitmentsConfig, book: PriceBook) {
  const priced: (Committed & { readonly rank: number })[] = [];
  const unpriced: { readonly address: string; readonly why: string }[] = [];
  for (const cloud of clouds) {
    const kinds = Object.keys(commitmentKinds[cloud]);
    for (const one of config[cloud] as readonly Commitment[]) {
      try {
        priced.push({ ...committed(cloud, one, book), rank: kinds.indexOf(one.kind) });
      } catch (error) {
        if (!(error instanceof Unpriceable)) throw error;
        unpriced.push({ address: `budget.commitments.${cloud} ${nameOf(one)}`, why: error.message });
      }
    }
  }
  const share = (one: Committed): number => one.shareOfFamily().price;
  const size = ({ spends }: Committed): number => spends.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0);
  priced.sort(
    (a, b) =>
      clouds.indexOf(a.cloud) - clouds.indexOf(b.cloud) ||
      a.rank - b.rank ||
      share(a) - share(b) ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : size(b) - size(a)),
  );
  return { priced, unpriced };
}
