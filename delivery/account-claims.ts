import { type CloudSite, type Finding, isSitePublicCloud } from '../environments/model';
import { accountOf } from '../environments/model/account';
import type { Environment } from '../environments/model/resolve-environment';

/** That a site of an environment lives in an account, and with whom it says to share it. */
export interface AccountClaim {
  readonly environment: string;
  readonly file: string;
  /** Of the site in its file. */
  readonly place: string;
  readonly kind: string;
  readonly id: string;
  readonly sharedWith: readonly string[];
  /** The site watches the account itself. */
  readonly watched: boolean;
}

/** The accounts of an environment's sites on public clouds. */
export const accountClaims = ({ name, sites }: Environment, file: string): AccountClaim[] =>
  sites.flatMap((site, index) => (isSitePublicCloud(site) ? [claimOf(site, index, name, file)] : []));

function claimOf(site: CloudSite, index: number, environment: string, file: string): AccountClaim {
  const { kind, id } = accountOf(site);
  return {
    environment,
    file,
    place: `sites[${index}]`,
    kind,
    id,
    sharedWith: site.sharesAccount?.with ?? [],
    watched: site.governance?.detection !== undefined,
  };
}

const bothMean = (one: AccountClaim, other: AccountClaim): boolean =>
  one.sharedWith.includes(other.environment) && other.sharedWith.includes(one.environment);

/** Every environment has accounts of its own, unless both sides say otherwise; and none is watched twice. */
export function sharedAccounts(claims: readonly AccountClaim[]): Finding[] {
  return claims.flatMap((claim, index) =>
    claims
      .slice(0, index)
      .filter(
        ({ environment, kind, id }) => environment !== claim.environment && kind === claim.kind && id === claim.id,
      )
      .flatMap((other): Finding[] => {
        const where = { file: claim.file, value: claim.id };
        if (!bothMean(claim, other)) {
          return [
            {
              code: 'ACCOUNT_SHARED',
              ...where,
              place: claim.place,
              message: `lives in the same ${claim.kind} as ${other.place} of ${other.file}: what goes wrong in one reaches the other`,
              fix: 'give every environment its own, or state sharesAccount with a reason in both files',
            },
          ];
        }
        if (!claim.watched || !other.watched) return [];
        return [
          {
            code: 'ACCOUNT_WATCHED_TWICE',
            ...where,
            place: 'governance.detection',
            message: `${other.file} watches the same ${claim.kind}`,
            fix: "let one of them watch, and leave it to that one here: governance.detection: 'organisation'",
          },
        ];
      }),
  );
}
