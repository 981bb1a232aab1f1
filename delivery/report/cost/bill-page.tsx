import type { CostSummary } from '../../../policies/cost/cost-summary';
import { money } from '../../../policies/cost/money';
import type { UnitCost } from '../../../policies/cost/unit-costs';
import type { BillView } from '../../../policies/cost/views';
import { type Column, DataTable } from '../data-table';
import { shown } from '../phrases';
import { BillFigures, billFacts } from './bill-figures';
import { costPage } from './cost-page';

const viewColumns = (
  by: string,
): readonly [Column<BillView['rows'][number]>, ...Column<BillView['rows'][number]>[]] => [
  { title: by, cell: ({ name }) => name },
  { title: 'fixed', numeric: true, cell: ({ fixed }) => money(fixed) },
  { title: 'usage', numeric: true, cell: ({ usage }) => money(usage) },
  { title: 'USD a month', numeric: true, cell: ({ monthly }) => money(monthly) },
];

const unitColumns: readonly [Column<UnitCost>, ...Column<UnitCost>[]] = [
  { title: 'One', cell: ({ per }) => per },
  { title: 'Counting', numeric: true, cell: ({ quantity }) => shown(quantity) },
  {
    title: 'USD each',
    numeric: true,
    cell: ({ unitCost }) => (unitCost >= 1 ? money(unitCost) : `${Number(unitCost.toPrecision(3))}`),
  },
];

interface BillPage {
  readonly cost: CostSummary;
  readonly views: readonly BillView[];
  readonly unitCosts?: readonly UnitCost[];
}

/** `evenkeel cost --format html`: a bill in pictures and tables. */
export const billPage = (name: string, { cost, views, unitCosts = [] }: BillPage): string =>
  costPage({
    title: `What ${name} costs`,
    facts: billFacts(cost),
    children: (
      <>
        <BillFigures id="cost" name={name} cost={cost} heading="h2" />
        {views.map(({ by, rows }) => (
          <section key={by}>
            <h2>By {by}</h2>
            <DataTable
              caption={`The bill of ${name} by ${by}`}
              captionHidden
              columns={viewColumns(by)}
              rows={rows}
              keyOf={(row) => row.name}
              foot={['Total', money(cost.fixed), money(cost.usage), money(cost.monthlyTotal)]}
            />
          </section>
        ))}
        {unitCosts.length > 0 && (
          <>
            <h2>What one of something costs</h2>
            <DataTable
              caption="Unit costs"
              captionHidden
              columns={unitColumns}
              rows={unitCosts}
              keyOf={({ per }) => per}
            />
          </>
        )}
      </>
    ),
  });
