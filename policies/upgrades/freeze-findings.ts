import { isSitePublicCloud, type Site } from '../../environments/model';
import { type PlannedPart, soakDays } from './upgrade-input';

const dayMs = 86_400_000;
const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** A freeze in which nothing begins, and one that would begin before the last site is done. */
export function freezeFindings(sites: readonly Site[], asOf: string, rounds: number): PlannedPart {
  const freezes = [
    ...new Map(
      sites
        .filter(isSitePublicCloud)
        .flatMap(({ maintenance }) => maintenance.freezes.map((one) => [one.from, one] as const)),
    ).values(),
  ];
  const end = later(asOf, rounds * soakDays);
  return {
    steps: [],
    findings: freezes
      .filter(({ from, until }) => from <= asOf && asOf < until)
      .map(({ until, reason }) => ({
        code: 'UPGRADE_FROZEN',
        place: 'maintenance.freezes',
        message: `nothing moves until ${until}: ${reason}`,
        value: asOf,
        fix: `begin on ${until} or later, or take the freeze out of the file`,
      })),
    warnings: freezes
      .filter(({ from }) => asOf < from && from <= end)
      .map(
        ({ from, reason }) =>
          `With ${soakDays} days a site it ends about ${end}, and a freeze begins on ${from} (${reason}): begin earlier, or after it`,
      ),
  };
}
