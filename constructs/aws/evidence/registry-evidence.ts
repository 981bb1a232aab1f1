import type { RegistryEvidence } from '../../contracts';

/** Repositories of own images; a site may have none yet. */
const repository = { in: 'data', type: 'aws_ecr_repository', optional: true } as const;
/** What repositories of mirrored images are made by; a site may want no mirrors. */
const template = { in: 'data', type: 'aws_ecr_repository_creation_template', optional: true } as const;

/** Where the registry shows its promises. */
export const registryEvidence: RegistryEvidence = {
  'registry.private': [
    {
      in: 'network',
      type: 'aws_vpc_endpoint',
      path: 'service_name',
      is: { matches: /\.ecr\.dkr$/ },
      quantifier: 'some',
    },
  ],
  'registry.own-key': [
    { ...repository, path: 'encryption_configuration[].kms_key', is: { present: true } },
    { ...template, path: 'encryption_configuration[].kms_key', is: { present: true } },
  ],
  'registry.signed-in': [
    {
      in: 'cluster',
      type: 'aws_iam_role_policy_attachment',
      path: 'policy_arn',
      is: { matches: /\/AmazonEC2ContainerRegistryPullOnly$/ },
      quantifier: 'some',
    },
  ],
  'registry.scanned': [
    {
      in: 'data',
      type: 'aws_ecr_registry_scanning_configuration',
      path: 'rule[].scan_frequency',
      is: { equals: 'SCAN_ON_PUSH' },
    },
    { ...repository, path: 'image_scanning_configuration.scan_on_push', is: { equals: true } },
  ],
  'registry.immutable-tags': [
    { ...repository, path: 'image_tag_mutability', is: { equals: 'IMMUTABLE' } },
    { ...template, path: 'image_tag_mutability', is: { equals: 'IMMUTABLE' } },
  ],
  'registry.clean-up': [
    {
      in: 'data',
      type: 'aws_ecr_lifecycle_policy',
      optional: true,
      path: 'policy',
      is: { matches: /"tagStatus":"untagged".*"type":"expire"/ },
    },
    { ...template, path: 'lifecycle_policy', is: { matches: /"tagStatus":"untagged".*"type":"expire"/ } },
  ],
  'registry.mirrors': [
    { in: 'data', type: 'aws_ecr_pull_through_cache_rule', path: 'upstream_registry_url', is: { present: true } },
    {
      in: 'platform',
      type: 'aws_ecr_registry_policy',
      path: 'policy',
      is: { matches: /^(?!.*"(AWS|Resource)":"\*").*"ecr:BatchImportUpstreamImage"/ },
    },
  ],
  'registry.replicated': [
    {
      in: 'data',
      type: 'aws_ecr_replication_configuration',
      path: 'replication_configuration.rule[].destination[].region',
      is: { present: true },
    },
    {
      in: 'data',
      type: 'aws_ecr_replication_configuration',
      path: 'replication_configuration.rule[].repository_filter[].filter_type',
      is: { equals: 'PREFIX_MATCH' },
    },
  ],
  'registry.deletion-protection': [{ ...repository, path: 'lifecycle.prevent_destroy', is: { equals: true } }],
};
