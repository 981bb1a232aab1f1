import { watchedSecrets } from '../../../charts/monitoring/secret-ages';
import { parseExpression } from './metric-names';

const day = 86_400;

it('watches nothing where the file states no age', () => {
  expect(watchedSecrets({ rotation: { passwordVersion: 1, rotationDays: 90, credentials: {} } })).toEqual([]);
});

describe('stated ages', () => {
  const [watched] = watchedSecrets({
    rotation: {
      passwordVersion: 2,
      rotatedAt: 1000 * day,
      rotationDays: 60,
      credentials: { 'gateway-sign-in': { changedAt: 900 * day, owner: 'identity-team' } },
    },
  });
  const alerts = watched?.alerts ?? [];

  it('raise an alert each, for whoever has to act', () => {
    expect(alerts.map(({ name, severity }) => `${name} ${severity}`)).toEqual([
      'PasswordsOld ticket',
      'CredentialOldGatewaySignIn ticket',
    ]);
    expect(alerts[1]?.action).toContain('identity-team');
  });

  it('are held against the clock of the site alone, in PromQL', () => {
    for (const { expression } of alerts) expect(parseExpression(expression)).toEqual({ metrics: [], valid: true });
    expect(alerts[0]?.expression).toBe(
      `(vector(time() - ${1000 * day}) > ${60 * day}) or (vector(time() - ${1000 * day}) < ${-day})`,
    );
  });

  it('are drawn', () => {
    expect(Object.keys(watched?.panels[0]?.queries ?? {})).toEqual(['generated passwords', 'gateway-sign-in']);
  });
});
