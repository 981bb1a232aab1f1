import type { RegistryEvidence } from '../../contracts';

const repository = { in: 'data', type: 'google_artifact_registry_repository' } as const;
const ownImages = { ...repository, where: { path: 'mode', equals: 'STANDARD_REPOSITORY' } } as const;

/** Where the registry shows its promises. */
export const registryEvidence: RegistryEvidence = {
  'registry.private': [
    {
      in: 'network',
      type: 'google_dns_managed_zone',
      path: 'dns_name',
      is: { matches: /^pkg\.dev\.$/ },
      quantifier: 'some',
    },
    {
      in: 'platform',
      type: 'google_artifact_registry_repository_iam_member',
      path: 'member',
      is: { matches: /^serviceAccount:/ },
    },
  ],
  'registry.own-key': [{ ...repository, path: 'kms_key_name', is: { present: true } }],
  'registry.signed-in': [
    {
      in: 'platform',
      type: 'google_artifact_registry_repository_iam_member',
      path: 'role',
      is: { equals: 'roles/artifactregistry.reader' },
    },
  ],
  'registry.scanned': [
    { ...repository, path: 'vulnerability_scanning_config.enablement_config', is: { equals: 'INHERITED' } },
    {
      in: 'state',
      type: 'google_project_service',
      path: 'service',
      is: { matches: /^containerscanning\./ },
      quantifier: 'some',
    },
  ],
  'registry.immutable-tags': [{ ...ownImages, path: 'docker_config.immutable_tags', is: { equals: true } }],
  'registry.clean-up': [
    // Of what is fetched from another site everything is kept.
    {
      ...repository,
      path: 'cleanup_policies[].condition.tag_state',
      is: { equals: 'UNTAGGED' },
      where: { path: 'repository_id', matches: /^(?!.*-copies$)/ },
    },
    { ...repository, path: 'cleanup_policy_dry_run', is: { equals: false } },
  ],
  'registry.mirrors': [
    {
      ...repository,
      where: { path: 'mode', equals: 'REMOTE_REPOSITORY' },
      path: 'remote_repository_config.common_repository.uri',
      is: { matches: /^(https:|projects\/)/ },
    },
  ],
  // Artifact Registry copies nothing ahead: the others fetch what their pods ask for, and keep it.
  'registry.replicated': [
    {
      in: 'data',
      type: 'google_artifact_registry_repository_iam_member',
      path: 'member',
      is: { matches: /^serviceAccount:service-\d+@gcp-sa-artifactregistry\.iam\.gserviceaccount\.com$/ },
    },
    {
      in: 'data',
      type: 'google_artifact_registry_repository_iam_member',
      path: 'role',
      is: { equals: 'roles/artifactregistry.reader' },
    },
  ],
  'registry.deletion-protection': [{ ...repository, path: 'lifecycle.prevent_destroy', is: { equals: true } }],
};
