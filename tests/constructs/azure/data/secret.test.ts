import { Testing } from 'cdk8s';
import { secret } from '../../../../constructs/azure/data/secret';
import { azureSite } from '../../../fixtures/sites';
import { resourcesOf, synthesize } from '../azure-stacks';

const { data } = synthesize();

describe('secret', () => {
  it("lies in the site's own vault, under a name that Key Vault takes", () => {
    const secrets = resourcesOf(data, 'azurerm_key_vault_secret');
    expect(secrets.map(({ name }) => name)).toEqual([
      'evenkeel--test-azure-westeurope--tracking--database',
      'evenkeel--test-azure-westeurope--tracking--passphrase',
    ]);
    for (const made of secrets) {
      expect(made.key_vault_id).toMatch(/azurerm_key_vault\.foundation_vault/);
      expect(made.depends_on).toHaveLength(1);
    }
  });

  it('is generated with the length asked for and written without passing through state', () => {
    const generated = Object.values<{ length: number; special: boolean }>(data.ephemeral.random_password);
    expect(generated).toContainEqual({ length: 48, special: false });
    for (const made of resourcesOf(data, 'azurerm_key_vault_secret')) {
      expect(made.value_wo).toContain('ephemeral.random_password.');
      expect(made).not.toHaveProperty('value');
    }
  });

  it('reaches the namespace under the name it is bound to', () => {
    const request = {
      site: azureSite(),
      service: 'tracking',
      namespace: 'tracking',
      name: 'passphrase',
      need: { kind: 'secret', length: 48, boundTo: 'data' },
    } as const;
    expect(secret.bind(request)).toEqual({ secretName: 'tracking-passphrase' });
    const chart = Testing.chart();
    secret.manifests(chart, request);
    const [manifest] = Testing.synth(chart);
    expect(manifest.spec.data).toEqual([
      { secretKey: 'value', remoteRef: { key: 'evenkeel--test-azure-westeurope--tracking--passphrase' } },
    ]);
  });
});
