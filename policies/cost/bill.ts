import type { CommitmentCoverage, CommitmentUse } from './commitments/apply-commitments';
import type { CommitmentAdvice } from './commitments/commitment-advice';
import type { Confidence } from './prices/price-schema';

/** One thing that costs money each month. */
export interface BillLine {
  readonly site: string;
  /** Stack that makes it; `kubernetes` for what the cluster makes of its objects. */
  readonly stack: string;
  /** As Terraform addresses it, or `<kind>/<namespace>/<name>`. */
  readonly address: string;
  /** Of the price book. */
  readonly item: string;
  readonly quantity: number;
  readonly unit: string;
  readonly unitPrice: number;
  readonly monthly: number;
  /** `fixed`: it is there whether somebody uses it or not; `usage`: by an assumption of how much it is used. */
  readonly basis: 'fixed' | 'usage';
  readonly source: string;
  /** ISO date of the price; of a share of a price, the older of both. Default: the environment states what is paid. */
  readonly asOf?: string;
  /** How far the price can be trusted; of a share of a price, the weaker of both. */
  readonly confidence: Confidence;
}

export interface Unpriced {
  readonly address: string;
  readonly why: string;
}

/** What commitments of an environment do to its bill. */
export interface BillCommitments {
  /** The bill without any of them. */
  readonly listTotal: number;
  readonly held: readonly CommitmentUse[];
  readonly coverage: readonly CommitmentCoverage[];
  /** What else could be committed, for what always runs. */
  readonly advice: readonly CommitmentAdvice[];
}

/** What everything of some output costs in a month of 730 hours, before taxes and after the commitments that are stated. */
export interface Bill {
  readonly currency: 'USD';
  /** ISO date of the oldest price in it; `null` where nothing has a price. */
  readonly pricesAsOf: string | null;
  readonly monthlyTotal: number;
  readonly lines: readonly BillLine[];
  readonly unpriced: readonly Unpriced[];
  /** What is committed for years, and what could be. Default: there is nothing that could be committed. */
  readonly commitments?: BillCommitments;
}

/** Lines in order of money, the largest first; lines of the same price by where they stand. */
export const largestFirst = (lines: readonly BillLine[]): BillLine[] =>
  [...lines].sort((a, b) => b.monthly - a.monthly || (placeOf(a) < placeOf(b) ? -1 : 1));

const placeOf = ({ site, stack, address, item, basis }: BillLine): string =>
  [site, stack, address, item, basis].join(' ');

export const totalOf = (lines: readonly Pick<BillLine, 'monthly'>[]): number =>
  lines.reduce((sum, { monthly }) => sum + monthly, 0);
