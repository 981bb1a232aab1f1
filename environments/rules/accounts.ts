import { cloudSites } from './regions';
import type { EnvironmentRule } from './rule';

/** An account is shared with other environments; the sites of one share theirs anyway. */
export const accountsRule: EnvironmentRule = (environment) =>
  cloudSites(environment).flatMap(({ site, index }) =>
    (site.sharesAccount?.with ?? [])
      .filter((name) => name === environment.name)
      .map((name) => ({
        code: 'ACCOUNT_SHARED_WITH' as const,
        place: `sites[${index}].sharesAccount.with`,
        message: 'an environment shares an account with others, and this is its own name',
        value: name,
        fix: 'name the other environments only, or leave sharesAccount out',
      })),
  );
