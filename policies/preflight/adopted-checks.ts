import type { CloudSite, FindingCode } from '../../environments/model';
import type { FactCheck } from './check';
import type { LiveAccount } from './live-account';

const missing: FindingCode = 'ADOPT_MISSING';
const lacking: FindingCode = 'ADOPT_PROPERTY';

/** What the account says of everything that a site adopts; nothing where it was not asked. */
export const adoptedChecks = (site: CloudSite, asOf: string, live?: LiveAccount): FactCheck[] =>
  (live?.adopted ?? []).flatMap(({ path, id, found, lacks }): FactCheck[] => {
    const shared = { topic: 'adopted' as const, subject: path, source: `the account of ${site.name}`, asOf };
    if (!found) {
      return [
        {
          ...shared,
          status: 'act',
          message: `${missing}: there is no ${id}, or these credentials may not see it`,
          fix: 'name one that is there, or have reading it granted',
        },
      ];
    }
    if (lacks.length === 0) return [{ ...shared, status: 'fine', message: `${id} has what a site needs` }];
    return lacks.map(({ message, value, fix }) => ({
      ...shared,
      status: 'act' as const,
      message: `${lacking}: ${message} (got ${JSON.stringify(value) ?? 'nothing'})`,
      fix,
    }));
  });
