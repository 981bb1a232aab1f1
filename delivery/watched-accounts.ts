import { isSitePublicCloud } from '../environments/model';
import { accountOf } from '../environments/model/account';
import type { Environment } from '../environments/model/resolve-environment';

/** Accounts, projects and subscriptions that the sites of an environment watch themselves. */
export const watchedAccounts = ({ sites }: Pick<Environment, 'sites'>): string[] =>
  sites
    .filter(isSitePublicCloud)
    .filter(({ governance }) => governance?.detection !== undefined)
    .map((site) => accountOf(site).id);
