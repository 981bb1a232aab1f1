import type { CostSummary, SummaryGroup } from '../../../policies/cost/cost-summary';
import { money } from '../../../policies/cost/money';
import { type Column, DataTable } from '../data-table';
import { Disclosure } from '../disclosure';
import { counted, line, share } from '../phrases';
import { placeColumns } from './place-columns';
import { RecoveryCostFigure } from './recovery-cost-figure';
import { TreemapFigure } from './treemap-figure';

interface GroupRow extends SummaryGroup {
  readonly site: string;
}

const groupColumns: readonly [Column<GroupRow>, ...Column<GroupRow>[]] = [
  { title: 'Service', cell: ({ name }) => name },
  { title: 'Site', cell: ({ site }) => site },
  {
    title: 'Most of it',
    wide: true,
    cell: ({ items: [first] }) => first && `${first.name} ${money(first.monthly)}`,
  },
  { title: 'USD a month', numeric: true, cell: ({ monthly }) => money(monthly) },
];

type Line = CostSummary['largest'][number];

const amounts = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

const lineColumns: readonly [Column<Line>, ...Column<Line>[]] = [
  ...placeColumns,
  { title: 'Quantity', numeric: true, cell: ({ quantity, unit }) => `${amounts.format(quantity)} ${unit}` },
  { title: 'Basis', cell: ({ basis }) => basis },
  { title: 'USD a month', numeric: true, cell: ({ monthly }) => money(monthly) },
];

const budgetWords = (total: number, budget: number): string =>
  total <= budget
    ? `${share(total, budget)} of a budget of ${money(budget)}`
    : `${money(total - budget)} more than the budget of ${money(budget)}`;

/** The sum, what it consists of, and how old its prices are, on one line. */
export const billFacts = ({ monthlyTotal, fixed, usage, budgetUsd, pricesAsOf }: CostSummary): string =>
  line(
    `${money(monthlyTotal)} USD a month`,
    `${money(fixed)} fixed and ${money(usage)} usage`,
    budgetUsd === undefined ? '' : budgetWords(monthlyTotal, budgetUsd),
    `oldest price of ${pricesAsOf ?? 'no day'}`,
    'before taxes and discounts',
  );

interface BillFiguresProps {
  /** Prefix of the ids inside. */
  readonly id: string;
  readonly name: string;
  readonly cost: CostSummary;
  /** Of the headings below the one that the bill stands under. */
  readonly heading: 'h2' | 'h4';
}

/** A bill in pictures, and what they show as tables. */
export function BillFigures({ id, name, cost, heading: Heading }: BillFiguresProps) {
  const { sites, largest, lineCount } = cost;
  const groups = sites.flatMap((site) => site.groups.map((group) => ({ ...group, site: site.name })));
  return (
    <>
      <TreemapFigure id={`${id}-bill`} name={name} cost={cost} />
      <Disclosure title="By service, as a table" facts={counted(groups.length, 'row')}>
        <DataTable
          caption={`The bill of ${name} by site and service`}
          columns={groupColumns}
          rows={groups}
          keyOf={({ site, name: group }) => `${site} ${group}`}
          foot={['Total', '', '', money(cost.monthlyTotal)]}
        />
      </Disclosure>
      <Disclosure title="The largest lines" facts={`${largest.length} of ${counted(lineCount, 'line')}`}>
        <DataTable
          caption={`The largest lines of the bill of ${name}`}
          columns={lineColumns}
          rows={largest}
          keyOf={({ site, stack, address, item, basis }) => [site, stack, address, item, basis].join(' ')}
        />
      </Disclosure>
      <Heading>What recovery costs</Heading>
      <RecoveryCostFigure id={`${id}-recovery`} name={name} cost={cost} />
    </>
  );
}
