import type { Site } from '../../environments/model';
import type { CapabilityEvidence, CapabilityId, Evidence, InClusterEvidence } from './capabilities';
import { type Absent, isAbsent } from './need-provider';

/** Sites of the environment in the account, project or subscription of a site, the one that keeps it first. */
export const accountSites = (site: Pick<Site, 'name'> & { readonly accountSites?: readonly string[] }) =>
  site.accountSites ?? [site.name];

/** Name of the site that makes what the account has once. */
export const accountKeeper = (site: Parameters<typeof accountSites>[0]): string => accountSites(site)[0] ?? site.name;

/** Whether a site makes what its account has once, rather than to refer to what another one has made. */
export const keepsAccount = (site: Parameters<typeof accountSites>[0]): boolean => accountKeeper(site) === site.name;

/** Of promises that another site of the account keeps for all of them. */
const keptByFirstSite: Absent = {
  absent: 'an account has this once, and the first of its sites in the environment file keeps it for all of them',
  instead: 'look at that site; it is applied before the others of the account',
};

/**
 * Where promises show on a further site of an account: where they do on the first one, but for what only that one makes. A
 * promise of which nothing is left is kept by the first site.
 */
export const furtherEvidence = (
  evidence: CapabilityEvidence,
  isLeft: (one: Evidence, capability: CapabilityId) => boolean,
): Partial<InClusterEvidence> =>
  Object.fromEntries(
    (Object.keys(evidence) as CapabilityId[]).flatMap((capability) => {
      const shown: readonly Evidence[] | Absent = evidence[capability];
      if (isAbsent(shown)) return [];
      const left = shown.filter((one) => isLeft(one, capability));
      return left.length === shown.length ? [] : [[capability, left.length > 0 ? left : keptByFirstSite]];
    }),
  );
