import { anchors } from './anchors';
import { ParityEvidence } from './parity-evidence';
import type { ParityArea, ParityCell, ParityColumn } from './parity-matrix';
import { type ParityNote, parityNotes } from './parity-notes';
import { StatusMark } from './status-mark';

interface CellProps {
  readonly cell: ParityCell;
  readonly column: ParityColumn;
  readonly notes: readonly ParityNote[];
  readonly area: string;
}

const Cell = ({ cell, column, notes, area }: CellProps) => (
  <td>
    <StatusMark status={cell.status} />
    {notes.map(({ number }) => (
      <sup key={number}>
        <a href={`#${anchors.note(area, number)}`} aria-label={`note ${number}`}>
          {number}
        </a>
      </sup>
    ))}
    {cell.sites < column.sites.length && <span class="part">{`${cell.sites} of ${column.sites.length} sites`}</span>}
  </td>
);

const Notes = ({ notes, area }: { readonly notes: readonly ParityNote[]; readonly area: string }) =>
  notes.length === 0 ? null : (
    <ol class="notes">
      {notes.map(({ number, cloud, status, because, sites }) => (
        <li key={number} id={anchors.note(area, number)}>
          {`${cloud}${sites.length > 0 ? ` (${sites.join(', ')})` : ''}, ${status}: ${because}`}
        </li>
      ))}
    </ol>
  );

interface ParityAreaTableProps {
  readonly area: ParityArea;
  readonly columns: readonly ParityColumn[];
}

/** The promises of one area against every cloud, the reasons below, the evidence on demand. */
export function ParityAreaTable({ area, columns }: ParityAreaTableProps) {
  const notes = parityNotes(area, columns);
  const id = anchors.area(area.area);
  return (
    <section aria-labelledby={id} class="area">
      <h3 id={id}>{area.title}</h3>
      <table class="parity">
        <caption class="hidden">{`${area.title}: promises by cloud`}</caption>
        <thead>
          <tr>
            <th scope="col">Promise</th>
            {columns.map(({ cloud, title }) => (
              <th key={cloud} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {area.rows.map(({ capability, promise, cells }) => (
            <tr key={capability}>
              <th scope="row">{promise}</th>
              {columns.map((column, index) => {
                const cell = cells[index];
                return cell ? (
                  <Cell
                    key={column.cloud}
                    cell={cell}
                    column={column}
                    notes={notes.of(column, cell)}
                    area={area.area}
                  />
                ) : null;
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Notes notes={notes.all} area={area.area} />
      <ParityEvidence area={area} columns={columns} />
    </section>
  );
}
