import { anchors } from './anchors';
import type { ParityMatrix, ParityStatus } from './parity-matrix';
import { counted, shown } from './phrases';
import { StatusMark } from './status-mark';

/** How the statuses are read, good ones first. */
const meanings: Readonly<Record<ParityStatus, string>> = {
  kept: 'seen in the built output',
  idle: 'nothing on the site asks for it',
  absent: 'openly not offered, with the reason',
  broken: 'promised and not seen: a finding',
};

/** What the statuses mean, and how many promises of each cloud have them. */
export function ParityOverview({ matrix: { areas, columns } }: { readonly matrix: ParityMatrix }) {
  const rows = areas.flatMap((area) => area.rows);
  const count = (status: ParityStatus, column: number): number =>
    rows.filter(({ cells }) => cells[column]?.status === status).length;
  return (
    <>
      <table class="parity">
        <caption class="hidden">{`${counted(rows.length, 'promise')} by status and cloud`}</caption>
        <thead>
          <tr>
            <th scope="col">{counted(rows.length, 'promise')}</th>
            {columns.map(({ cloud, title }) => (
              <th key={cloud} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(Object.keys(meanings) as ParityStatus[]).map((status) => (
            <tr key={status}>
              <th scope="row">
                <StatusMark status={status} /> <span class="facts">{meanings[status]}</span>
              </th>
              {columns.map(({ cloud }, index) => (
                <td key={cloud}>{shown(count(status, index))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <nav aria-label="Areas of parity">
        <ul>
          {areas.map(({ area, title }) => (
            <li key={area}>
              <a href={`#${anchors.area(area)}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
