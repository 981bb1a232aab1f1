import { type CloudSite, type Finding, type GovernanceSettings, isSitePublicCloud } from '../environments/model';
import { accountOf } from '../environments/model/account';
import type { Environment } from '../environments/model/resolve-environment';

/** That a site of an environment lives in an account, and with whom it says to share it. */
export interface AccountClaim {
  readonly environment: string;
  readonly file: string;
  /** Of the site in its file. */
  readonly place: string;
  /** The word that names it: the same id of two clouds is not the same account. */
  readonly word: string;
  readonly id: string;
  readonly sharedWith: readonly string[];
  /** What the site makes for the whole of it, which nobody can make twice. */
  readonly keeps: readonly (keyof GovernanceSettings)[];
  /** Organisation or management group whose trail the site keeps. Default: none. */
  readonly trailOf?: string;
}

/** The accounts of an environment's sites on public clouds. */
export const accountClaims = ({ name, sites }: Environment, file: string): AccountClaim[] =>
  sites.flatMap((site, index) => (isSitePublicCloud(site) ? [claimOf(site, index, name, file)] : []));

const claimOf = (site: CloudSite, index: number, environment: string, file: string): AccountClaim => ({
  environment,
  file,
  place: `sites[${index}]`,
  ...accountOf(site),
  sharedWith: site.sharesAccount?.with ?? [],
  keeps: Object.keys(site.governance ?? {}) as (keyof GovernanceSettings)[],
  ...(site.organisationTrail ? { trailOf: trailOf(site.organisationTrail) } : {}),
});

const trailOf = (trail: NonNullable<CloudSite['organisationTrail']>): string =>
  'managementGroupId' in trail ? trail.managementGroupId : trail.organisationId;

/** The trail of an organisation is kept by one environment. */
export const organisationTrails = (claims: readonly AccountClaim[]): Finding[] =>
  claims.flatMap((claim, index) =>
    claims
      .slice(0, index)
      .filter(({ environment }) => environment !== claim.environment)
      .filter(({ word, trailOf: of }) => of !== undefined && word === claim.word && of === claim.trailOf)
      .map(({ file }) => ({
        code: 'ORGANISATION_TRAIL' as const,
        file: claim.file,
        place: `${claim.place}.organisationTrail`,
        message: `${file} keeps the trail of the same organisation`,
        value: claim.trailOf,
        fix: 'leave it to one of them',
      })),
  );

const isMeant = (one: AccountClaim, other: AccountClaim): boolean =>
  one.sharedWith.includes(other.environment) && other.sharedWith.includes(one.environment);

/** Every environment has accounts of its own, unless both sides say otherwise; and then one of them watches and binds it. */
export function sharedAccounts(claims: readonly AccountClaim[]): Finding[] {
  return claims.flatMap((claim, index) =>
    claims
      .slice(0, index)
      .filter(
        ({ environment, word, id }) => environment !== claim.environment && word === claim.word && id === claim.id,
      )
      .flatMap((other): Finding[] => (isMeant(claim, other) ? keptTwice(claim, other) : [shared(claim, other)])),
  );
}

const shared = ({ file, place, word, id }: AccountClaim, other: AccountClaim): Finding => ({
  code: 'ACCOUNT_SHARED',
  file,
  place: `${place}.${word}`,
  message: `${other.place} of ${other.file} has the same: what goes wrong in one environment reaches the other`,
  value: id,
  fix: 'give every environment accounts of its own, or state sharesAccount with a reason in both files',
});

/** What an account has once, with the word by which an environment makes it and how to leave it; budgets each have their own. */
const once: { readonly [P in keyof GovernanceSettings]?: readonly [place: string, fix: string] } = {
  detection: ['governance.detection', "governance.detection: 'organisation' in the other"],
  guardrails: ['governance.guardrails', "governance.guardrails: 'organisation' in the other"],
  anomalies: ['budget.alerts.anomaliesOverUsd', 'no budget.alerts.anomaliesOverUsd in the other'],
  costExport: ['budget.export', 'no budget.export in the other'],
};

const keptTwice = ({ file, id, keeps }: AccountClaim, other: AccountClaim): Finding[] =>
  keeps
    .filter((part) => other.keeps.includes(part))
    .flatMap((part) => {
      const [place, fix] = once[part] ?? [];
      return place === undefined
        ? []
        : [
            {
              code: 'ACCOUNT_SHARED',
              file,
              place,
              message: `${other.file} makes the same for the same account`,
              value: id,
              fix: `let one of them make it: ${fix}`,
            },
          ];
    });
