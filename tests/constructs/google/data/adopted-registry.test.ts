import { adoptedRegistries, adoptedSites, ownImages } from '../../../fixtures/adopted-sites';
import { synthesizeSite } from '../../../fixtures/synthesize';

const { google: site } = adoptedSites({ google: { registry: adoptedRegistries.google } }, ownImages);

it('looks at the repository and at who may read it, in the project of the owner', async () => {
  const { stacks } = await synthesizeSite(site);
  const found = ['google_artifact_registry_repository', 'google_artifact_registry_repository_iam_policy'].flatMap(
    (type) => Object.values(stacks.data?.data?.[type] ?? {}),
  );
  expect(found).toMatchObject([
    { project: 'acme-images', location: 'europe-west1', repository_id: 'ml' },
    { project: 'acme-images', location: 'europe-west1' },
  ]);
});

it('is where images of own services may come from, and grants nothing: its owner does', async () => {
  const { model, stacks } = await synthesizeSite(site);
  expect(model.kubernetes.adoptedImages).toBe('europe-west1-docker.pkg.dev/acme-images/ml/');
  expect(JSON.stringify(stacks.platform)).not.toContain('artifactregistry');
});

it('has the API switched on, by which it is looked at', async () => {
  const { stacks } = await synthesizeSite(site);
  expect(JSON.stringify(stacks.state?.resource?.google_project_service)).toContain('artifactregistry.googleapis.com');
});
