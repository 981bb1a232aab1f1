import type { CommitmentsConfig } from '../../../environments/schema/commitment-schema';
import { type BillCommitments, type BillLine, largestFirst, type Unpriced } from '../bill';
import type { PlacedLine } from '../placed-line';
import type { Price, PriceBook } from '../prices/price-book';
import { applyCommitments } from './apply-commitments';
import { commitmentAdvice } from './commitment-advice';
import { committedBy } from './committed';

interface Held {
  readonly lines: readonly BillLine[];
  readonly prices: readonly Price[];
  readonly unpriced: readonly Unpriced[];
  /** `undefined`: nothing is committed, and nothing could be. */
  readonly summary?: BillCommitments;
}

const none: CommitmentsConfig = { aws: [], google: [], azure: [] };

/** Sums are the same to the last digit, whatever stood first. */
const inBillOrder = (lines: readonly PlacedLine[]): PlacedLine[] => {
  const place = new Map(largestFirst(lines.map(({ line }) => line)).map((line, index) => [line, index]));
  return [...lines].sort((a, b) => (place.get(a.line) ?? 0) - (place.get(b.line) ?? 0));
};

/** Everything that commitments add to a bill by list. */
export function billCommitments(
  lines: readonly PlacedLine[],
  listTotal: number,
  config: CommitmentsConfig | undefined,
  book: PriceBook,
): Held {
  const { priced, unpriced } = committedBy(config ?? none, book);
  const { uncovered, held, coverage, ...applied } = applyCommitments(inBillOrder(lines), priced);
  const advice = commitmentAdvice(uncovered, book);
  const silent = held.length === 0 && coverage.length === 0;
  return { ...applied, unpriced, ...(silent ? {} : { summary: { listTotal, held, coverage, advice } }) };
}
