import { adoptedRegistries, adoptedSites, ownImages } from '../../../fixtures/adopted-sites';
import { synthesizeSite } from '../../../fixtures/synthesize';

const siteWith = (privateEndpoint?: 'create' | 'exist') =>
  adoptedSites({ azure: { registry: { ...adoptedRegistries.azure, privateEndpoint } } }, ownImages).azure;
const registryEndpoints = async (privateEndpoint?: 'create' | 'exist') => {
  const { stacks } = await synthesizeSite(siteWith(privateEndpoint));
  return Object.values(stacks.data?.resource?.azurerm_private_endpoint ?? {}).filter((each) =>
    JSON.stringify(each).includes('"registry"'),
  );
};

it('is looked at by its name', async () => {
  const { stacks } = await synthesizeSite(siteWith());
  expect(Object.values(stacks.data?.data?.azurerm_container_registry ?? {})).toMatchObject([
    { name: 'acmeImages', resource_group_name: 'images' },
  ]);
});

it('gets a private address in the network of the site, unless the owner of the network has one', async () => {
  expect(await registryEndpoints()).toHaveLength(1);
  expect(await registryEndpoints('exist')).toEqual([]);
});

it('lets the nodes pull as themselves', async () => {
  const { stacks, model } = await synthesizeSite(siteWith());
  expect(Object.values(stacks.platform?.resource?.azurerm_role_assignment ?? {})).toContainEqual(
    expect.objectContaining({ role_definition_name: 'AcrPull', scope: adoptedRegistries.azure.id }),
  );
  expect(model.kubernetes.adoptedImages).toBe('acmeimages.azurecr.io/');
});
