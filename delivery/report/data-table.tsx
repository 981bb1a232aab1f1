import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly title: string;
  /** Aligned to the right, digits below digits. */
  readonly numeric?: boolean;
  /** Holds sentences: takes a line of its own on a card. */
  readonly wide?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

/** Columns that fit side by side on a narrow screen; with more, rows become cards there. */
const mostOnPhone = 3;

interface DataTableProps<Row> {
  readonly caption: string;
  /** Where a heading above says the same, only screen readers need the caption. */
  readonly captionHidden?: boolean;
  /** The first column holds the row headers. */
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
  readonly rows: readonly Row[];
  /** Distinct for every row. */
  readonly keyOf: (row: Row) => string;
  readonly rowId?: (row: Row) => string;
  /** Cells of a last row of sums, one a column. */
  readonly foot?: readonly ComponentChildren[];
}

/** Cards lose the roles of a table in some browsers; stating them keeps it one for screen readers. */
const roles = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  columnHeader: { role: 'columnheader' },
  rowHeader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const;

const kindOf = ({ numeric, wide }: Pick<Column<never>, 'numeric' | 'wide'>) =>
  numeric ? 'number' : wide ? 'wide' : undefined;

/** A table with a caption and scoped headers that turns into cards where there is no room. */
export function DataTable<Row>({ caption, captionHidden, columns, rows, keyOf, rowId, foot }: DataTableProps<Row>) {
  const [head, ...rest] = columns;
  return (
    <table class={columns.length > mostOnPhone ? 'cards' : undefined} {...roles.table}>
      <caption class={captionHidden ? 'hidden' : undefined}>{caption}</caption>
      <thead {...roles.group}>
        <tr {...roles.row}>
          {columns.map((column) => (
            <th key={column.title} scope="col" class={kindOf(column)} {...roles.columnHeader}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...roles.group}>
        {rows.map((row) => (
          <tr key={keyOf(row)} id={rowId?.(row)} {...roles.row}>
            <th scope="row" class={kindOf(head)} {...roles.rowHeader}>
              {head.cell(row)}
            </th>
            {rest.map((column) => (
              <td key={column.title} data-label={column.title} class={kindOf(column)} {...roles.cell}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {foot && (
        <tfoot {...roles.group}>
          <tr {...roles.row}>
            {foot.map((content, index) => {
              const column = columns[index] ?? head;
              return index === 0 ? (
                <th key={column.title} scope="row" {...roles.rowHeader}>
                  {content}
                </th>
              ) : (
                <td key={column.title} data-label={column.title} class={kindOf(column)} {...roles.cell}>
                  {content}
                </td>
              );
            })}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
