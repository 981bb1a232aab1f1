import type { BillLine } from './bill';
import type { Confidence } from './prices/price-schema';

/** USD a month by how far the prices of the lines can be trusted; together they are the whole bill. */
export type BillConfidence = Readonly<Record<Confidence, number>>;

/** How much of a bill stands on prices of each degree of trust. */
export function confidenceOf(lines: readonly Pick<BillLine, 'confidence' | 'monthly'>[]): BillConfidence {
  const sums: Record<Confidence, number> = { high: 0, medium: 0, low: 0 };
  for (const { confidence, monthly } of lines) sums[confidence] += monthly;
  return sums;
}
