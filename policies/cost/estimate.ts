import type { Cloud } from '../../environments/facts';
import type { CommitmentsConfig } from '../../environments/schema/commitment-schema';
import type { Manifest, StackJson } from '../site-output';
import { type Assumed, type AssumptionName, assumptions } from './assumptions';
import { awsPricing } from './aws';
import { azurePricing } from './azure';
import { type Bill, type BillLine, largestFirst, totalOf, type Unpriced } from './bill';
import { clusterHome } from './cluster-home';
import { billCommitments } from './commitments/bill-commitments';
import { machineCount, steadyMachines } from './expected-machines';
import { freeOfCharge } from './free-of-charge';
import { googlePricing } from './google';
import { priceObject } from './kubernetes';
import { otherPricing } from './other-providers';
import type { PlacedLine } from './placed-line';
import type { PoolLoad } from './pool-loads';
import type { FreeTier } from './prices/free-tiers';
import { type Price, type PriceBook, weaker } from './prices/price-book';
import { type Charge, type PricingContext, type PricingTable, spotItem, spotShare } from './pricing';
import type { SitePurpose } from './recovery-part';
import { addressOf, addressOfObject, cloudByProvider, providerOf, type Resource } from './resource';
import { copiesOf, referencesIn, referrersIn, resourcesBySite, resourcesOf } from './resources';
import { copiedTraffic } from './traffic/copied-traffic';
import { egress } from './traffic/egress';
import { Unpriceable } from './unpriceable';

/** What is to be priced: Terraform of stacks, and objects of clusters. */
export interface PricedOutput {
  readonly stacks: readonly { readonly site: string; readonly stack: string; readonly json: StackJson }[];
  readonly objects: readonly { readonly site: string; readonly manifest: Manifest }[];
  /** What its sites are there for. Default: nobody says. */
  readonly sites?: readonly SitePurpose[];
}

export interface EstimateOptions {
  readonly book: PriceBook;
  /** Default: `expected`. */
  readonly pools?: PoolLoad;
  readonly assumed?: Assumed;
  /** What is committed for years. Default: everything has its list price. */
  readonly commitments?: CommitmentsConfig;
  /** What clouds give for nothing. Default: everything is paid for. */
  readonly freeTiers?: readonly FreeTier[];
}

/** Every type that Evenkeel can price, or knows to be free. */
export const pricingTable: PricingTable = { ...awsPricing, ...googlePricing, ...azurePricing, ...otherPricing };

/** The stack of what clusters make of their objects. */
export const clusterStack = 'kubernetes';

export interface Place {
  readonly site: string;
  readonly stack: string;
  readonly address: string;
  readonly cloud: Cloud;
  readonly region: string;
}

/**
 * A charge as money.
 * @throws Unpriceable where the book has no price
 */
export function lineOf(charge: Charge, { cloud, region, ...where }: Place, book: PriceBook) {
  const spot = charge.spot ? book.priceOf(cloud, region, spotItem(charge.item)) : undefined;
  const price = spot ?? book.priceOf(cloud, region, charge.item);
  const share = charge.spot && !spot ? book.priceOf(cloud, region, spotShare) : undefined;
  if (!price || (charge.spot && !spot && !share)) {
    throw new Unpriceable(`the price book has no ${price ? spotShare : charge.item} in ${region}`);
  }
  const unitPrice = price.price * (share?.price ?? 1);
  const line: BillLine = {
    ...where,
    item: charge.spot ? `${charge.item} (spot)` : charge.item,
    quantity: charge.quantity,
    unit: price.unit,
    unitPrice,
    monthly: charge.quantity * unitPrice,
    basis: charge.basis ?? 'fixed',
    source: share ? `${price.source}; spot: ${share.source}` : price.source,
    asOf: share && share.date < price.date ? share.date : price.date,
    confidence: share ? weaker(price.confidence, share.confidence) : price.confidence,
  };
  return { placed: { line, cloud, region }, prices: share ? [price, share] : [price] };
}

