import { type Charge, type PricingContext, usage } from './pricing';

/** A cheaper tier that objects move to at an age. */
export interface StorageTier {
  readonly afterDays: number;
  /** Items of the price book: a GiB that lies there, a GiB that is read there, a thousand objects that move there. */
  readonly items: { readonly stored: string; readonly read: string; readonly moved: string };
}

export interface StoredObjects {
  /** Item of the price book for what is written. */
  readonly written: string;
  readonly tiers: readonly StorageTier[];
  /** Days after which objects are deleted; `Infinity`: never. */
  readonly endsAfterDays: number;
}

const daysPerMonth = 365 / 12;

/**
 * What lies in a bucket, by tier: it was written evenly over time, the oldest of it as long ago as is assumed, or as a rule lets
 * it live. What moves and what is read in a cheaper tier is paid for besides.
 */
export function storedObjects(
  { written, tiers, endsAfterDays }: StoredObjects,
  { assume }: Pick<PricingContext, 'assume'>,
): Charge[] {
  const gib = assume('bucketGiB');
  const oldestDays = Math.max(1, Math.min(assume('bucketAgeDays'), endsAfterDays));
  const reached = tiers.filter(({ afterDays }) => afterDays < oldestDays).sort((a, b) => a.afterDays - b.afterDays);
  const shareBetween = (from: number, to = oldestDays): number => (to - from) / oldestDays;
  const thousandMoving = (assume('bucketMillionObjects') * 1000 * daysPerMonth) / oldestDays;
  return [
    usage(written, gib * shareBetween(0, reached[0]?.afterDays)),
    ...reached.flatMap(({ afterDays, items }, index) => {
      const stored = gib * shareBetween(afterDays, reached[index + 1]?.afterDays);
      return [
        usage(items.stored, stored),
        usage(items.read, stored * assume('tierReadShare')),
        usage(items.moved, thousandMoving),
      ];
    }),
  ];
}
