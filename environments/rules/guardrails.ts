import { cloudSites } from './regions';
import type { EnvironmentRule } from './rule';

/** An account of AWS cannot bind itself: only its organisation attaches policies to it. */
export const guardrailsRule: EnvironmentRule = (environment) =>
  environment.governance?.guardrails === 'account'
    ? cloudSites(environment).flatMap(({ site, index }) =>
        'accountId' in site && site.organisationRole === undefined
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
      )
    : [];
