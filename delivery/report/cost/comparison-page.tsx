import type { Comparison } from '../../../policies/cost/comparison';
import { money } from '../../../policies/cost/money';
import { type Column, DataTable } from '../data-table';
import { Disclosure } from '../disclosure';
import { change, counted, line } from '../phrases';
import { placeTitle } from '../titles';
import { ComparisonFigure } from './comparison-figure';
import { costPage } from './cost-page';

type Variant = Comparison['variants'][number];

const orDash = (value: number | null | undefined): string => (typeof value === 'number' ? money(value) : '-');

const totalColumns = (base: number | null): readonly [Column<Variant>, ...Column<Variant>[]] => [
  { title: 'Where', cell: ({ name }) => placeTitle(name) },
  { title: 'Fixed', numeric: true, cell: ({ fixed }) => orDash(fixed) },
  { title: 'Usage', numeric: true, cell: ({ usage }) => orDash(usage) },
  { title: 'USD a month', numeric: true, cell: ({ monthlyTotal }) => orDash(monthlyTotal) },
  {
    title: 'Against it',
    numeric: true,
    cell: ({ monthlyTotal }) => (monthlyTotal === null || base === null ? '-' : change(monthlyTotal - base)),
  },
];

type ComparedRow = Comparison['views'][number]['rows'][number];

const comparedColumns = (
  by: string,
  names: readonly string[],
): readonly [Column<ComparedRow>, ...Column<ComparedRow>[]] => [
  { title: by, cell: ({ name }) => name },
  ...names.map((name) => ({
    title: placeTitle(name),
    numeric: true,
    cell: ({ monthly }: ComparedRow) => orDash(monthly[name]),
  })),
];

/** What moves where, and what a cloud cannot do. */
const VariantNotes = ({ variant: { name, sites, accountMadeUp, findings } }: { readonly variant: Variant }) => {
  const told = [...new Set(findings.map(({ code, message }) => `${code}: ${message}`))];
  const moved = sites.filter(({ from, to }) => from !== to).map(({ from, to }) => `${from} is ${to}`);
  return (
    <Disclosure
      title={placeTitle(name)}
      facts={line(
        counted(moved.length, 'site') + (moved.length === 1 ? ' moves' : ' move'),
        accountMadeUp ? 'in an account that is made up' : '',
        told.length > 0 ? counted(told.length, 'finding') : '',
      )}
    >
      <ul>
        {[...moved, ...told].map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </Disclosure>
  );
};

/** `evenkeel cost --compare --format html`: the same platform in several places. */
export function comparisonPage(name: string, comparison: Comparison): string {
  const { variants, views, pricesAsOf } = comparison;
  const [first] = variants;
  const elsewhere = variants.filter(
    ({ sites, findings }) => findings.length > 0 || sites.some(({ from, to }) => from !== to),
  );
  return costPage({
    title: `What ${name} costs on each cloud alone`,
    facts: line(`oldest price of ${pricesAsOf ?? 'no day'}`, 'before taxes and discounts'),
    children: (
      <>
        <ComparisonFigure id="comparison" name={name} comparison={comparison} />
        <DataTable
          caption="In all, USD a month"
          columns={totalColumns(first?.monthlyTotal ?? null)}
          rows={variants}
          keyOf={(variant) => variant.name}
        />
        {views.map(({ by, rows }) => (
          <section key={by}>
            <h2>By {by}</h2>
            <DataTable
              caption={`By ${by}, USD a month`}
              captionHidden
              columns={comparedColumns(
                by,
                variants.map((variant) => variant.name),
              )}
              rows={rows}
              keyOf={(row) => row.name}
              foot={['Total', ...variants.map(({ monthlyTotal }) => orDash(monthlyTotal))]}
            />
          </section>
        ))}
        {elsewhere.length > 0 && (
          <>
            <h2>What moves, and what is not kept there</h2>
            {elsewhere.map((variant) => (
              <VariantNotes key={variant.name} variant={variant} />
            ))}
          </>
        )}
      </>
    ),
  });
}
