import Table from 'cli-table3';
import { proofWords, type RecoverySummary, storeGroups, type WaySummary } from '../delivery/recovery-summary';

const lossTitles: Readonly<Record<WaySummary['loss'], string>> = {
  data: 'Data is deleted or overwritten',
  attack: 'Data is deleted by somebody who may delete backups, too',
  zone: 'A zone is lost',
  site: 'The site is lost',
};

const minutes = (value: number): string => `${value} min`;

const pathWords = ({ path, stores }: WaySummary): string =>
  path.length > 0
    ? path.map((step) => `${step.title.toLowerCase()} ${step.minutes}`).join(', ')
    : stores.length > 0
      ? 'stays up'
      : 'keeps nothing, stays up';

/** One loss, on the site itself or with one standby: a line a service, and below it one for each way in which its stores return. */
function wayTable(ways: readonly WaySummary[]): string {
  const table = new Table({
    head: ['service', 'stores', 'how', 'RPO', 'RTO', 'proof', 'cost'],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'left', 'left'],
    colWidths: [18, 22, 44, 12, 12, 20, 30],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const way of ways) {
    const { service, objective, rpoMinutes, rtoMinutes, met } = way;
    table.push([
      service,
      met ? 'kept' : 'NOT KEPT',
      pathWords(way),
      `${rpoMinutes} of ${objective.rpoMinutes}`,
      `${rtoMinutes} of ${objective.rtoMinutes}`,
      '',
      '',
    ]);
    for (const { needs, title, rpoMinutes: rpo, restoreMinutes, proof, cost, provider } of storeGroups(way.stores)) {
      table.push([
        '',
        needs.join(', '),
        `${title ?? 'nothing brings it back'} (${provider})`,
        rpo ?? '',
        restoreMinutes ?? '',
        proof ? proofWords(proof) : '',
        cost ?? '',
      ]);
    }
  }
  return table.toString();
}

/** The plan of one environment for people: every loss in a table of its own. Plain text, no colour. */
export function recoveryTable(plan: RecoverySummary): string {
  const { environment, tier, rpoMinutes, rtoMinutes, primary, recoverySite, standbyStacks, ways } = plan;
  const places = [...new Map(ways.map((way) => [`${way.loss} ${way.standby ?? ''}`, way])).values()];
  return [
    `${environment}: ${tier}, RPO ${minutes(rpoMinutes)}, RTO ${minutes(rtoMinutes)}; ${primary} fails over to ${recoverySite ?? 'nothing'}`,
    `Before a loss a standby has: ${standbyStacks.join(', ')}. Minutes: reached of promised, below them those of each store.`,
    ...places.map(({ loss, standby, promised }) => {
      const where = standby ? `, ${standby} takes over${promised ? '' : ' (not promised: what it could do)'}` : '';
      return `\n${lossTitles[loss]}${where}\n${wayTable(ways.filter((way) => way.loss === loss && way.standby === standby))}`;
    }),
  ].join('\n');
}
