import type { CloudSite } from '../../environments/model';
import type { FactCheck } from './check';

/** What holds in the freezes of a site on the day `asOf` (ISO date). Those that are over should leave the file. */
export const maintenanceChecks = ({ maintenance }: CloudSite, asOf: string): FactCheck[] =>
  maintenance.freezes.map(({ from, until, reason }) => {
    const shared = {
      topic: 'maintenance' as const,
      subject: `freeze from ${from} until ${until} (${reason})`,
      source: 'the environment file',
      asOf,
    };
    if (until <= asOf) {
      return {
        ...shared,
        status: 'act',
        message: 'over; machines that are made for pods would keep it again next year',
        fix: 'remove it from maintenance.freezes',
      };
    }
    return {
      ...shared,
      status: 'fine',
      message: from <= asOf ? `no upgrades until ${until}` : 'still to come',
    };
  });
