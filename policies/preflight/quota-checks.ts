import { quotaKey } from '../../environments/facts/quotas';
import type { Cloud, CloudSite, SiteByCloud } from '../../environments/model';
import {
  machineDemands,
  type QuotaDemand,
  type QuotaTotal,
  totalDemands,
} from '../../environments/model/machine-demand';
import type { SiteOutput } from '../site-output';
import { awsDemands } from './aws-demands';
import { azureDemands } from './azure-demands';
import { type CheckStatus, checkStatuses, type QuotaCheck } from './check';
import { googleDemands } from './google-demands';
import type { LiveAccount } from './live-account';
import { quotaRequest } from './quota-request';

type Demands<C extends Cloud> = (site: SiteByCloud[C], output: SiteOutput) => QuotaDemand[];

const resourceDemands: { readonly [C in Cloud]: Demands<C> } = {
  aws: awsDemands,
  google: googleDemands,
  azure: azureDemands,
};

const demandsOf = <C extends Cloud>(site: SiteByCloud[C] & { readonly cloud: C }, output: SiteOutput): QuotaDemand[] =>
  (resourceDemands[site.cloud] as Demands<C>)(site, output);

/** What is known of a limit: the account's word before the environment's, and that before what new accounts have. */
function limitOf(
  { quota }: QuotaTotal,
  site: CloudSite,
  live?: LiveAccount,
): Pick<QuotaCheck, 'limit' | 'limitFrom' | 'used'> {
  const key = quotaKey(quota);
  const told = live?.limits[key];
  if (told) return { limit: told.limit, limitFrom: 'account', ...(told.used === undefined ? {} : { used: told.used }) };
  const granted = site.quotas?.[key];
  return granted === undefined
    ? { limit: quota.newAccount, limitFrom: 'new account' }
    : { limit: granted, limitFrom: 'environment' };
}

function checkOf(total: QuotaTotal, site: CloudSite, live?: LiveAccount): QuotaCheck {
  const { quota, because, optional } = total;
  const needed = Math.ceil(total.needed / (quota.step ?? 1));
  const known = limitOf(total, site, live);
  const short = needed > known.limit;
  const guessed = known.limitFrom === 'new account' && quota.unsure !== undefined;
  // What is in use may be this very environment's; more than the rest is worth a look, but no reason to ask for more.
  const shared = !short && needed > known.limit - (known.used ?? 0);
  const status: CheckStatus = short ? (optional ? 'optional' : 'request') : guessed || shared ? 'unsure' : 'fine';
  return {
    status,
    key: quotaKey(quota),
    quota,
    needed,
    ...known,
    because,
    ...(short ? { request: quotaRequest(site, quota, needed) } : {}),
  };
}

/** How far beyond its limit: a limit of nothing is beyond everything. */
const excess = ({ needed, limit }: QuotaCheck): number => (limit === 0 ? Number.POSITIVE_INFINITY : needed / limit);

/** Worst first: what must be asked for, by how far it is exceeded; at the same, the larger need. */
function worstFirst(a: QuotaCheck, b: QuotaCheck): number {
  const byStatus = checkStatuses.indexOf(a.status) - checkStatuses.indexOf(b.status);
  const [left, right] = [excess(a), excess(b)];
  const byExcess = left === right ? 0 : right - left;
  return byStatus || byExcess || b.needed - a.needed || (a.key < b.key ? -1 : 1);
}

/** Everything that a site needs of its account at its upper bounds, against what the account has. */
export function quotaChecks(site: CloudSite, output: SiteOutput, live?: LiveAccount): QuotaCheck[] {
  return totalDemands([...machineDemands(site), ...demandsOf(site, output)])
    .map((total) => checkOf(total, site, live))
    .sort(worstFirst);
}
