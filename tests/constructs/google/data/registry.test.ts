import { resourcesOf, synthesize, theOnly } from '../google-stacks';

const registry = { repositories: ['models/churn'], untaggedDays: 14, mirrors: true };
const { cluster, data, platform, state } = synthesize({ registry });

describe('registry', () => {
  it('has one repository for own images and one a public registry', () => {
    expect(
      resourcesOf(data, 'google_artifact_registry_repository')
        .map((one) => one.repository_id)
        .sort(),
    ).toEqual(
      ['docker-hub', 'ecr-public', 'github', 'images', 'kubernetes', 'quay'].map(
        (part) => `test-google-europe-west1-${part}`,
      ),
    );
  });

  it('lets the account of the nodes pull from each of them', () => {
    const members = resourcesOf(platform, 'google_artifact_registry_repository_iam_member');
    expect(members).toHaveLength(6);
    const nodes = theOnly(cluster, 'google_service_account').account_id;
    for (const { member } of members) expect(member).toContain(`serviceAccount:${nodes}@`);
  });

  it('is encrypted with a key that its service may use, after its accounts are made', () => {
    const members = resourcesOf(data, 'google_kms_crypto_key_iam_member').map(({ member }) => member);
    expect(members).toContain('serviceAccount:service-123456789012@gcp-sa-artifactregistry.iam.gserviceaccount.com');
    expect(JSON.stringify(resourcesOf(state, 'google_workload_identity_service_agent'))).toContain(
      'serviceProducers/artifactregistry.googleapis.com',
    );
  });
});
