import type { CloudSite } from './site';

type Account = Partial<Pick<Extract<CloudSite, { accountId: string }>, 'accountId'>> &
  Partial<Pick<Extract<CloudSite, { projectId: string }>, 'projectId'>> &
  Partial<Pick<Extract<CloudSite, { subscriptionId: string }>, 'subscriptionId'>>;

const kinds = ['account', 'project', 'subscription'] as const;
type AccountKind = (typeof kinds)[number];

/** The account, project or subscription that a site is in: what its cloud calls it, the word that names it, and its id. */
export function accountOf(site: Account): { readonly kind: AccountKind; readonly word: string; readonly id: string } {
  const kind = kinds.find((name) => site[`${name}Id`] !== undefined) ?? 'account';
  return { kind, word: `${kind}Id`, id: site[`${kind}Id`] ?? '' };
}
