import type { MoneyChange, ViewChange } from '../../../policies/cost/difference';

/** One bar of a waterfall: from where the last one ended to where the next one begins. */
export interface WaterfallStep {
  readonly name: string;
  readonly kind: 'total' | 'more' | 'less';
  readonly from: number;
  readonly to: number;
}

export interface Waterfall {
  /** The whole before, what is added, what goes, the whole after. */
  readonly steps: readonly WaterfallStep[];
  /** Where the scale begins: above zero where the changes would not be seen otherwise. */
  readonly origin: number;
  readonly end: number;
}

const mostSteps = 8;

/** Of the height of all changes, how much of the totals is seen below them where the scale does not begin at zero. */
const foot = 0.5;
/** Share of the larger total below which changes are not seen. */
const seen = 0.25;

interface NamedChange {
  readonly name: string;
  readonly change: number;
}

/** Smaller changes as one up and one down, so that none hides another. */
function gathered(rows: readonly NamedChange[]): NamedChange[] {
  const sorted = [...rows].sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.name < b.name ? -1 : 1));
  if (sorted.length <= mostSteps) return sorted;
  const rest = sorted.slice(mostSteps - 2);
  const others = [rest.filter(({ change }) => change > 0), rest.filter(({ change }) => change < 0)].flatMap((own) =>
    own.length === 0
      ? []
      : [{ name: `${own.length} others`, change: own.reduce((sum, { change }) => sum + change, 0) }],
  );
  return [...sorted.slice(0, mostSteps - 2), ...others];
}

/** A number of one digit and noughts, at most as large. */
function roundDown(value: number, span: number): number {
  const step = 10 ** Math.floor(Math.log10(span));
  return Math.floor(value / step) * step;
}

/** Whether a change is at least a cent. */
export const isSeen = ({ change }: Pick<MoneyChange, 'change'>): boolean => Math.abs(change) >= 0.005;

/** How one sum becomes another one. */
export function waterfallOf({ before, after }: MoneyChange, { rows }: ViewChange): Waterfall {
  const changed = gathered(rows.filter(isSeen));
  const ordered = [...changed.filter(({ change }) => change > 0), ...changed.filter(({ change }) => change < 0)];
  const steps: WaterfallStep[] = [{ name: 'before', kind: 'total', from: 0, to: before }];
  let level = before;
  for (const { name, change } of ordered) {
    steps.push({ name, kind: change > 0 ? 'more' : 'less', from: level, to: level + change });
    level += change;
  }
  steps.push({ name: 'after', kind: 'total', from: 0, to: after });
  const levels = [before, after, ...steps.map(({ to }) => to)];
  const [low, end] = [Math.min(...levels), Math.max(...levels)];
  const span = end - low;
  const origin = span > 0 && low > 0 && span < seen * end ? Math.max(0, roundDown(low - foot * span, span)) : 0;
  return { steps, origin, end };
}
