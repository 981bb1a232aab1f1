import type { Cloud, CloudSite, SiteByCloud } from '../../environments/model';
import type { SiteOutput } from '../site-output';
import { awsSteps } from './aws-steps';
import { azureSteps } from './azure-steps';
import { googleSteps } from './google-steps';

/** Something that has to be there before the first apply, which the stacks do not make. */
export interface FirstStep {
  readonly what: string;
  readonly why: string;
  /** Commands that do it, one a line; `<...>` is to be filled in. */
  readonly commands: readonly string[];
}

export interface AccountFacts {
  /** What the cloud calls it. */
  readonly kind: 'account' | 'project' | 'subscription';
  readonly id: string;
  readonly steps: readonly FirstStep[];
  /** Who may apply `state`, the first stack, by the least that is enough. */
  readonly bootstrap: { readonly who: string; readonly rights: readonly string[] };
}

/** How a cloud reads all that off a site. */
export type AccountReader<S extends CloudSite> = (site: S, output: SiteOutput) => AccountFacts;

const readers: { readonly [C in Cloud]: AccountReader<SiteByCloud[C]> } = {
  aws: awsSteps,
  google: googleSteps,
  azure: azureSteps,
};

/** The account of a site, and what must be true of it before anything is applied. */
export function accountFacts(site: CloudSite, output: SiteOutput): AccountFacts {
  const read = readers[site.cloud] as AccountReader<CloudSite>;
  return read(site, output);
}
