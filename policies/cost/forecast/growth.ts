import type { AssumptionName } from '../assumptions';
import type { BillLine } from '../bill';
import type { Kept } from '../limits/kept';

/** What a line is multiplied by after some months. */
export interface GrowthContext {
  readonly month: number;
  readonly assume: (name: AssumptionName) => number;
  /** What its resource keeps, and for how long. `undefined`: it keeps none of it. */
  readonly kept: (limit: Kept['limit']) => Kept | undefined;
}

/** What grows by itself, as people call it. */
export interface Growth {
  readonly what: string;
  /** Of the price book. */
  readonly items: RegExp;
  readonly factor: (context: GrowthContext) => number;
}

const daysPerMonth = 30;

const compound =
  (share: AssumptionName) =>
  ({ month, assume }: GrowthContext): number =>
    (1 + assume(share)) ** month;

/** Months of something that are kept after a month: all of them, until the first ones end. */
const keptMonths = (month: number, days: number): number => Math.min(month, days / daysPerMonth);

/**
 * What grows, and how. What is replaced in a bucket is kept as old versions, and logs are kept, until they end: both reach a
 * size at which they stay. A disk grows once what is in it does not fit any more; everything else that is bought by its size
 * stays as large as it is.
 */
export const growths: readonly Growth[] = [
  {
    what: 'buckets',
    items: /^(object-storage|warehouse)\/(?!scanned|replication-time)/,
    factor: (context) => {
      const { month, assume, kept } = context;
      const versions = keptMonths(month, kept('versionDays')?.days ?? 0) * assume('replacedShare');
      return compound('bucketGrowthShare')(context) * (1 + versions);
    },
  },
  {
    what: 'disks of databases',
    items: /^database\/(gp3|ssd|storage)$/,
    factor: (context) => Math.max(1, context.assume('databaseUsedShare') * compound('databaseGrowthShare')(context)),
  },
  { what: 'backups', items: /^(database\/backup|backup\/stored)$/, factor: compound('databaseGrowthShare') },
  { what: 'registries', items: /^registry\/stored$/, factor: compound('registryGrowthShare') },
  { what: 'shared folders', items: /^file-storage\/efs(-infrequent)?$/, factor: compound('fileGrowthShare') },
  {
    what: 'logs',
    items: /^logs\/stored$/,
    factor: ({ month, kept }) => {
      const { days = 0, monthsInBill } = kept('logDays') ?? {};
      return monthsInBill === undefined ? 1 : Math.max(1, keptMonths(month + monthsInBill, days) / monthsInBill);
    },
  },
];

/** What a line is part of; `undefined`: it does not grow by itself. */
export const growthOf = ({ item }: Pick<BillLine, 'item'>): Growth | undefined =>
  growths.find(({ items }) => items.test(item));
