import type { CloudSite } from '../../environments/model';
import { clusterStateTenants } from './cluster-state';
import type { NeedRequest } from './need-provider';
import { requestsOf, serviceTenants } from './need-requests';

/**
 * How a generated secret of a site is read and written while Terraform applies, by the cloud's own command line under
 * whoever applies. Neither the plan nor the state sees a value.
 */
export interface SecretCommands {
  /** Prints the newest value. */
  readonly read: string;
  /** Takes the new value from standard input, and prints none. */
  readonly write: string;
}

type SecretRequest<S extends CloudSite> = NeedRequest<'secret', S>;

/** Secrets that stored data depends on: where that data is restored, they must be the same. */
export const dataSecrets = <S extends CloudSite>(site: S): SecretRequest<S>[] =>
  [...serviceTenants(site), ...clusterStateTenants(site)].flatMap((tenant) =>
    requestsOf(site, tenant, 'secret').filter(({ need }) => need.boundTo === 'data'),
  );
