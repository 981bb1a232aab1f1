import type { Cloud } from '../../../environments/facts';
import type { PlacedLine } from '../placed-line';
import type { PriceBook } from '../prices/price-book';
import { hoursPerMonth } from '../pricing';
import type { Commitment } from './commitment-kinds';
import { committed } from './committed';

/** A commitment that would pay for what always runs, and what it would save. */
export interface CommitmentAdvice {
  readonly cloud: Cloud;
  /** As `budget.commitments.<cloud>` takes it. */
  readonly commitment: Commitment;
  /** USD a month by list of the machines that it would cover. */
  readonly covers: number;
  /** USD a month that it would save. */
  readonly saves: number;
}

/** The commitment of each cloud that binds least: for a year, nothing up front, machines of any family. */
const leastBinding: { readonly [C in Cloud]: (usdPerHour: number) => Commitment<C> } = {
  aws: (usdPerHour) => ({ kind: 'compute-savings-plan', usdPerHour, years: 1, payment: 'none' }),
  google: (usdPerHour) => ({ kind: 'flexible-cud', usdPerHour, years: 1 }),
  azure: (usdPerHour) => ({ kind: 'savings-plan', usdPerHour, years: 1 }),
};

/** Whole cents, and never more than is used. */
const cents = (usd: number): number => Math.floor(usd * 100 + 1e-6) / 100;

/**
 * What a commitment would save on machines that always run and that none covers yet. Machines that come and go are left out:
 * what is committed is paid for every hour.
 * @param uncovered USD a month by list of each line that nothing covers
 * @returns the largest saving first; clouds without such machines are not in it
 */
export function commitmentAdvice(uncovered: ReadonlyMap<PlacedLine, number>, book: PriceBook): CommitmentAdvice[] {
  return (Object.keys(leastBinding) as Cloud[])
    .flatMap((cloud): CommitmentAdvice[] => {
      const offered = committed(cloud, leastBinding[cloud](1), book);
      const lines = [...uncovered]
        .filter(([{ cloud: at, line }]) => at === cloud && line.basis === 'fixed')
        .map(([placed, list]) => ({
          list: offered.spends.reduce((sum, { coverable }) => sum + Math.min(list, coverable(placed)), 0),
          share: offered.shareOf(placed).price,
        }));
      const paid = lines.reduce((sum, { list, share }) => sum + list * share, 0) / hoursPerMonth;
      const usdPerHour = cents(paid);
      if (usdPerHour <= 0) return [];
      const covers = (lines.reduce((sum, { list }) => sum + list, 0) * usdPerHour) / paid;
      const saves = covers - usdPerHour * hoursPerMonth;
      return saves > 0 ? [{ cloud, commitment: leastBinding[cloud](usdPerHour), covers, saves }] : [];
    })
    .sort((a, b) => b.saves - a.saves);
}
