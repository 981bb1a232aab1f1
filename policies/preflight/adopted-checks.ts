import type { CloudSite } from '../../environments/model';
import type { FactCheck } from './check';
import type { LiveAccount } from './live-account';

/** What the account says of everything that a site adopts; nothing where it was not asked. */
export const adoptedChecks = (site: CloudSite, asOf: string, live?: LiveAccount): FactCheck[] =>
  (live?.adopted ?? []).flatMap(({ path, id, found, lacks }): FactCheck[] => {
    const shared = { topic: 'adopted' as const, subject: `adopt.${path}`, source: `the account of ${site.name}`, asOf };
    if (!found) {
      return [
        {
          ...shared,
          status: 'act',
          message: `ADOPT_MISSING: there is no ${id}, or these credentials may not see it`,
          fix: 'name one that is there, or have reading it granted',
        },
      ];
    }
    if (lacks.length === 0) return [{ ...shared, status: 'fine', message: `${id} has what a site needs` }];
    return lacks.map(({ message, value, fix }) => ({
      ...shared,
      status: 'act' as const,
      message: `ADOPT_PROPERTY: ${message} (got ${JSON.stringify(value) ?? 'nothing'})`,
      fix,
    }));
  });
