import { Construct } from 'constructs';
import { type CloudPlatform, type CloudTypes, isAbsent, keepsAccount } from '../constructs/contracts';
import type { GovernanceSettings } from '../environments/model';
import { SiteStack } from './site-stack';

type Part = keyof GovernanceSettings;

/** How a cloud makes one part. */
type Maker<T extends CloudTypes, P extends Part> = (
  scope: Construct,
  site: T['site'],
  settings: NonNullable<GovernanceSettings[P]>,
  platform: CloudPlatform<T>,
) => void;

/** All of them; a part that is missing here does not compile. */
type Parts<T extends CloudTypes> = { readonly [P in Part]-?: Maker<T, P> };

const parts: Parts<CloudTypes> = {
  detection: (scope, site, settings, platform) => platform.detection(scope, site, settings),
  guardrails: (scope, site, settings, platform) => platform.guardrails(scope, site, settings),
  budgets: (scope, site, settings, platform) => platform.budgets(scope, site, settings),
  anomalies: (scope, site, settings, { anomalies }) => {
    if (!isAbsent(anomalies)) anomalies.tell(scope, site, settings);
  },
  costExport: (scope, site, settings, platform) => platform.costExport(scope, site, settings),
};

/** Settings of the parts that a site makes for its account: of a further one in it, what the account has in each region. */
const partsOf = <T extends CloudTypes>(site: T['site'], platform: CloudPlatform<T>): GovernanceSettings =>
  keepsAccount(site)
    ? (site.governance ?? {})
    : Object.fromEntries(platform.regionalGovernance.map((part) => [part, site.governance?.[part]]));

/** Whether a site makes anything for its whole account; an organisation may keep all of it centrally. */
export const governsAccount = <T extends CloudTypes>(site: T['site'], platform: CloudPlatform<T>): boolean =>
  Object.values(partsOf(site, platform)).some((settings) => settings !== undefined);

/** What holds for the whole account, project or subscription of a site, part by part: what watches it, what binds it, and what it costs. */
export class GovernanceStack<T extends CloudTypes> extends SiteStack<T['site']> {
  constructor(scope: Construct, site: T['site'], platform: CloudPlatform<T>) {
    super(scope, 'governance', site, platform);
    const make = <P extends Part>(part: P, settings: GovernanceSettings[P]): void => {
      const made = (parts as Parts<T>)[part] as Maker<T, P>;
      if (settings) made(new Construct(this, part), site, settings, platform);
    };
    const settings = partsOf(site, platform);
    for (const part of Object.keys(parts) as Part[]) make(part, settings[part]);
  }
}
