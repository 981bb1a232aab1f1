import { identity } from '../../../../constructs/azure/data/identity';
import { azureSite } from '../../../fixtures/sites';
import { resourceCounts, resourcesOf, synthesize, theOnly } from '../azure-stacks';

const { platform, data } = synthesize();
const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/test-azure-westeurope-data/providers';

describe('identity', () => {
  it('makes an identity a service account, and grants', () => {
    expect(resourceCounts(platform)).toEqual({
      azurerm_federated_identity_credential: 2,
      azurerm_resource_group: 1,
      azurerm_role_assignment: 3,
      azurerm_user_assigned_identity: 2,
    });
  });

  it('trusts tokens of exactly one service account of the cluster', () => {
    const credentials = resourcesOf(platform, 'azurerm_federated_identity_credential');
    expect(credentials.map(({ subject }) => subject)).toEqual([
      'system:serviceaccount:external-secrets:external-secrets',
      'system:serviceaccount:tracking:mlflow',
    ]);
    for (const credential of credentials) {
      expect(credential.issuer).toContain('oidc_issuer_url');
      expect(credential.audience).toEqual(['api://AzureADTokenExchange']);
    }
  });

  it("lets a service use its own container, and the reader of secrets the site's secrets, each by name", () => {
    const account = theOnly(data, 'azurerm_storage_account').name;
    const vault = theOnly(data, 'azurerm_key_vault').name;
    const grants = resourcesOf(platform, 'azurerm_role_assignment');
    expect(grants.map(({ role_definition_name, scope }) => [role_definition_name, scope])).toEqual([
      ...['database', 'passphrase'].map((need) => [
        'Key Vault Secrets User',
        `${group}/Microsoft.KeyVault/vaults/${vault}/secrets/evenkeel--test-azure-westeurope--tracking--${need}`,
      ]),
      [
        'Storage Blob Data Contributor',
        `${group}/Microsoft.Storage/storageAccounts/${account}/blobServices/default/containers/artifacts`,
      ],
    ]);
  });

  it('binds to a service account whose pods carry the label, and to the ranges of Entra ID', () => {
    const binding = identity.bind({
      site: azureSite(),
      service: 'tracking',
      namespace: 'tracking',
      name: 'identity',
      need: { kind: 'identity', serviceAccount: 'mlflow', grants: 'needs' },
    });
    expect(binding).toMatchObject({
      serviceAccountName: 'mlflow',
      podLabels: { 'azure.workload.identity/use': 'true' },
    });
    expect(binding.egress.map((peer) => 'cidr' in peer && peer.cidr)).toEqual([
      '20.20.32.0/19',
      '20.190.128.0/18',
      '20.231.128.0/19',
      '40.126.0.0/18',
    ]);
  });
});
