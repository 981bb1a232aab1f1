import { dumpCopies, dumpStore, type Site, type StoreCopy } from '../../environments/model';
import type { NeedMap } from '../../services';
import type { NeedRequest } from './need-provider';
import { requestsOf, type ServiceTenant, serviceTenants, type Tenant } from './need-requests';

interface DumpNeeds extends NeedMap {
  readonly dumps: {
    readonly kind: 'bucket';
    readonly versionRetentionDays: number;
    readonly deleteAfterDays: number;
    readonly askedFor: true;
  };
  readonly identity: { readonly kind: 'identity'; readonly serviceAccount: string; readonly grants: 'needs' };
}

/** The bucket of the dumps of one database, and the identity of the job that writes or reads them: nobody else does. */
export interface DumpTenant extends Tenant {
  readonly needs: DumpNeeds;
}

/** A database whose dumps this site sends or takes. */
export interface DumpedDatabase<S extends Site = Site> {
  readonly request: NeedRequest<'postgres', S>;
  readonly tenant: DumpTenant;
  readonly role: 'sends' | 'takes';
  readonly intervalMinutes: number;
  readonly rpoMinutes: number;
}

/**
 * A dump is of use until the next one has arrived. Where they are needed they outlive a weekend on which nobody decides:
 * after a loss no new one comes.
 */
const keptDays = { sends: 1, takes: 4 } as const;

const tenantOf = (copy: StoreCopy, namespace: string, role: DumpedDatabase['role']): DumpTenant => {
  const { service: name } = dumpStore(copy);
  return {
    name,
    namespace,
    needs: {
      // Deleted ones come back for a day: an identity that deletes them all is noticed sooner.
      dumps: { kind: 'bucket', versionRetentionDays: 1, deleteAfterDays: keptDays[role], askedFor: true },
      identity: { kind: 'identity', serviceAccount: name, grants: 'needs' },
    },
  };
};

/** The databases of one service that are copied as dumps. One that goes to several sites is dumped once, for the soonest. */
export function dumpedDatabases<S extends Site>(site: S, tenant: ServiceTenant): DumpedDatabase<S>[] {
  const copies = site.recovery?.copies.filter((copy) => copy.mechanism === `postgres${dumpCopies}`) ?? [];
  return requestsOf(site, tenant, 'postgres').flatMap((request) => {
    const own = copies.filter(({ service, need }) => service === tenant.name && need === request.name);
    const [soonest] = [...own].sort((a, b) => (a.intervalMinutes ?? 0) - (b.intervalMinutes ?? 0));
    if (!soonest) return [];
    const role = soonest.from.name === site.name ? 'sends' : 'takes';
    const { intervalMinutes = soonest.rpoMinutes, rpoMinutes } = soonest;
    return [{ request, tenant: tenantOf(soonest, tenant.namespace, role), role, intervalMinutes, rpoMinutes }];
  });
}

/** What dumps need of the site themselves, on the side that sends them as on the one that takes them. */
export const dumpTenants = (site: Site): DumpTenant[] =>
  serviceTenants(site).flatMap((tenant) => dumpedDatabases(site, tenant).map((one) => one.tenant));
