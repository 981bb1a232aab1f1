import { adoptedSites, clusterInputs, ownImages } from '../../../fixtures/adopted-sites';
import { synthesizeSite } from '../../../fixtures/synthesize';

const { azure: site } = adoptedSites(clusterInputs, ownImages);

it('looks at the cluster, and sends its logs to the archive of the site besides', async () => {
  const { stacks } = await synthesizeSite(site);
  expect(Object.keys(stacks.cluster?.data ?? {})).toEqual(['azurerm_kubernetes_cluster', 'terraform_remote_state']);
  expect(Object.values(stacks.cluster?.data?.azurerm_kubernetes_cluster ?? {})).toMatchObject([
    { name: 'acme-ml', resource_group_name: 'clusters' },
  ]);
  expect(Object.keys(stacks.cluster?.resource ?? {})).toEqual(['azurerm_monitor_diagnostic_setting']);
  expect(Object.values(stacks.cluster?.resource?.azurerm_monitor_diagnostic_setting ?? {})).toMatchObject([
    { name: site.name, target_resource_id: expect.stringMatching(/^\$\{data\.azurerm_kubernetes_cluster\./) },
  ]);
});

it('lets what its nodes run as pull, and encrypts volumes with its disk encryption set', async () => {
  const { stacks, model } = await synthesizeSite(site);
  expect(Object.values(stacks.platform?.resource?.azurerm_role_assignment ?? {})).toContainEqual(
    expect.objectContaining({
      role_definition_name: 'AcrPull',
      principal_id: expect.stringMatching(/^\$\{data\.azurerm_kubernetes_cluster\..*kubelet_identity/),
    }),
  );
  expect(model.kubernetes.storageClass?.parameters.diskEncryptionSetID).toBe(clusterInputs.azure.cluster.disks);
});

it('trusts tokens that the cluster issues', async () => {
  const { stacks } = await synthesizeSite(site);
  expect(JSON.stringify(stacks.platform?.resource?.azurerm_federated_identity_credential)).toContain('oidc_issuer_url');
});
