import type { NeedRequest } from '../../constructs/contracts/need-provider';
import { namedRequestsOf, serviceTenants } from '../../constructs/contracts/need-requests';
import type { CloudSite, StoreCopy } from '../../environments/model';
import type { ReachedSite } from './recovery-scope';

type Postgres = NeedRequest<'postgres', CloudSite>;

/** The request behind a copy, on one of its sites. */
export const postgresOf = ({ site }: ReachedSite, { service, need }: Pick<StoreCopy, 'service' | 'need'>): Postgres => {
  const found = serviceTenants(site)
    .filter(({ name }) => name === service)
    .flatMap((tenant) => namedRequestsOf(site, tenant, 'postgres').map(([, request]) => request))
    .find(({ name }) => name === need);
  if (!found) throw new Error(`${site.name} has no database ${service}-${need}`);
  return found;
};
