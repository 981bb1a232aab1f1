import type { ECRClient } from '@aws-sdk/client-ecr';
import type { AwsSite } from '../../environments/model';
import { type AdoptedLookup, lack, lookup } from './adopted';
import { orNothing, type RequestHandler } from './aws-answers';
import { asked } from './live-failure';

interface Names {
  readonly registryId: string;
  readonly repositoryName: string;
}

/** How a repository is set, what is deleted of it, and who is let in; `undefined`: there is none. */
async function readRepository(client: ECRClient, { registryId, repositoryName }: Names) {
  const { DescribeRepositoriesCommand, GetLifecyclePolicyCommand, GetRepositoryPolicyCommand } = await import(
    '@aws-sdk/client-ecr'
  );
  const named = { registryId, repositoryName };
  const answer = await orNothing(/^RepositoryNotFound/, () =>
    client.send(new DescribeRepositoriesCommand({ registryId, repositoryNames: [repositoryName] })),
  );
  const repository = answer?.repositories?.[0];
  if (!repository) return undefined;
  const lifecycle = await orNothing(/^LifecyclePolicyNotFound/, () =>
    client.send(new GetLifecyclePolicyCommand(named)),
  );
  const policy = await orNothing(/^RepositoryPolicyNotFound/, () => client.send(new GetRepositoryPolicyCommand(named)));
  return { repository, lifecycle: lifecycle?.lifecyclePolicyText ?? '', policy: policy?.policyText ?? '' };
}

/** Every repository that a site pulls from a registry of somebody else. */
export async function registryLookups(
  { name, region, adopt, adoptedRepositories = [] }: AwsSite,
  requestHandler: RequestHandler,
): Promise<readonly AdoptedLookup[]> {
  const id = adopt?.registry?.id;
  if (id === undefined) return [];
  const { ECRClient } = await asked(`${name} @aws-sdk/client-ecr`, () => import('@aws-sdk/client-ecr'));
  const client = new ECRClient({ region, requestHandler });
  const [, , , , registryId = '', path = ''] = id.split(':');
  return adoptedRepositories.map((repositoryName) =>
    lookup({
      path: 'adopt.registry',
      id: `${id}/${repositoryName}`,
      read: () =>
        asked(`${name} ecr:DescribeRepositories ecr:GetLifecyclePolicy ecr:GetRepositoryPolicy`, () =>
          readRepository(client, {
            registryId,
            repositoryName: `${path.replace(/^repository\//, '')}/${repositoryName}`,
          }),
        ),
      lacks: ({ repository, lifecycle, policy }) => [
        ...lack(
          repository.imageTagMutability === 'IMMUTABLE',
          'a tag of the repository can be written twice',
          repository.imageTagMutability,
          'let its owner make tags immutable, without exclusions',
        ),
        ...lack(
          repository.imageScanningConfiguration?.scanOnPush === true,
          'images are not scanned when they are pushed',
          repository.imageScanningConfiguration,
          'let its owner turn on scan on push for the repository',
        ),
        ...lack(
          /^KMS/.test(repository.encryptionConfiguration?.encryptionType ?? ''),
          'images are not encrypted with a key of KMS',
          repository.encryptionConfiguration,
          'let its owner make the repository anew with a key',
        ),
        ...lack(
          /"tagStatus"\s*:\s*"untagged"/.test(lifecycle),
          'images without a tag are kept for ever',
          lifecycle,
          'let its owner add a rule for images without a tag to the lifecycle policy',
        ),
        ...lack(
          !/"(AWS|Principal)"\s*:\s*(\[\s*)?"\*"/.test(policy),
          'the policy of the repository lets every account in',
          policy,
          'let its owner name the accounts that may pull',
        ),
      ],
    }),
  );
}
