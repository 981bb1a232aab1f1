import type { CloudSite } from './site';

type Account = Partial<Pick<Extract<CloudSite, { accountId: string }>, 'accountId'>> &
  Partial<Pick<Extract<CloudSite, { projectId: string }>, 'projectId'>> &
  Partial<Pick<Extract<CloudSite, { subscriptionId: string }>, 'subscriptionId'>>;

const words = ['accountId', 'projectId', 'subscriptionId'] as const satisfies readonly (keyof Account)[];

/** The account, project or subscription that a site is in: the word that names it, and its id. */
export function accountOf(site: Account): { readonly word: string; readonly id: string } {
  const word = words.find((name) => site[name] !== undefined) ?? 'accountId';
  return { word, id: site[word] ?? '' };
}

/** Sites that are in one account with a site, itself among them, in the order that they are given in. */
export const inAccountOf = <S extends Account>(sites: readonly S[], site: Account): readonly S[] => {
  const { word, id } = accountOf(site);
  return sites.filter((other) => accountOf(other).word === word && accountOf(other).id === id);
};
