import { resourceCounts, resourcesOf, synthesize, theOnly } from '../google-stacks';

const { state } = synthesize();

describe('state', () => {
  it('makes the services, the bucket, its key and the trust of the pipeline', () => {
    expect(resourceCounts(state)).toEqual({
      google_iam_workload_identity_pool: 1,
      google_iam_workload_identity_pool_provider: 1,
      google_kms_crypto_key: 1,
      google_kms_crypto_key_iam_member: 1,
      google_kms_key_ring: 1,
      google_privileged_access_manager_entitlement: 1,
      google_project_iam_custom_role: 2,
      google_project_iam_member: 32,
      google_project_service: 21,
      google_service_account: 2,
      google_service_account_iam_member: 2,
      google_storage_bucket: 1,
      google_storage_bucket_iam_member: 2,
      google_workload_identity_service_agent: 5,
    });
  });

  it('keeps remote state private, versioned, encrypted and undeletable', () => {
    expect(theOnly(state, 'google_storage_bucket')).toMatchObject({
      name: 'acme-test-gcp-europe-west1-state-c7a16b3d',
      location: 'europe-west1',
      public_access_prevention: 'enforced',
      uniform_bucket_level_access: true,
      versioning: { enabled: true },
      encryption: { default_kms_key_name: expect.stringMatching(/^\$\{google_kms_crypto_key\./) },
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it('turns services on and never off', () => {
    for (const service of resourcesOf(state, 'google_project_service')) expect(service.disable_on_destroy).toBe(false);
  });

  it('makes the accounts that databases and secrets use keys with, once their services are on', () => {
    const agents = resourcesOf(state, 'google_workload_identity_service_agent');
    expect(agents.map(({ parent }) => parent).sort()).toEqual([
      'projects/123456789012/locations/global/serviceProducers/cloudasset.googleapis.com',
      'projects/123456789012/locations/global/serviceProducers/pubsub.googleapis.com',
      'projects/123456789012/locations/global/serviceProducers/secretmanager.googleapis.com',
      'projects/123456789012/locations/global/serviceProducers/sqladmin.googleapis.com',
      'projects/123456789012/locations/global/serviceProducers/storageinsights.googleapis.com',
    ]);
    for (const { depends_on } of agents) expect(depends_on).toHaveLength(20);
  });

  it('trusts exactly two token subjects of the pipeline', () => {
    expect(theOnly(state, 'google_iam_workload_identity_pool_provider')).toMatchObject({
      attribute_condition:
        "assertion.sub in ['repo:acme/platform:pull_request', 'repo:acme/platform:environment:test']",
      attribute_mapping: { 'google.subject': 'assertion.sub' },
      oidc: { issuer_uri: 'https://token.actions.githubusercontent.com' },
    });
    const members = resourcesOf(state, 'google_service_account_iam_member').map(({ member }) => member);
    expect(members.sort()).toEqual([
      expect.stringMatching(/\/subject\/repo:acme\/platform:environment:test$/),
      expect.stringMatching(/\/subject\/repo:acme\/platform:pull_request$/),
    ]);
  });

  it('lets planning read only', () => {
    const roles = Object.entries<{ role: string }>(state.resource.google_project_iam_member)
      .filter(([name]) => name.startsWith('state_ci_plan-'))
      .map(([, { role }]) => role);
    expect(roles.sort()).toEqual([
      'roles/cloudasset.viewer',
      'roles/container.clusterViewer',
      'roles/iam.securityReviewer',
      'roles/storage.bucketViewer',
      'roles/viewer',
    ]);
  });

  it('lets applying grant only the roles of the stacks', () => {
    const grants = resourcesOf(state, 'google_project_iam_member').filter(
      ({ role }) => role === 'roles/resourcemanager.projectIamAdmin',
    );
    expect(grants).toHaveLength(1);
    expect(grants[0].condition.expression).toBe(
      "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(" +
        "['roles/container.defaultNodeServiceAccount', 'roles/managedkafka.client'])",
    );
  });

  it('trusts nobody where no pipeline is named', () => {
    const { state: untrusting } = synthesize({ ci: undefined });
    expect(resourcesOf(untrusting, 'google_iam_workload_identity_pool')).toEqual([]);
    expect(resourcesOf(untrusting, 'google_service_account')).toEqual([]);
  });
});
