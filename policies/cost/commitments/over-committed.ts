import type { Bill } from '../bill';
import { money } from '../money';

/** Less than a cent is no money. */
const cent = 0.005;

/** Commitments that are larger than what always runs: what is paid for nothing while pools are at their fewest machines. */
export const overCommitted = ({ commitments }: Pick<Bill, 'commitments'>): string[] =>
  (commitments?.held ?? [])
    .filter(({ unusedAtFewest }) => unusedAtFewest > cent)
    .map(
      ({ cloud, name, paid, unusedAtFewest }) =>
        `${cloud} ${name} is larger than what always runs: with pools at their fewest machines ${money(unusedAtFewest)} of its ${money(paid)} USD a month are paid for nothing`,
    );
