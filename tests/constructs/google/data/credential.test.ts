import { gateway } from '../../../../services';
import { resourcesOf, synthesize, theOnly } from '../google-stacks';

const oidc = { issuer: 'https://login.example.com', clientId: 'evenkeel' };
const { data } = synthesize({ services: { gateway: gateway.config.parse({ oidc }) } });

describe('credential', () => {
  it('is an empty secret that a person fills in', () => {
    expect(theOnly(data, 'google_secret_manager_secret')).toMatchObject({
      secret_id: 'evenkeel_test-google-europe-west1_gateway_sign-in',
      deletion_protection: true,
    });
    expect(resourcesOf(data, 'google_secret_manager_secret_version')).toEqual([]);
  });
});
