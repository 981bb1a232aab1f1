import { aws, google, type RuleCase, signIn } from './words';

export const secretsCases: readonly RuleCase[] = [
  [
    'days that every cloud can bring keys and secrets back',
    { secrets: { recoveryDays: 60 } },
    ['RECOVERY_DAYS secrets.recoveryDays'],
    { secrets: { recoveryDays: 30 } },
  ],
  [
    'the same secrets on every site that restores data of another',
    { sites: [aws, { ...google, providers: { secret: 'in-cluster' as const } }] },
    ['SECRETS_NOT_SHARED sites[1].providers.secret'],
    { sites: [{ ...aws, providers: { secret: 'in-cluster' as const } }] },
  ],
  [
    'days that a cloud alone can bring them back',
    { secrets: { recoveryDays: 121 }, sites: [{ ...google, role: 'primary' }] },
    ['RECOVERY_DAYS secrets.recoveryDays'],
    { secrets: { recoveryDays: 120 }, sites: [{ ...google, role: 'primary' }] },
  ],
  [
    'the age of a credential that a service asks for',
    {
      secrets: { credentials: { 'gateway-password': { changedOn: '2026-11-01', owner: 'ml-platform' } } },
      services: { gateway: signIn },
    },
    ['UNKNOWN_CREDENTIAL secrets.credentials.gateway-password'],
    {
      secrets: { credentials: { 'gateway-sign-in': { changedOn: '2026-11-01', owner: 'ml-platform' } } },
      services: { gateway: signIn },
    },
  ],
];
