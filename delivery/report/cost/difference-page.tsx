import type { BillDifference, ViewChange } from '../../../policies/cost/difference';
import { money } from '../../../policies/cost/money';
import { type Column, DataTable } from '../data-table';
import { change, line, share, shown } from '../phrases';
import { costPage } from './cost-page';
import { placeColumns } from './place-columns';
import { isSeen } from './waterfall';
import { WaterfallFigure } from './waterfall-figure';

type ChangedRow = ViewChange['rows'][number];

const changedColumns = (by: string): readonly [Column<ChangedRow>, ...Column<ChangedRow>[]] => [
  { title: by, cell: ({ name }) => name },
  { title: 'before', numeric: true, cell: ({ before }) => money(before) },
  { title: 'after', numeric: true, cell: ({ after }) => money(after) },
  { title: 'change', numeric: true, cell: (row) => change(row.change) },
];

/** What stays as it is stands in one row, so that the rows are the whole bill all the same. */
function changedRows({ rows }: ViewChange): readonly ChangedRow[] {
  const same = rows.filter((row) => !isSeen(row));
  const sum = same.reduce((total, { after }) => total + after, 0);
  const rest = { name: `${shown(same.length)} unchanged`, before: sum, after: sum, change: 0 };
  return [...rows.filter(isSeen), ...(same.length > 0 ? [rest] : [])];
}

type ChangedLine = BillDifference['lines'][number];

const lineColumns: readonly [Column<ChangedLine>, ...Column<ChangedLine>[]] = [
  ...placeColumns,
  { title: 'Kind', cell: ({ kind }) => kind },
  { title: 'Before', numeric: true, cell: ({ before }) => money(before) },
  { title: 'After', numeric: true, cell: ({ after }) => money(after) },
  { title: 'Change', numeric: true, cell: (row) => change(row.change) },
];

const mostLines = 20;

/** `evenkeel cost --what-if` and `--against` with `--format html`: what changes, and how. */
export function differencePage(before: string, after: string, difference: BillDifference): string {
  const { views, lines, pricesAsOf } = difference;
  const facts = line(
    `${money(difference.before)} becomes ${money(difference.after)} USD a month`,
    `${change(difference.change)} (${share(difference.change, difference.before)}) against ${before}`,
    `oldest price of ${pricesAsOf ?? 'no day'}`,
    'before taxes and discounts',
  );
  return costPage({
    title: `What changes in the bill of ${after}`,
    facts,
    children: (
      <>
        {views.map((view, index) => (
          <section key={view.by}>
            <h2>By {view.by}</h2>
            <WaterfallFigure id={`change-${index}`} name={after} difference={difference} view={view} />
            <DataTable
              caption={`What changes by ${view.by}, USD a month`}
              captionHidden
              columns={changedColumns(view.by)}
              rows={changedRows(view)}
              keyOf={(row) => row.name}
              foot={['Total', money(difference.before), money(difference.after), change(difference.change)]}
            />
          </section>
        ))}
        {lines.length > 0 && (
          <>
            <h2>The largest changes</h2>
            <DataTable
              caption={`${Math.min(lines.length, mostLines)} of ${shown(lines.length)} lines that change`}
              columns={lineColumns}
              rows={lines.slice(0, mostLines)}
              keyOf={({ site, stack, address, item, basis }) => [site, stack, address, item, basis].join(' ')}
            />
          </>
        )}
      </>
    ),
  });
}
