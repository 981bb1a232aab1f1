import { DataAwsEcrRepository } from '@cdktf/provider-aws/lib/data-aws-ecr-repository';
import { DataAwsKmsKey } from '@cdktf/provider-aws/lib/data-aws-kms-key';
import { Construct } from 'constructs';
import type { AdoptedRegistry, AwsSite } from '../../../environments/model';
import { type AdoptedCheck, adoptedLifecycle } from '../../terraform/adopted';

const repositoryChecks: readonly AdoptedCheck[] = [
  {
    holds: 'self.image_tag_mutability == "IMMUTABLE"',
    message: 'a tag of the repository can be written twice',
    got: 'self.image_tag_mutability',
    fix: 'let its owner make tags immutable, without exclusions',
  },
  {
    holds: 'anytrue([for s in self.image_scanning_configuration : s.scan_on_push])',
    message: 'images are not scanned when they are pushed',
    got: 'self.image_scanning_configuration',
    fix: 'let its owner turn on scan on push for the repository',
  },
  {
    holds:
      'alltrue([for e in self.encryption_configuration : startswith(e.encryption_type, "KMS") && e.kms_key != ""])',
    message: 'images are not encrypted with a key of KMS',
    got: 'self.encryption_configuration',
    fix: 'let its owner make the repository anew with a key: ECR takes one at the beginning only',
  },
];

const keyChecks: readonly AdoptedCheck[] = [
  {
    holds: 'self.key_state == "Enabled" && self.key_manager == "CUSTOMER"',
    message: 'the key of the repository is one of AWS, or disabled',
    got: '[self.key_state, self.key_manager]',
    fix: 'let its owner make the repository anew with an own key',
  },
];

/** Account and region in the ARN, and the path that names of repositories begin with. */
const partsOf = ({ id }: AdoptedRegistry) => {
  const [, , , region = '', account = '', path = ''] = id.split(':');
  return { region, account, prefix: path.replace(/^repository\//, '') };
};

/** What names of images of the adopted registry begin with. */
export const adoptedImages = ({ adopt }: AwsSite): string | undefined => {
  if (!adopt?.registry) return undefined;
  const { account, region, prefix } = partsOf(adopt.registry);
  return `${account}.dkr.ecr.${region}.amazonaws.com/${prefix}/`;
};

export interface AwsAdoptedRegistryProps {
  readonly site: AwsSite;
  readonly words: AdoptedRegistry;
}

/**
 * Repositories of somebody else under one prefix, perhaps in an account of their own, whose policies let the account of
 * the site pull. Each is looked at by its name; nothing of them is changed. Nodes pull as themselves, by the policy that
 * they have anyway.
 */
export class AwsAdoptedRegistry extends Construct {
  constructor(scope: Construct, id: string, { site, words }: AwsAdoptedRegistryProps) {
    super(scope, id);
    const { account, prefix } = partsOf(words);
    for (const name of site.adoptedRepositories ?? []) {
      const part = new Construct(this, name.replaceAll('/', '-'));
      const place = `${site.name} adopt.registry ${name}`;
      const repository = new DataAwsEcrRepository(part, 'repository', {
        name: `${prefix}/${name}`,
        registryId: account,
        lifecycle: adoptedLifecycle(place, repositoryChecks),
      });
      new DataAwsKmsKey(part, 'key', {
        keyId: repository.encryptionConfiguration.get(0).kmsKey,
        lifecycle: adoptedLifecycle(place, keyChecks),
      });
    }
  }
}
