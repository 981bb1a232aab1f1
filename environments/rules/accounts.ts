import { accountOf, inAccountOf } from '../model/account';
import type { EnvironmentView } from '../schema/parse-environment';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** An account is shared with other environments; the sites of one share theirs anyway. */
const withItself = (environment: EnvironmentView): RuleFinding[] =>
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

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Rights of a project or subscription hold in all of it; on AWS every site has roles of its own. */
const otherPeople = (environment: EnvironmentView): RuleFinding[] => {
  const sites = cloudSites(environment);
  return sites.flatMap(({ site, index }) => {
    const [first] = inAccountOf(
      sites.map((each) => each.site),
      site,
    );
    if (!first || 'accountId' in site || same(first.people, site.people)) return [];
    return [
      {
        code: 'ACCOUNT_PEOPLE' as const,
        place: `sites[${index}].people`,
        message: `another site of the environment is in the same ${accountOf(site).word}, where rights hold for both`,
        value: site.people,
        allowed: [JSON.stringify(first.people)],
        fix: 'name the same people at both, or give each site a project or subscription of its own',
      },
    ];
  });
};

/** What the sites of an environment say of whose accounts they are in. */
export const accountsRule: EnvironmentRule = (environment) => [...withItself(environment), ...otherPeople(environment)];
