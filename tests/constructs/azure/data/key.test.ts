import { key } from '../../../../constructs/azure/data/key';
import { azureSite } from '../../../fixtures/sites';
import { synthesize, theOnly } from '../azure-stacks';

describe('key', () => {
  it('binds to the address of the key, without a version', () => {
    const vault = theOnly(synthesize().data, 'azurerm_key_vault');
    expect(
      key.bind({
        site: azureSite(),
        service: 'tracking',
        namespace: 'tracking',
        name: 'key',
        need: { kind: 'key' },
      }),
    ).toEqual({ name: `https://${vault.name}.vault.azure.net/keys/tracking-key` });
  });
});