/** What everything in some output costs in a month. Pure: the same output and prices make the same bill. */
export function estimate(
  output: PricedOutput,
  { book, pools = 'expected', assumed = {}, commitments, freeTiers = [] }: EstimateOptions,
): Bill {
  const assume = (name: AssumptionName): number => assumed[name] ?? assumptions[name].value;
  const resources = resourcesOf(output.stacks);
  const referredFrom = referencesIn(resources);
  const about = referrersIn(resources);
  const bySite = resourcesBySite(resources);

  const lines: PlacedLine[] = [];
  const used: Price[] = [];
  const unpriced: Unpriced[] = [];
  const bill = (place: Omit<Place, 'cloud' | 'region'> & Partial<Place>, charges: () => readonly Charge[]): void => {
    const address = `${place.site} ${place.stack} ${place.address}`;
    try {
      const { cloud, region } = place;
      const found = charges().filter(({ quantity }) => quantity !== 0);
      if (found.length === 0) return;
      if (cloud === undefined || region === undefined) throw new Unpriceable('nobody knows in which region it is');
      const priced = found.map((charge) => lineOf(charge, { ...place, cloud, region }, book));
      lines.push(...priced.map(({ placed }) => placed));
      used.push(...priced.flatMap(({ prices }) => prices));
    } catch (error) {
      if (!(error instanceof Unpriceable)) throw error;
      unpriced.push({ address, why: error.message });
    }
  };
  const objectsOf = new Map<string, Manifest[]>();
  for (const { site, manifest } of output.objects) objectsOf.set(site, [...(objectsOf.get(site) ?? []), manifest]);
  const atSite = (site: string) => (type: string) => bySite.get(site)?.get(type) ?? [];
  const machinesOf = new Map(
    [...bySite.keys()].map((site) => {
      const steady = steadyMachines(atSite(site), objectsOf.get(site) ?? []);
      return [site, machineCount(pools, assume('poolShare'), steady)];
    }),
  );
  const contextOf = (site: string, find: PricingContext['referred']): PricingContext => ({
    about,
    assume,
    machines: machinesOf.get(site) ?? machineCount(pools, assume('poolShare'), new Map()),
    referred: find,
    atSite: atSite(site),
  });

  for (const one of resources) {
    const { site, stack, type, region } = one;
    const pricing = pricingTable[type];
    const place = { site, stack, address: addressOf(one), cloud: cloudByProvider[providerOf(type)], region };
    bill(place, () => {
      if (!pricing) throw new Unpriceable(`nobody knows what a ${type} costs`);
      if (typeof pricing !== 'function') return [];
      const copies = copiesOf(one);
      return pricing(one, contextOf(site, referredFrom(one))).map((charge) => ({
        ...charge,
        quantity: charge.quantity * copies,
      }));
    });
  }

  const sites = [...new Set([...bySite.keys(), ...objectsOf.keys()])];
  const resourcesAt = (site: string): Resource[] => [...(bySite.get(site)?.values() ?? [])].flat();
  const homes = new Map(sites.map((site) => [site, clusterHome(resourcesAt(site))]));
  for (const { from, to, address, gib } of copiedTraffic(output.objects, sites)) {
    const home = homes.get(from);
    // A site that is not here has a bill of its own.
    if (!home) continue;
    bill({ site: from, stack: clusterStack, address, ...home }, () => egress(home, homes.get(to), assume(gib)));
  }

  for (const [site, objects] of objectsOf) {
    const own = resourcesAt(site);
    const home = homes.get(site);
    if (!home) {
      // Beside Terraform without a cloud it is a cluster that no cloud sells: whoever owns it pays for what runs on it.
      const why = 'nobody knows where its cluster is: no Terraform stands beside its objects';
      if (own.length === 0) unpriced.push({ address: `${site} ${clusterStack}`, why });
      continue;
    }
    const context = { ...contextOf(site, () => undefined), cloud: home.cloud, objects };
    for (const object of objects) {
      bill({ site, stack: clusterStack, address: addressOfObject(object), ...home }, () => {
        const charges = priceObject(object, context);
        if (!charges)
          throw new Unpriceable(`nobody knows whether objects of ${object.apiVersion} ${object.kind} cost money`);
        return charges;
      });
    }
  }
  // Numbers are added in one order, so that the sum is the same to the last digit.
  const listed = largestFirst([...lines.map(({ line }) => line), ...freeOfCharge(lines, freeTiers)]);
  const { summary, ...applied } = billCommitments(lines, totalOf(listed), commitments, book);
  const sorted = largestFirst([...listed, ...applied.lines]);
  const dates = [...used, ...applied.prices].map(({ date }) => date).sort();
  return {
    currency: 'USD',
    pricesAsOf: dates[0] ?? null,
    monthlyTotal: totalOf(sorted),
    lines: sorted,
    unpriced: [...unpriced, ...applied.unpriced].sort((a, b) => (a.address < b.address ? -1 : 1)),
    ...(summary ? { commitments: summary } : {}),
  };
}
