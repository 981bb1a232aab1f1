import { cloudFacts } from '../../environments/facts';
import type { ReadPrices } from './refreshed-file';

/**
 * What is read of an SKU of the Cloud Billing Catalog API.
 * https://cloud.google.com/billing/v1/how-tos/catalog-api
 */
export interface GoogleSku {
  readonly description: string;
  readonly category: { readonly resourceGroup: string; readonly usageType: string };
  readonly serviceRegions: readonly string[];
  readonly pricingInfo: readonly {
    readonly pricingExpression: {
      readonly usageUnit: string;
      readonly tieredRates: readonly {
        readonly startUsageAmount: number;
        readonly unitPrice: { readonly currencyCode: string; readonly units?: string; readonly nanos?: number };
      }[];
    };
  }[];
}

const billionth = 1e-9;

/** The list price of an SKU in its unit; of tiers that of the last, for the first ones are free of charge. */
function priceOf({ pricingInfo }: GoogleSku, unit: string): number | undefined {
  const { usageUnit, tieredRates } = pricingInfo[0]?.pricingExpression ?? {};
  const rate = tieredRates?.at(-1)?.unitPrice;
  if (!rate || usageUnit !== unit || rate.currencyCode !== 'USD') return undefined;
  return Number(rate.units ?? 0) + (rate.nanos ?? 0) * billionth;
}

/** `n4 Core` of "N4 Instance Core running in Belgium". */
const part = /^([A-Z]\d[A-Z]?)(?: (?:AMD|Arm|Predefined))? Instance (Core|Ram) running in /;

const disks: readonly (readonly [RegExp, string])[] = [
  [/^Balanced PD Capacity( in |$)/, 'disk/pd-balanced'],
  [/^SSD backed PD Capacity( in |$)/, 'disk/pd-ssd'],
  [/^Storage PD Capacity( in |$)/, 'disk/pd-standard'],
];

/** Money has no more digits than its price list. */
const round = (value: number): number => Number(value.toPrecision(6));

/**
 * Prices of items of the price book in a region. Machines are sold by their processors and memory: those that have something else
 * with them, a GPU or disks, are not told by it.
 */
export function googlePrices(region: string, skus: readonly GoogleSku[]): ReadPrices {
  const here = skus.filter(
    ({ serviceRegions, category }) => serviceRegions.includes(region) && category.usageType === 'OnDemand',
  );
  const parts = new Map<string, number>();
  const prices = new Map<string, number>();
  for (const sku of here) {
    const [, family, what] = part.exec(sku.description) ?? [];
    const each = family && priceOf(sku, what === 'Core' ? 'h' : 'GiBy.h');
    if (family && each) parts.set(`${family.toLowerCase()} ${what}`, each);
    const item = disks.find(([description]) => description.test(sku.description))?.[1];
    const capacity = item && priceOf(sku, 'GiBy.mo');
    if (item && capacity) prices.set(item, round(capacity));
  }
  for (const [type, { vcpus, memoryGiB, gpu, localDiskGiB }] of Object.entries(cloudFacts.google.machines)) {
    const [family] = type.split('-');
    const core = parts.get(`${family} Core`);
    const ram = parts.get(`${family} Ram`);
    if (core === undefined || ram === undefined || gpu || localDiskGiB !== undefined) continue;
    prices.set(`machine/${type}`, round(vcpus * core + memoryGiB * ram));
  }
  return prices;
}
