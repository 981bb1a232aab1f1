import { type Bill, type BillLine, totalOf } from './bill';
import type { AttributedBill } from './difference';
import { type RecoveryPart, recoveryParts, type SitePurpose } from './recovery-part';
import { linesBy } from './views';

/** One kind of thing that a service pays for at a site; `basis` is missing where several small ones are told together. */
export interface SummaryItem {
  readonly name: string;
  readonly monthly: number;
  readonly basis?: BillLine['basis'];
}

/** A service at a site, or what services share there. */
export interface SummaryGroup {
  readonly name: string;
  readonly monthly: number;
  readonly items: readonly SummaryItem[];
}

export interface SummarySite extends Partial<Pick<SitePurpose, 'role' | 'tier'>> {
  readonly name: string;
  readonly monthly: number;
  readonly groups: readonly SummaryGroup[];
  readonly parts: Readonly<Record<RecoveryPart, number>>;
}

/** A bill as pictures show it: small enough to be kept beside a build. The sites are the bill, and so are groups and parts. */
export interface CostSummary {
  readonly currency: Bill['currency'];
  readonly pricesAsOf: Bill['pricesAsOf'];
  readonly monthlyTotal: number;
  readonly fixed: number;
  readonly usage: number;
  /** What it may cost. Default: nobody says. */
  readonly budgetUsd?: number;
  /** The most expensive site first. */
  readonly sites: readonly SummarySite[];
  readonly lineCount: number;
  readonly largest: readonly Omit<BillLine, 'source'>[];
}

const most = { groups: 14, items: 6, lines: 10 } as const;

interface Named {
  readonly name: string;
  readonly monthly: number;
}

/** The largest first; from a number on, one thing for all others. */
function largestOf<T extends Named>(all: readonly T[], count: number, others: (rest: readonly T[]) => T): T[] {
  const sorted = [...all].sort((a, b) => b.monthly - a.monthly || (a.name < b.name ? -1 : 1));
  return sorted.length <= count ? sorted : [...sorted.slice(0, count - 1), others(sorted.slice(count - 1))];
}

const together = (rest: readonly Named[]): Named => ({ name: `${rest.length} others`, monthly: totalOf(rest) });

function itemsOf(lines: readonly BillLine[]): SummaryItem[] {
  const sums = new Map<string, SummaryItem>();
  for (const { item: name, basis, monthly } of lines) {
    const key = `${name} ${basis}`;
    sums.set(key, { name, basis, monthly: (sums.get(key)?.monthly ?? 0) + monthly });
  }
  return largestOf([...sums.values()], most.items, together);
}

function groupsOf(lines: readonly BillLine[], attributed: AttributedBill['attributed']): SummaryGroup[] {
  const groups = [...linesBy('service', lines, attributed)].map(([name, own]) => ({
    name,
    monthly: totalOf(own),
    items: itemsOf(own),
  }));
  return largestOf(groups, most.groups, (rest) => ({
    ...together(rest),
    items: largestOf(
      rest.map(({ name, monthly }) => ({ name, monthly })),
      most.items,
      together,
    ),
  }));
}

function partsOf(lines: readonly BillLine[], attributed: AttributedBill['attributed']): SummarySite['parts'] {
  const own = linesBy('recovery', lines, attributed);
  const parts = recoveryParts.map((part) => [part, totalOf(own.get(part) ?? [])] as const);
  return Object.fromEntries(parts) as Record<RecoveryPart, number>;
}

/** @param purposes what its sites are there for. Default: nobody says. */
export function costSummary(
  { bill, attributed }: AttributedBill,
  { purposes = [], budgetUsd }: { readonly purposes?: readonly SitePurpose[]; readonly budgetUsd?: number } = {},
): CostSummary {
  const { currency, pricesAsOf, monthlyTotal, lines } = bill;
  const of = (basis: BillLine['basis']) => totalOf(lines.filter((line) => line.basis === basis));
  const sites = [...linesBy('site', lines, attributed)].map(([name, own]): SummarySite => {
    const { role, tier } = purposes.find(({ site }) => site === name) ?? {};
    return {
      name,
      ...(role ? { role } : {}),
      ...(tier ? { tier } : {}),
      monthly: totalOf(own),
      groups: groupsOf(own, attributed),
      parts: partsOf(own, attributed),
    };
  });
  return {
    currency,
    pricesAsOf,
    monthlyTotal,
    fixed: of('fixed'),
    usage: of('usage'),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    sites: sites.sort((a, b) => b.monthly - a.monthly || (a.name < b.name ? -1 : 1)),
    lineCount: lines.length,
    largest: lines.slice(0, most.lines).map(({ source: _source, ...line }) => line),
  };
}
