import type { GateFacts, Verdict } from './gate';
import { silentSites } from './gitops-facts';
import type { AppliedByGitops, EnvironmentFacts } from './promotion-facts';

interface Asked {
  readonly environment: string;
  readonly health: EnvironmentFacts;
  /** All sites of it. */
  readonly sites: readonly string[];
  /** Those that are asked about. Default: all. */
  readonly of?: readonly string[];
  readonly named: (words: readonly string[]) => string;
}

const wrong = ({ isInSync, isHealthy }: AppliedByGitops): string[] => [
  ...(isInSync ? [] : ['is not what Git holds']),
  ...(isHealthy ? [] : ['is not healthy']),
];

/**
 * Whether sites run what Git holds, and well, in the words of whatever engine brings it there.
 * @returns `undefined`: they do
 */
export function unappliedVerdict(
  { environment, health, sites, of = sites, named }: Asked,
  strayed: GateFacts['strayed'],
): Verdict | undefined {
  const held = (why: string, fix: string): Verdict => ({ status: 'held', why, fix });
  const { gitops } = health;
  if (gitops?.length === 0) return undefined;
  // Who speaks of no site speaks of the only one.
  const [only] = sites.length === 1 ? sites : [];
  const applied = (gitops ?? [])
    .map((one) => (one.site === undefined && only !== undefined ? { ...one, site: only } : one))
    .filter(({ site }) => site !== undefined && of.includes(site));
  const silent = silentSites(applied, of);
  if (silent.length > 0)
    return held(
      `nobody says whether ${named(silent)} runs what Git holds`,
      'ask a Prometheus or Thanos that has the metrics of Argo CD or Flux of every site (the alert GitopsSilent says why they are missing); a record states `gitops`, which is `[]` where no engine applies it',
    );
  const ill = applied.filter((one) => wrong(one).length > 0);
  if (ill.length > 0)
    return held(
      named(ill.map((one) => `${one.name} of ${one.site} ${wrong(one).join(' and ')} (${one.says})`)),
      'let the engine apply it: mend what its condition names, in Git (docs/guides/gitops.md)',
    );
  const astray = strayed.filter((one) => one.environment === environment && of.includes(one.site));
  if (astray.length > 0)
    return held(
      named(
        astray.map(({ name, site, commit, isKnown }) =>
          isKnown
            ? `${name} of ${site} applies ${commit.slice(0, 12)}, which holds another tree of the site`
            : `${name} of ${site} applies ${commit.slice(0, 12)}, which this repository does not have`,
        ),
      ),
      'bring the commit of the release to the branch that the sites follow, fetch that branch here, and wait until it is applied',
    );
  return undefined;
}
