import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import { bindRunbook } from '../../runbooks/catalogue/bind-runbook';
import type { TypedOptions } from '../../runbooks/catalogue/option-kinds';
import { environmentInput, siteInputs } from '../fixtures/environment';

/** Standbys on two other clouds, and in a second region of the first one. */
export const recoveryEnvironment = (overrides: Partial<EnvironmentInput> = {}) =>
  resolveEnvironment(
    environmentInput({
      recovery: { tier: 'warm-standby', rpoMinutes: 120, rtoMinutes: 1440 },
      services: { tracking: {}, featureStore: {}, streaming: { mirror: {} } },
      ci: {
        issuer: 'https://token.actions.githubusercontent.com',
        planSubject: 'repo:acme/platform:pull_request',
        applySubject: 'repo:acme/platform:environment:test',
      },
      sites: [
        siteInputs.aws,
        siteInputs.google,
        siteInputs.azure,
        { ...siteInputs.aws, region: 'eu-central-1', role: 'standby', addressSlot: 3 },
      ],
      ...overrides,
    }),
    'environments/test.ts',
  );

export const begun = '2026-11-20T12:00:00Z';

export const bound = (
  name: string,
  options: TypedOptions,
  environment = recoveryEnvironment(),
  kept: { readonly primary?: string } = {},
) => bindRunbook(name, { environment, options, begun, root: '.evenkeel', ...kept });
