import type { Cloud } from '../../../environments/facts';
import { type BillLine, totalOf } from '../bill';
import type { PlacedLine } from '../placed-line';
import type { Price } from '../prices/price-book';
import { hoursPerMonth } from '../pricing';
import { machineIn } from './commitment-kinds';
import type { Committed } from './committed';

/** How well one commitment is used, in USD a month. */
export interface CommitmentUse {
  readonly cloud: Cloud;
  readonly name: string;
  /** Paid whatever runs. */
  readonly paid: number;
  /** What of it pays for something. */
  readonly used: number;
  readonly unused: number;
  /** What would be unused with all pools at their fewest machines. */
  readonly unusedAtFewest: number;
  /** How much less is paid than by list, before what is unused. */
  readonly saved: number;
  /** `used` of `paid`. */
  readonly utilisation: number;
}

/** How much of the machines of a cloud is covered, in USD a month by list. Interruptible ones do not count. */
export interface CommitmentCoverage {
  readonly cloud: Cloud;
  readonly fixed: number;
  readonly fixedCovered: number;
  readonly usage: number;
  readonly usageCovered: number;
}

export interface AppliedCommitments {
  /** What is taken off, line by line, and what is paid for nothing. */
  readonly lines: readonly BillLine[];
  /** Of the discounts. */
  readonly prices: readonly Price[];
  readonly held: readonly CommitmentUse[];
  readonly coverage: readonly CommitmentCoverage[];
  /** USD a month by list that nothing covers, of each line. */
  readonly uncovered: ReadonlyMap<PlacedLine, number>;
}

/** Less than this is a number that was added in another order. */
const nothing = 1e-9;

const placeOf = ({ line: { site, stack, address, item } }: PlacedLine): string =>
  [site, stack, address, item].join(' ');

/** Site and stack of what belongs to the whole environment. */
const whole = { site: 'environment', stack: 'commitments' } as const;

interface Covering {
  readonly placed: PlacedLine;
  readonly committed: Committed;
  readonly list: number;
  readonly share: Price;
}

/** Uses commitments up in their order: each on the largest discount first, and what always runs before what comes and goes. */
function cover(lines: readonly PlacedLine[], commitments: readonly Committed[]) {
  const left = new Map(lines.map((placed) => [placed, placed.line.monthly]));
  const coverings: Covering[] = [];
  const uses = commitments.map((committed) => {
    const own = lines
      .filter(({ cloud }) => cloud === committed.cloud)
      .map((placed) => ({ placed, share: committed.shareOf(placed) }))
      .sort(
        (a, b) =>
          a.share.price - b.share.price ||
          (a.placed.line.basis === b.placed.line.basis ? 0 : a.placed.line.basis === 'fixed' ? -1 : 1) ||
          (placeOf(a.placed) < placeOf(b.placed) ? -1 : 1),
      );
    let [paid, used] = [0, 0];
    for (const { usdPerHour, listOf, coverable } of committed.spends) {
      const spend = usdPerHour * hoursPerMonth * (listOf === undefined ? 1 : committed.shareOfFamily(listOf).price);
      let rest = spend;
      for (const { placed, share } of own) {
        const list = Math.min(left.get(placed) ?? 0, coverable(placed), rest / share.price);
        if (list <= nothing) continue;
        left.set(placed, (left.get(placed) ?? 0) - list);
        rest -= list * share.price;
        coverings.push({ placed, committed, list, share });
      }
      paid += spend;
      used += spend - Math.max(0, rest);
    }
    return { committed, paid, used };
  });
  return { left, coverings, uses };
}

const discountLine = ({ placed: { line }, committed, list, share }: Covering): BillLine => ({
  site: line.site,
  stack: line.stack,
  address: line.address,
  item: committed.item,
  quantity: list,
  unit: 'USD by list',
  unitPrice: share.price - 1,
  monthly: list * (share.price - 1),
  basis: line.basis,
  source: share.source,
  asOf: share.date,
  // It takes money off what stands on the price of its line.
  confidence: line.confidence,
});

function coverageOf(lines: readonly PlacedLine[], left: ReadonlyMap<PlacedLine, number>): CommitmentCoverage[] {
  const machines = lines.filter((placed) => machineIn(placed) !== undefined);
  const clouds = [...new Set(machines.map(({ cloud }) => cloud))].sort();
  return clouds.map((cloud) => {
    const sums = (basis: BillLine['basis']) => {
      const own = machines.filter((placed) => placed.cloud === cloud && placed.line.basis === basis);
      const list = totalOf(own.map(({ line }) => line));
      return { list, covered: list - own.reduce((sum, placed) => sum + (left.get(placed) ?? 0), 0) };
    };
    const [fixed, usage] = [sums('fixed'), sums('usage')];
    return { cloud, fixed: fixed.list, fixedCovered: fixed.covered, usage: usage.list, usageCovered: usage.covered };
  });
}

/**
 * What commitments take off a bill, and what they cost where nothing uses them. Lines keep their list prices: beside each
 * that is covered stands another one, below nothing. Hours that come and go are taken to be spread over the month evenly.
 */
export function applyCommitments(lines: readonly PlacedLine[], commitments: readonly Committed[]): AppliedCommitments {
  const { left, coverings, uses } = cover(lines, commitments);
  const fewest = cover(
    lines.filter(({ line }) => line.basis === 'fixed'),
    commitments,
  );
  const held = uses.map(({ committed, paid, used }, index): CommitmentUse => {
    const own = coverings.filter((one) => one.committed === committed);
    return {
      cloud: committed.cloud,
      name: committed.name,
      paid,
      used,
      unused: paid - used,
      unusedAtFewest: paid - (fewest.uses[index]?.used ?? 0),
      saved: own.reduce((sum, { list, share }) => sum + list * (1 - share.price), 0),
      utilisation: used / paid,
    };
  });
  const unused = held
    .filter(({ unused: rest }) => rest > nothing)
    .map(
      ({ cloud, name, unused: rest }): BillLine => ({
        ...whole,
        address: `${cloud} ${name}`,
        item: 'commitment/unused',
        quantity: rest,
        unit: 'USD',
        unitPrice: 1,
        monthly: rest,
        basis: 'fixed',
        source: 'budget.commitments of the environment',
        confidence: 'high',
      }),
    );
  return {
    lines: [...coverings.map(discountLine), ...unused],
    prices: coverings.map(({ share }) => share),
    held,
    coverage: coverageOf(lines, left),
    uncovered: left,
  };
}
