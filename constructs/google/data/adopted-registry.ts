import { DataGoogleArtifactRegistryRepository } from '@cdktf/provider-google/lib/data-google-artifact-registry-repository';
import { DataGoogleArtifactRegistryRepositoryIamPolicy } from '@cdktf/provider-google/lib/data-google-artifact-registry-repository-iam-policy';
import { Construct } from 'constructs';
import type { AdoptedRegistry, GoogleSite } from '../../../environments/model';
import { type AdoptedCheck, adoptedLifecycle } from '../../terraform/adopted';

const repositoryChecks: readonly AdoptedCheck[] = [
  {
    holds: 'self.format == "DOCKER" && self.mode == "STANDARD_REPOSITORY"',
    message: 'the repository is none for own images',
    got: '[self.format, self.mode]',
    fix: 'adopt a standard repository of format Docker',
  },
  {
    holds: 'self.kms_key_name != null && self.kms_key_name != ""',
    message: 'images are not encrypted with an own key',
    got: 'self.kms_key_name',
    fix: 'let its owner make the repository anew with a key: Artifact Registry takes one at the beginning only',
  },
  {
    holds: 'anytrue([for d in self.docker_config : d.immutable_tags])',
    message: 'a tag of the repository can be written twice',
    got: 'self.docker_config',
    fix: 'let its owner turn on immutable tags',
  },
  {
    holds: 'anytrue([for s in self.vulnerability_scanning_config : s.enablement_state == "SCANNING_ACTIVE"])',
    message: 'images are not scanned when they are pushed',
    got: 'self.vulnerability_scanning_config',
    fix: 'let its owner turn on scanning for the repository and its project',
  },
];

const cleanedUp: AdoptedCheck = {
  holds:
    '!self.cleanup_policy_dry_run && anytrue([for p in self.cleanup_policies : p.action == "DELETE" && anytrue([for c in p.condition : c.tag_state == "UNTAGGED"])])',
  message: 'images without a tag are kept for ever',
  got: 'self.cleanup_policies',
  fix: 'let its owner set a clean-up policy for images without a tag, and no dry run',
};

const policyChecks: readonly AdoptedCheck[] = [
  {
    holds: '!can(regex("allUsers|allAuthenticatedUsers", self.policy_data))',
    message: 'everybody may pull from the repository',
    got: 'self.policy_data',
    fix: 'let its owner take allUsers and allAuthenticatedUsers out of its policy',
  },
];

const partsOf = ({ id }: AdoptedRegistry) => {
  const [, project = '', , location = '', , repositoryId = ''] = id.split('/');
  return { project, location, repositoryId };
};

/** What names of images of the adopted registry begin with. */
export const adoptedImages = ({ adopt }: GoogleSite): string | undefined => {
  if (!adopt?.registry) return undefined;
  const { location, project, repositoryId } = partsOf(adopt.registry);
  return `${location}-docker.pkg.dev/${project}/${repositoryId}/`;
};

export interface GoogleAdoptedRegistryProps {
  readonly site: GoogleSite;
  readonly words: AdoptedRegistry;
}

/**
 * A repository of somebody else, perhaps in a project of its own, whose owner lets the account of the nodes read it. It is
 * looked at; nothing of it is changed.
 */
export class GoogleAdoptedRegistry extends Construct {
  constructor(scope: Construct, id: string, { site, words }: GoogleAdoptedRegistryProps) {
    super(scope, id);
    const place = `${site.name} adopt.registry.id`;
    const { project, location, repositoryId } = partsOf(words);
    const repository = new DataGoogleArtifactRegistryRepository(this, 'repository', {
      project,
      location,
      repositoryId,
      lifecycle: adoptedLifecycle(place, [...repositoryChecks, cleanedUp]),
    });
    new DataGoogleArtifactRegistryRepositoryIamPolicy(this, 'readers', {
      project,
      location,
      repository: repository.repositoryId,
      lifecycle: adoptedLifecycle(place, policyChecks),
    });
  }
}
