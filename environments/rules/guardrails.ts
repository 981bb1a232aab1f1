import { inAccountOf } from '../model/account';
import { cloudSites } from './regions';
import type { EnvironmentRule } from './rule';

/** An account of AWS cannot bind itself: only its organisation attaches policies to it, for the first of its sites. */
export const guardrailsRule: EnvironmentRule = (environment) => {
  if (environment.governance?.guardrails !== 'account') return [];
  const all = cloudSites(environment).map(({ site }) => site);
  return cloudSites(environment).flatMap(({ site, index }) =>
    'accountId' in site && site.organisationRole === undefined && inAccountOf(all, site)[0] === site
      ? [
          {
            code: 'GUARDRAILS_ROLE' as const,
            place: `sites[${index}].organisationRole`,
            message: 'an account cannot bind itself: only its organisation attaches policies to it',
            value: site.organisationRole,
            allowed: ['the ARN of a role of the management or delegated account'],
            fix: "name a role that may attach policies to the account, or state governance.guardrails: 'organisation'",
          },
        ]
      : [],
  );
};
