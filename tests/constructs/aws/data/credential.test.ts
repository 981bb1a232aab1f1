import { gateway } from '../../../../services';
import { named, resourcesOf, synthesize } from '../aws-stacks';

const oidc = { issuer: 'https://login.example.com', clientId: 'evenkeel' };
const { data } = synthesize({ services: { gateway: gateway.config.parse({ oidc }) } });

describe('credential', () => {
  it('is an empty secret with the keys that a person fills in, under an own key', () => {
    const stored = named(data, 'aws_secretsmanager_secret', 'credential');
    expect(stored.name).toBe('evenkeel/test-aws-eu-west-1/gateway/sign-in');
    expect(stored.kms_key_id).toMatch(/aws_kms_key\.foundation_data-key/);
    expect(resourcesOf(data, 'aws_secretsmanager_secret_version')).toEqual([]);
  });
});
