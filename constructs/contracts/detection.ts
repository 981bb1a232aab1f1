import type { Site } from '../../environments/model';
import { keepsAccount } from './account';

/** What watches the account of a site; `undefined`: the organisation does that centrally, or the site has no account. */
export const detectionOf = (site: Site) => ('governance' in site ? site.governance?.detection : undefined);

/** Whether nobody may shorten the trail, which nobody can undo. */
export const isTrailLocked = (site: Site): boolean => detectionOf(site)?.trailRetention === 'locked';

/** Whether the trail of the site is that of its whole organisation; only where the site has one at all. */
export const keepsOrganisationTrail = (site: Site): boolean =>
  detectionOf(site) !== undefined &&
  'organisationTrail' in site &&
  site.organisationTrail !== undefined &&
  keepsAccount(site);

/** What somebody is told of at once, on every cloud alike, with what the message says. Which calls it is each cloud says. */
export const alerts = {
  rootUse: 'Somebody used, or was given, the rights that stand above all others',
  publicExposure: 'Something was opened to everybody',
  keyDeletion: 'A key was disabled or is to be destroyed',
  policyChange: 'Rights were changed by somebody else than the pipeline',
  trailChange: 'What records or watches the account was changed or stopped',
  threatFound: 'Threat detection found something of high severity',
} as const;

export type AlertName = keyof typeof alerts;

/** One entry an alert; a cloud that misses one does not compile. */
export type PerAlert<T> = { readonly [A in AlertName]: T };

export const alertNames = Object.keys(alerts) as readonly AlertName[];
