import type { Attribution } from '../attribution';
import { type BillLine, totalOf } from '../bill';
import { hoursPerMonth } from '../pricing';
import { type ActualBill, type ActualGroup, totalOfGroups } from './actual-bill';
import { centsTogether, usdOf } from './money';
import { hoursIn, type Period } from './period';

/** One thing: what it was estimated at, and what it cost. */
export interface ActualRow {
  readonly name: string;
  readonly estimated: number;
  readonly actual: number;
  readonly difference: number;
  /** Actual of estimated. `null`: nothing was estimated. */
  readonly share: number | null;
}

export interface ActualComparison {
  readonly currency: 'USD';
  readonly period: Period;
  /** Of the prices of the estimate. */
  readonly pricesAsOf: string | null;
  readonly estimated: number;
  readonly actual: number;
  readonly difference: number;
  readonly views: readonly { readonly by: string; readonly rows: readonly ActualRow[] }[];
  /** Beside what was compared. */
  readonly notEstimated: { readonly tax: number; readonly credit: number };
  readonly otherEnvironments: number;
  /** Of the actual: what no tag says a site of, with the largest products of clouds in it. */
  readonly untagged: {
    readonly total: number;
    readonly largest: readonly { readonly provider: string; readonly product: string; readonly actual: number }[];
  };
}

/** What bills and estimates are compared by, and how each says it. */
const views: Readonly<
  Record<string, { of: (line: BillLine, whose: Attribution) => string; in: (group: ActualGroup) => string }>
> = {
  site: { of: ({ site }) => site, in: ({ site }) => site ?? 'untagged' },
  service: {
    of: (_, { service }) => service ?? 'shared',
    in: ({ service, site }) => service ?? (site === undefined ? 'untagged' : 'shared'),
  },
};
export const actualViews = Object.keys(views);

const mostProducts = 10;
const cents = (usd: number): number => Math.round(usd * 100) / 100;

/** Sums of anything by a name; the order is that of the first of each. */
function grouped<T>(all: readonly T[], nameOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const name = nameOf(one);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(one);
  }
  return groups;
}

function rowsBy(
  by: string,
  usage: readonly ActualGroup[],
  lines: readonly BillLine[],
  attributed: (line: BillLine) => Attribution,
  months: number,
): ActualRow[] {
  const view = views[by];
  if (!view) return [];
  const paid = [...grouped(usage, view.in)];
  const paidCents = centsTogether(paid.map(([, groups]) => totalOfGroups(groups)));
  const actuals = new Map(paid.map(([name], index) => [name, (paidCents[index] ?? 0) / 100]));
  const estimates = grouped(lines, (line) => view.of(line, attributed(line)));
  return [...new Set([...estimates.keys(), ...actuals.keys()])]
    .map((name) => {
      const estimated = cents(totalOf(estimates.get(name) ?? []) * months);
      const actual = actuals.get(name) ?? 0;
      return {
        name,
        estimated,
        actual,
        difference: cents(actual - estimated),
        share: estimated > 0 ? Number((actual / estimated).toFixed(4)) : null,
      };
    })
    .sort((a, b) => b.actual - a.actual || b.estimated - a.estimated || (a.name < b.name ? -1 : 1));
}

/** A bill of clouds against the estimate, scaled to the days of the bill. Taxes and credits are none of the estimate's. */
export function compareActual(
  { period, groups, elsewhere }: ActualBill,
  estimate: { readonly lines: readonly BillLine[]; readonly pricesAsOf: string | null },
  attributed: (line: BillLine) => Attribution,
): ActualComparison {
  const months = hoursIn(period) / hoursPerMonth;
  const ofKind = (kind: ActualGroup['kind']): ActualGroup[] => groups.filter((group) => group.kind === kind);
  const usage = ofKind('usage');
  const untagged = usage.filter(({ site }) => site === undefined);
  const products = [...grouped(untagged, ({ provider, product }) => JSON.stringify([provider, product])).values()];
  const estimated = cents(totalOf(estimate.lines) * months);
  const actual = usdOf(totalOfGroups(usage));
  return {
    currency: 'USD',
    period,
    pricesAsOf: estimate.pricesAsOf,
    estimated,
    actual,
    difference: cents(actual - estimated),
    views: actualViews.map((by) => ({ by, rows: rowsBy(by, usage, estimate.lines, attributed, months) })),
    notEstimated: { tax: usdOf(totalOfGroups(ofKind('tax'))), credit: usdOf(totalOfGroups(ofKind('credit'))) },
    otherEnvironments: usdOf(elsewhere),
    untagged: {
      total: usdOf(totalOfGroups(untagged)),
      largest: products
        .map((of) => ({
          provider: of[0]?.provider ?? '',
          product: of[0]?.product ?? '',
          actual: usdOf(totalOfGroups(of)),
        }))
        .sort((a, b) => b.actual - a.actual || (a.product < b.product ? -1 : 1))
        .slice(0, mostProducts),
    },
  };
}
