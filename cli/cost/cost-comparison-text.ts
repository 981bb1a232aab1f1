import type { Comparison } from '../../policies/cost/comparison';
import { money } from '../../policies/cost/money';
import type { DocumentPart, DocumentTable } from '../document';
import { signed } from './cost-difference-text';
import { each, mostRows } from './cost-text';

const orDash = (value: number | null): string => (value === null ? '-' : money(value));

function totals({ variants: [first, ...others] }: Comparison): DocumentTable {
  const row = ({ name, fixed, usage, monthlyTotal, findings }: Comparison['variants'][number]): string[] => {
    const base = first?.monthlyTotal ?? null;
    const against = monthlyTotal === null || base === null ? '-' : signed(monthlyTotal - base);
    const note = monthlyTotal === null ? 'cannot be built' : findings.length > 0 ? 'without what it cannot keep' : '';
    return [name, orDash(fixed), orDash(usage), orDash(monthlyTotal), name === first?.name ? '' : against, note];
  };
  return {
    head: ['where', 'fixed', 'usage', 'USD a month', 'against it', 'note'],
    numbers: [1, 2, 3, 4],
    rows: [...(first ? [first] : []), ...others].map(row),
  };
}

/** All rows of a view beside each other; many small ones become one. */
function viewTable({ by, rows }: Comparison['views'][number], names: readonly string[]): DocumentTable {
  const cells = (name: string, of: typeof rows): string[] => [
    name,
    ...names.map((column) => {
      const values = of.map(({ monthly }) => monthly[column] ?? null);
      return orDash(values.includes(null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0));
    }),
  ];
  const rest = rows.slice(mostRows);
  return {
    head: [by, ...names],
    numbers: names.map((_, index) => index + 1),
    rows: [
      ...rows.slice(0, mostRows).map((one) => cells(one.name, [one])),
      ...(rest.length > 0 ? [cells(`${rest.length} others`, rest)] : []),
      cells('total', rows),
    ],
  };
}

/** What moves where, and what a cloud cannot do. */
function notes({ name, sites, accountMadeUp, findings }: Comparison['variants'][number]): string[] {
  const moved = sites.filter(({ from, to }) => from !== to).map(({ from, to }) => `  ${from} is ${to}`);
  const told = findings.map(({ code, message }) => `  ${code}: ${message}`);
  if (moved.length + told.length === 0) return [];
  return [`${name}${accountMadeUp ? ', in an account that is made up' : ''}:`, ...moved, ...told];
}

type UnitCosts = readonly { readonly per: string; readonly unitCosts: readonly (number | null)[] }[];

const unitTable = (unitCosts: UnitCosts, names: readonly string[]): DocumentTable => ({
  head: ['USD per', ...names],
  numbers: names.map((_, index) => index + 1),
  rows: unitCosts.map(({ per, unitCosts: values }) => [
    per,
    ...values.map((value) => (value === null ? '-' : each(value))),
  ]),
});

/** The same platform in several places, for people. */
export function costComparisonText(
  name: string,
  comparison: Comparison,
  unitCosts: UnitCosts | undefined,
): DocumentPart[] {
  const { variants, views, pricesAsOf } = comparison;
  const names = variants.map((variant) => variant.name);
  const said = variants.flatMap(notes);
  return [
    `${name}: the same platform on each cloud alone\nOldest price: ${pricesAsOf ?? 'none'}. Before taxes and discounts.`,
    totals(comparison),
    ...views.map((view) => viewTable(view, names)),
    ...(unitCosts ? [unitTable(unitCosts, names)] : []),
    ...(said.length > 0 ? [said.join('\n')] : []),
  ];
}
