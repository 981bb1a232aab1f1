import type { Finding } from '../../environments/model';
import type { Attribution } from './attribution';
import { type Bill, type BillLine, totalOf } from './bill';
import type { AttributedBill } from './difference';
import type { SiteMove } from './moved-environment';
import { viewOf } from './views';

/** A platform somewhere, and what it costs there. */
export interface ComparedVariant {
  readonly name: string;
  readonly sites: readonly SiteMove[];
  readonly accountMadeUp: boolean;
  /** `undefined`: it cannot be built there, as the findings say. */
  readonly priced?: AttributedBill;
  readonly findings: readonly Finding[];
}

/** Money a month; `null`: it cannot be built there. */
type Money = number | null;

export interface Comparison {
  readonly currency: Bill['currency'];
  /** Of the oldest price of all bills. */
  readonly pricesAsOf: Bill['pricesAsOf'];
  readonly variants: readonly (Omit<ComparedVariant, 'priced'> & {
    readonly monthlyTotal: Money;
    readonly fixed: Money;
    readonly usage: Money;
  })[];
  readonly views: readonly {
    readonly by: string;
    /** `monthly` by the name of the variant. */
    readonly rows: readonly { readonly name: string; readonly monthly: Readonly<Record<string, Money>> }[];
  }[];
}

/** Money by what a view shows; sites go by the names that they have as the environment stands. */
function rowsOf(by: string, { bill, attributed }: AttributedBill, sites: readonly SiteMove[]): Map<string, number> {
  const names = new Map(sites.map(({ from, to }) => [to, from]));
  const whose = new Map<BillLine, Attribution>();
  const lines = bill.lines.map((line) => {
    const known = { ...line, site: names.get(line.site) ?? line.site };
    whose.set(known, attributed(line));
    return known;
  });
  const { rows } = viewOf(by, lines, (line) => whose.get(line) ?? { tags: {} });
  return new Map(rows.map(({ name, monthly }) => [name, monthly]));
}

function viewAcross(by: string, variants: readonly ComparedVariant[]): Comparison['views'][number] {
  const columns = variants.map(({ name, priced, sites }) => ({ name, rows: priced && rowsOf(by, priced, sites) }));
  const names = [...new Set(columns.flatMap(({ rows }) => [...(rows?.keys() ?? [])]))];
  const most = (name: string) => Math.max(...columns.map(({ rows }) => rows?.get(name) ?? 0));
  return {
    by,
    rows: names
      .sort((a, b) => most(b) - most(a) || (a < b ? -1 : 1))
      .map((name) => ({
        name,
        monthly: Object.fromEntries(
          columns.map((column) => [column.name, column.rows ? (column.rows.get(name) ?? 0) : null]),
        ),
      })),
  };
}

/**
 * What the same platform costs in several places, side by side: the rows of a view are, for each of them, its bill.
 * @throws InputError COST_VIEW when there is no such view
 */
export function comparisonOf(variants: readonly ComparedVariant[], by: readonly string[] = ['stack']): Comparison {
  const dates = variants.flatMap(({ priced }) => priced?.bill.pricesAsOf ?? []).sort();
  const sumOf = (priced: AttributedBill | undefined, basis: BillLine['basis']): Money =>
    priced ? totalOf(priced.bill.lines.filter((line) => line.basis === basis)) : null;
  return {
    currency: 'USD',
    pricesAsOf: dates[0] ?? null,
    variants: variants.map(({ priced, ...told }) => ({
      ...told,
      monthlyTotal: priced?.bill.monthlyTotal ?? null,
      fixed: sumOf(priced, 'fixed'),
      usage: sumOf(priced, 'usage'),
    })),
    views: by.map((view) => viewAcross(view, variants)),
  };
}
