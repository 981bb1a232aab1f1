import { proofWords, type RecoverySummary, type StoreGroup, storeGroups, type WaySummary } from '../recovery-summary';
import { anchors } from './anchors';
import { type Column, DataTable } from './data-table';
import { Disclosure } from './disclosure';
import { counted, line, shown } from './phrases';
import { RecoveryPathFigure } from './recovery-path-figure';

const lossTitles: Readonly<Record<WaySummary['loss'], string>> = {
  data: 'Data is deleted or overwritten',
  attack: 'Backups are attacked, too',
  zone: 'A zone is lost',
  site: 'The site is lost',
};

interface StoreRow extends StoreGroup {
  readonly way: WaySummary;
}

const storeColumns: readonly [Column<StoreRow>, ...Column<StoreRow>[]] = [
  { title: 'Service', cell: ({ way }) => way.service },
  { title: 'Stores', cell: ({ needs }) => needs.join(', ') },
  { title: 'Mechanism', wide: true, cell: ({ title }) => title ?? 'nothing brings it back' },
  { title: 'RPO, min', numeric: true, cell: ({ rpoMinutes }) => (rpoMinutes === undefined ? '' : shown(rpoMinutes)) },
  {
    title: 'Restore, min',
    numeric: true,
    cell: ({ restoreMinutes }) => (restoreMinutes === undefined ? '' : shown(restoreMinutes)),
  },
  { title: 'Proved', cell: ({ proof }) => (proof ? proofWords(proof) : '') },
  { title: 'Costs', wide: true, cell: ({ cost }) => cost ?? '' },
];

const wayColumns: readonly [Column<WaySummary>, ...Column<WaySummary>[]] = [
  { title: 'Service', cell: ({ service }) => service },
  { title: 'Data', cell: ({ dataClass }) => dataClass },
  {
    title: 'RPO, min',
    numeric: true,
    cell: ({ rpoMinutes, objective }) => `${shown(rpoMinutes)} of ${shown(objective.rpoMinutes)}`,
  },
  {
    title: 'RTO, min',
    numeric: true,
    cell: ({ rtoMinutes, objective }) => `${shown(rtoMinutes)} of ${shown(objective.rtoMinutes)}`,
  },
  {
    title: 'Way back, min',
    wide: true,
    cell: ({ path }) => path.map(({ title, minutes }) => `${title.toLowerCase()} ${minutes}`).join(', ') || 'stays up',
  },
  { title: 'Kept', cell: ({ met }) => (met ? 'kept' : 'not kept') },
];

const rowsOf = (ways: readonly WaySummary[]): StoreRow[] =>
  ways.flatMap((way) => storeGroups(way.stores).map((group) => ({ ...group, way })));

interface LossProps {
  readonly environment: string;
  readonly title: string;
  readonly ways: readonly WaySummary[];
}

/** One loss: how every service returns, and by what each of its stores does. */
const LossDetails = ({ environment, title, ways }: LossProps) => (
  <Disclosure title={title} facts={counted(ways.length, 'service')}>
    <DataTable
      caption={`Services of ${environment}: ${title}`}
      columns={wayColumns}
      rows={ways}
      keyOf={({ service }) => service}
    />
    <DataTable
      caption={`Stores of ${environment}: ${title}`}
      columns={storeColumns}
      rows={rowsOf(ways)}
      keyOf={({ way, needs }) => `${way.service} ${needs.join()}`}
    />
  </Disclosure>
);

/** The recovery plan of an environment: what is promised, the ways back drawn, and every loss in words. */
export function RecoveryPlanSection({ plan }: { readonly plan: RecoverySummary }) {
  const { environment, tier, rpoMinutes, rtoMinutes, primary, recoverySite, standbyStacks, ways } = plan;
  const places = [...new Map(ways.map((way) => [`${way.loss} ${way.standby ?? ''}`, way])).values()];
  const drawn = ways.filter(({ loss, promised }) => loss === 'site' && promised);
  return (
    <>
      <p class="facts">
        {line(
          tier,
          `RPO ${shown(rpoMinutes)} min`,
          `RTO ${shown(rtoMinutes)} min`,
          `${primary} fails over to ${recoverySite ?? 'nothing'}`,
        )}
      </p>
      <p class="facts">Before a loss a standby has the stacks {standbyStacks.join(', ')}.</p>
      {drawn.length > 0 && (
        <RecoveryPathFigure id={anchors.recovery(environment)} environment={environment} ways={drawn} />
      )}
      {places.map(({ loss, standby, promised }) => (
        <LossDetails
          key={`${loss} ${standby ?? ''}`}
          environment={environment}
          title={lossTitles[loss] + (standby ? `, ${standby} takes over${promised ? '' : ' (what it could do)'}` : '')}
          ways={ways.filter((way) => way.loss === loss && way.standby === standby)}
        />
      ))}
    </>
  );
}
