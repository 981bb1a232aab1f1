import { type AccountClaim, accountClaims, organisationTrails, sharedAccounts } from '../../delivery/account-claims';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import { environmentInput, siteInputs } from '../fixtures/environment';

const claim = (environment: string, overrides: Partial<AccountClaim> = {}): AccountClaim => ({
  environment,
  file: `environments/${environment}.ts`,
  place: 'sites[0]',
  word: 'accountId',
  id: '111111111111',
  sharedWith: [],
  keeps: [],
  ...overrides,
});

it('reads the account of every site', () => {
  const claims = accountClaims(resolveEnvironment(environmentInput(), 'environments/test.ts'), 'environments/test.ts');
  expect(claims.map(({ place, word, id }) => [place, word, id])).toEqual([
    ['sites[0]', 'accountId', siteInputs.aws.accountId],
    ['sites[1]', 'projectId', siteInputs.google.projectId],
    ['sites[2]', 'subscriptionId', siteInputs.azure.subscriptionId],
  ]);
});

describe('an account', () => {
  it('belongs to one environment', () => {
    expect(sharedAccounts([claim('dev'), claim('prod')])).toEqual([
      expect.objectContaining({
        code: 'ACCOUNT_SHARED',
        file: 'environments/prod.ts',
        place: 'sites[0].accountId',
        value: '111111111111',
        message: expect.stringContaining('environments/dev.ts'),
      }),
    ]);
  });

  it('may hold several sites of one environment', () => {
    expect(sharedAccounts([claim('dev'), claim('dev', { place: 'sites[1]' })])).toEqual([]);
  });

  it('may be shared where both sides say so, and not where one does', () => {
    const dev = claim('dev', { sharedWith: ['sandbox'] });
    expect(sharedAccounts([dev, claim('sandbox')])).toHaveLength(1);
    expect(sharedAccounts([dev, claim('sandbox', { sharedWith: ['dev'] })])).toEqual([]);
  });

  it('is watched and bound by one of those who share it', () => {
    const dev = claim('dev', { sharedWith: ['sandbox'], keeps: ['detection', 'guardrails'] });
    const sandbox = claim('sandbox', { sharedWith: ['dev'], keeps: ['guardrails'] });
    expect(sharedAccounts([dev, sandbox])).toEqual([
      expect.objectContaining({ code: 'ACCOUNT_SHARED', place: 'governance.guardrails' }),
    ]);
  });

  it('is another one where only the digits are the same', () => {
    expect(sharedAccounts([claim('dev'), claim('prod', { word: 'projectId' })])).toEqual([]);
  });
});

it('an environment does not share an account with itself', () => {
  const because = 'a sandbox beside it, without data';
  const input = environmentInput({ sites: [{ ...siteInputs.aws, sharesAccount: { with: ['test'], because } }] });
  expect(() => resolveEnvironment(input)).toThrow(
    expect.objectContaining({
      findings: [expect.objectContaining({ code: 'ACCOUNT_SHARED_WITH', place: 'sites[0].sharesAccount.with' })],
    }),
  );
});

describe('the trail of an organisation', () => {
  const keeper = (environment: string, trailOf: string, overrides: Partial<AccountClaim> = {}) =>
    claim(environment, { id: environment, trailOf, ...overrides });

  it('is kept by one environment', () => {
    expect(organisationTrails([keeper('dev', 'o-a1b2c3d4e5'), keeper('prod', 'o-a1b2c3d4e5')])).toEqual([
      expect.objectContaining({
        code: 'ORGANISATION_TRAIL',
        file: 'environments/prod.ts',
        place: 'sites[0].organisationTrail',
        value: 'o-a1b2c3d4e5',
      }),
    ]);
  });

  it('is another one in another organisation, and on another cloud', () => {
    const dev = keeper('dev', '999999999999');
    expect(organisationTrails([dev, keeper('prod', '888888888888')])).toEqual([]);
    expect(organisationTrails([dev, keeper('prod', '999999999999', { word: 'projectId' })])).toEqual([]);
    expect(organisationTrails([dev, claim('prod'), claim('staging')])).toEqual([]);
  });

  it('is read from the site', () => {
    const { aws, ...others } = siteInputs;
    const input = environmentInput({
      sites: [{ ...aws, organisationTrail: { organisationId: 'o-a1b2c3d4e5' } }, ...Object.values(others)],
    });
    const claims = accountClaims(resolveEnvironment(input), 'environments/test.ts');
    expect(claims.map(({ trailOf }) => trailOf)).toEqual(['o-a1b2c3d4e5', undefined, undefined]);
  });
});
