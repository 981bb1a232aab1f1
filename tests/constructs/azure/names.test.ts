import {
  diskEncryptionSetName,
  groupName,
  postgresServerName,
  storageAccountName,
  vaultName,
  vaultSecretName,
} from '../../../constructs/azure/names';
import { azureSite } from '../../fixtures/sites';

/** The longest names that an environment may have. */
const site = azureSite({ organisation: 'twelve-chars', name: 'sixteen-letters1-azure-germanywestcentral' });

describe('names', () => {
  const long = 'a-service-with-a-very-long-name-indeed';

  it.each([
    ['storage account', storageAccountName(site, long, long), 24, /^[a-z0-9]{3,24}$/],
    ['vault', vaultName(site, 'cluster'), 24, /^[a-z](-?[a-z0-9])+$/],
    ['database', postgresServerName(site, long, long), 63, /^[a-z0-9][a-z0-9-]+[a-z0-9]$/],
    ['resource group', groupName(site, 'platform'), 90, /^[\w.()-]+[\w()-]$/],
    ['disk encryption set', diskEncryptionSetName(site), 80, /^[\w.-]+$/],
    ['secret', vaultSecretName({ site, service: long.slice(0, 30), name: long.slice(0, 30) }), 127, /^[a-zA-Z0-9-]+$/],
  ])('fits the limits of a %s', (_, name, maxLength, form) => {
    expect(name.length).toBeLessThanOrEqual(maxLength);
    expect(name).toMatch(form);
  });

  it('tells apart vaults of one site, and sites of one organisation', () => {
    const vaults = (['state', 'cluster', 'data'] as const).map((part) => vaultName(site, part));
    expect(new Set([...vaults, vaultName(azureSite(), 'data')]).size).toBe(4);
  });

  it('tells apart secrets whose paths differ only in where a name ends', () => {
    expect(vaultSecretName({ site, service: 'a-b', name: 'c' })).not.toBe(
      vaultSecretName({ site, service: 'a', name: 'b-c' }),
    );
  });
});
