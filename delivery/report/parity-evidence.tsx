import { Disclosure } from './disclosure';
import type { ParityArea, ParityColumn, ParityReason } from './parity-matrix';
import { StatusMark } from './status-mark';

/** Output is named in code, a place a line; reasons are sentences. */
const Because = ({ status, because }: Pick<ParityReason, 'status' | 'because'>) => (
  <span>
    {status === 'kept' || status === 'broken'
      ? because.split('; ').map((place) => <code key={place}>{place}</code>)
      : because}
  </span>
);

interface ReasonsProps {
  readonly column: ParityColumn;
  readonly reasons: readonly ParityReason[];
}

const Reasons = ({ column, reasons }: ReasonsProps) => (
  <>
    {reasons.map(({ status, because, sites }) => (
      <li key={`${status} ${because}`}>
        <span class="evidence-cloud">
          {column.title} <StatusMark status={status} />
        </span>
        <span class="evidence-places">
          <Because status={status} because={because} />
          {sites.length < column.sites.length && <span class="facts">only {sites.join(', ')}</span>}
        </span>
      </li>
    ))}
  </>
);

interface ParityEvidenceProps {
  readonly area: ParityArea;
  readonly columns: readonly ParityColumn[];
}

/** Where each promise of an area was looked for, cloud by cloud. */
export const ParityEvidence = ({ area: { title, rows }, columns }: ParityEvidenceProps) => (
  <Disclosure
    title={
      <>
        <span class="hidden">{title}: </span>Where each promise was seen
      </>
    }
  >
    <dl class="evidence">
      {rows.map(({ capability, promise, cells }) => (
        <div key={capability}>
          <dt>
            {promise} <code>{capability}</code>
          </dt>
          <dd>
            <ul class="plain">
              {columns.map((column, index) => (
                <Reasons key={column.cloud} column={column} reasons={cells[index]?.reasons ?? []} />
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  </Disclosure>
);
