import type { CloudSite } from '../../environments/model';
import type { SiteOutput } from '../site-output';
import { addressChecks } from './address-checks';
import { adoptedChecks } from './adopted-checks';
import type { FactCheck, QuotaCheck } from './check';
import { kubernetesCheck } from './kubernetes-check';
import type { LiveAccount } from './live-account';
import { machineChecks } from './machine-checks';
import { maintenanceChecks } from './maintenance-check';
import { nameChecks } from './name-checks';
import { quotaChecks } from './quota-checks';

/** Everything that can be known of one site before its first apply. */
export interface SitePreflight {
  readonly site: string;
  readonly cloud: CloudSite['cloud'];
  readonly region: string;
  /** Worst first. */
  readonly quotas: readonly QuotaCheck[];
  readonly facts: readonly FactCheck[];
}

/**
 * Looks at a site as it was synthesized.
 * @param asOf ISO date against which the ends of support are held
 * @param live what the account answered; missing: only what stands in this repository
 */
export const sitePreflight = (
  site: CloudSite,
  output: SiteOutput,
  asOf: string,
  live?: LiveAccount,
): SitePreflight => ({
  site: site.name,
  cloud: site.cloud,
  region: site.region,
  quotas: quotaChecks(site, output, live),
  facts: [
    kubernetesCheck(site, asOf),
    ...maintenanceChecks(site, asOf),
    ...machineChecks(site, live),
    ...nameChecks(output),
    ...addressChecks(site),
    ...adoptedChecks(site, asOf, live),
  ],
});

/** Whether something must be done before the first apply. */
export const mustAct = ({ quotas, facts }: Pick<SitePreflight, 'quotas' | 'facts'>): boolean =>
  [...quotas, ...facts].some(({ status }) => status === 'request' || status === 'act');
