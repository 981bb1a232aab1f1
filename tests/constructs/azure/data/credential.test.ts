import { gateway } from '../../../../services';
import { resourcesOf, synthesize } from '../azure-stacks';

const oidc = { issuer: 'https://login.example.com', clientId: 'evenkeel' };
const { data, platform } = synthesize({ services: { gateway: gateway.config.parse({ oidc }) } });

describe('credential', () => {
  it('may be read by External Secrets alone, once a person has put it into the vault', () => {
    expect(resourcesOf(data, 'azurerm_key_vault_secret')).toEqual([]);
    const scopes = resourcesOf(platform, 'azurerm_role_assignment').map(({ scope }) => String(scope));
    expect(
      scopes.filter((scope) => scope.endsWith('/secrets/evenkeel--test-azure-westeurope--gateway--sign-in')),
    ).toHaveLength(1);
  });
});
