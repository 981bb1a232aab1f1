import { adoptedSites, clusterInputs, ownImages } from '../../../fixtures/adopted-sites';
import { synthesizeSite } from '../../../fixtures/synthesize';

const { google: site } = adoptedSites(clusterInputs, ownImages);

it('looks at the cluster and the key of its disks, and makes nothing', async () => {
  const { stacks } = await synthesizeSite(site);
  expect(Object.keys(stacks.cluster?.resource ?? {})).toEqual([]);
  const data = stacks.cluster?.data ?? {};
  expect(Object.keys(data).sort()).toEqual(['google_container_cluster', 'google_kms_crypto_key']);
  expect(Object.values(data.google_container_cluster ?? {})).toMatchObject([
    { project: 'acme-ml-test', location: 'europe-west1', name: 'acme-ml' },
  ]);
});

it('lets the account of its machines pull, and encrypts volumes with the key that its driver may use', async () => {
  const { stacks, model } = await synthesizeSite(site);
  expect(JSON.stringify(stacks.platform?.resource?.google_artifact_registry_repository_iam_member)).toContain(
    `serviceAccount:${clusterInputs.google.cluster.nodeAccount}`,
  );
  expect(model.kubernetes.storageClass?.parameters['disk-encryption-kms-key']).toBe(clusterInputs.google.cluster.disks);
});
