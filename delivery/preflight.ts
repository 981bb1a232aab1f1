import { type CloudSite, InputError, isSitePublicCloud } from '../environments/model';
import type { Environment } from '../environments/model/resolve-environment';
import type { LiveAccount } from '../policies/preflight/live-account';
import { firstChoices } from '../policies/preflight/machine-checks';
import { quotaChecks } from '../policies/preflight/quota-checks';
import { type SitePreflight, sitePreflight } from '../policies/preflight/site-preflight';
import type { SiteOutput } from '../policies/site-output';
import type { Wanted } from './live-account/account-reader';
import { type LiveFailure, liveFailure } from './live-account/live-failure';

export interface PreflightOptions {
  /** ISO date against which the ends of support are held. */
  readonly asOf: string;
  /** Only the site of this name. Default: all of them. */
  readonly site?: string;
  /** Asks the account of a site. Default: only what stands in this repository is looked at. */
  readonly readLive?: (site: CloudSite, wanted: Wanted) => Promise<LiveAccount>;
  /** Told when a site is begun, for progress. */
  readonly onSite?: (site: string) => void;
}

export interface EnvironmentPreflight {
  readonly environment: string;
  readonly file: string;
  readonly sites: readonly SitePreflight[];
  /** Accounts that did not answer; their sites are looked at without them. */
  readonly failures: readonly LiveFailure[];
}

type Answer = { readonly live?: LiveAccount; readonly failure?: LiveFailure };

async function ask(site: CloudSite, output: SiteOutput, readLive: PreflightOptions['readLive']): Promise<Answer> {
  if (!readLive) return {};
  const wanted = { quotas: quotaChecks(site, output).map(({ quota }) => quota), machineTypes: firstChoices(site) };
  try {
    return { live: await readLive(site, wanted) };
  } catch (error) {
    return { failure: liveFailure(error, site.name) };
  }
}

function chosen(sites: readonly CloudSite[], name: string | undefined, file: string): readonly CloudSite[] {
  if (name === undefined) return sites;
  const found = sites.filter((site) => site.name === name);
  if (found.length > 0) return found;
  throw new InputError([
    {
      code: 'UNKNOWN_SITE',
      file,
      place: 'sites',
      message: 'the environment has no site of this name on a public cloud',
      value: name,
      allowed: sites.map((site) => site.name),
      fix: 'use a site of the list',
    },
  ]);
}

/**
 * Everything that can be known of an environment before its first apply. One account that does not answer hides nothing
 * of the others.
 * @throws InputError with every finding of the environment
 */
export async function preflightEnvironment(
  environment: Environment,
  file: string,
  options: PreflightOptions,
): Promise<EnvironmentPreflight> {
  const [{ renderSiteOutput }, { checkSites }] = await Promise.all([import('./site-output'), import('./check-sites')]);
  checkSites(environment, file);
  const sites = chosen(environment.sites.filter(isSitePublicCloud), options.site, file);
  const checked: SitePreflight[] = [];
  const failures: LiveFailure[] = [];
  for (const site of sites) {
    options.onSite?.(site.name);
    const { output } = await renderSiteOutput(site);
    const { live, failure } = await ask(site, output, options.readLive);
    checked.push(sitePreflight(site, output, options.asOf, live));
    if (failure) failures.push(failure);
  }
  return { environment: environment.name, file, sites: checked, failures };
}
