import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrPullThroughCacheRule } from '@cdktf/provider-aws/lib/ecr-pull-through-cache-rule';
import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy';
import { EcrRegistryScanningConfiguration } from '@cdktf/provider-aws/lib/ecr-registry-scanning-configuration';
import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryCreationTemplate } from '@cdktf/provider-aws/lib/ecr-repository-creation-template';
import { Construct } from 'constructs';
import { type AwsSite, automaticPools, type RegistrySettings } from '../../../environments/model';
import { copiesOfOwnImages, folderMirrors, type ImageMirrors, sourceOfOwnImages } from '../../contracts';
import { machineRoleParts } from '../cluster/node-classes';
import { AwsRole, policyDocument, type Statement, serviceTrust } from '../iam';
import { accountArn, regionalArn, roleName, rolePath } from '../names';
import type { AwsKey } from './key';

/**
 * Registries that ECR fetches from without a password, by the folder that keeps their images. Docker Hub and GitHub ask
 * for one. Source: docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html, 2026-11.
 */
const upstreams = {
  'ecr-public': 'public.ecr.aws',
  kubernetes: 'registry.k8s.io',
  quay: 'quay.io',
} as const;
const folders = Object.keys(upstreams) as (keyof typeof upstreams)[];

/** ECR's host on an account and region. */
const hostIn = (account: string, region: string): string => `${account}.dkr.ecr.${region}.amazonaws.com`;
const registryHost = ({ accountId, region }: AwsSite): string => hostIn(accountId, region);

/** Images of the primary site's repositories are pulled from the copies: it may be the one that is lost. */
const copiedImages = (site: AwsSite): ImageMirrors => {
  const source = sourceOfOwnImages(site);
  const repositories = source ? (site.registry?.repositories ?? []) : [];
  return Object.fromEntries(
    repositories.map((name) => [
      `${hostIn(source?.account ?? '', source?.region ?? '')}/${name}`,
      `${registryHost(site)}/${name}`,
    ]),
  );
};

export const imageMirrors = (site: AwsSite): ImageMirrors => ({
  ...(site.registry?.mirrors ? folderMirrors(registryHost(site), upstreams) : {}),
  ...copiedImages(site),
});

/** Deletes what no tag names any more. */
const cleanUp = (untaggedDays: number): string =>
  JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: 'Images without a tag',
        selection: {
          tagStatus: 'untagged',
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: untaggedDays,
        },
        action: { type: 'expire' },
      },
    ],
  });

/** Most filters that one rule of replication has. Source: docs.aws.amazon.com/general/latest/gr/ecr.html, 2026-11. */
const filtersOfARule = 100;

const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, part) => all.slice(part * size, (part + 1) * size));

export interface AwsRegistryProps {
  readonly site: AwsSite;
  readonly settings: RegistrySettings;
  readonly key: AwsKey;
}

/**
 * The account's registry in the site's region: repositories with immutable tags under an own key, every image scanned
 * when it is pushed, images without a tag deleted, and folders that fetch public images when they are first asked for.
 * Scanning and rules hold for the whole registry, so a region has room for one site of an account.
 */
export class AwsRegistry extends Construct {
  constructor(scope: Construct, id: string, { site, settings, key }: AwsRegistryProps) {
    super(scope, id);
    new EcrRegistryScanningConfiguration(this, 'scanning', {
      scanType: 'BASIC',
      rule: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilter: [{ filter: '*', filterType: 'WILDCARD' }] }],
    });
    for (const name of settings.repositories) this.repository(name, { site, settings, key });
    if (settings.mirrors) this.mirrors({ site, settings, key });
    this.copies(site, settings);
  }

  /** Every image that is pushed from now on, with its tags, into repositories that the other sites made for it. */
  private copies(site: AwsSite, { repositories }: RegistrySettings): void {
    const destination = copiesOfOwnImages(site).map(({ region, account }) => ({ region, registryId: account }));
    if (destination.length === 0 || repositories.length === 0) return;
    const filters = repositories.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' }));
    new EcrReplicationConfiguration(this, 'copies', {
      replicationConfiguration: {
        rule: inParts(filters, filtersOfARule).map((repositoryFilter) => ({ destination, repositoryFilter })),
      },
    });
  }

  private repository(name: string, { site, settings, key }: AwsRegistryProps): void {
    const scope = new Construct(this, name.replaceAll('/', '-'));
    const repository = new EcrRepository(scope, 'repository', {
      name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: key.keyId }],
      forceDelete: !site.deletionProtection,
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    new EcrLifecyclePolicy(scope, 'clean-up', { repository: repository.name, policy: cleanUp(settings.untaggedDays) });
  }

  /** ECR makes a repository for each public image by these templates, as this role. */
  private mirrors({ site, settings, key }: AwsRegistryProps): void {
    const role = new AwsRole(this, 'mirror-role', {
      site,
      name: ['image-mirrors'],
      description: `Makes repositories for mirrored images on ${site.name}`,
      trust: serviceTrust('ecr.amazonaws.com', { StringEquals: { 'aws:SourceAccount': site.accountId } }),
      grants: [
        { actions: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'], resources: mirrored(site) },
        { actions: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'], resources: [key.keyId] },
      ],
    });
    for (const folder of folders) {
      const template = new EcrRepositoryCreationTemplate(this, `${folder}-template`, {
        prefix: folder,
        description: `Images of ${upstreams[folder]}`,
        appliedFor: ['PULL_THROUGH_CACHE'],
        customRoleArn: role.arn,
        imageTagMutability: 'IMMUTABLE',
        encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: key.keyId }],
        lifecyclePolicy: cleanUp(settings.untaggedDays),
        resourceTags: { ...site.tags },
        dependsOn: [...role.ready],
      });
      new EcrPullThroughCacheRule(this, `${folder}-mirror`, {
        ecrRepositoryPrefix: folder,
        upstreamRegistryUrl: upstreams[folder],
        // The first pull may come at once, and makes its repository by the template.
        dependsOn: [template],
      });
    }
  }
}

/** Every repository that holds mirrored images. */
const mirrored = (site: AwsSite): string[] =>
  folders.map((folder) => regionalArn(site, 'ecr', `repository/${folder}/*`));

const nodeRoles = (site: AwsSite): string[] =>
  site.adopt?.cluster ? [site.adopt.cluster.nodeRole] : ownNodeRoles(site);

const ownNodeRoles = (site: AwsSite): string[] =>
  [['nodes'], ...(automaticPools(site).length > 0 ? [machineRoleParts] : [])].map((parts) =>
    accountArn(site, `role${rolePath(site)}${roleName(site, ...parts)}`),
  );

/**
 * Nodes may have a public image fetched that nobody asked for before, and the primary site's account may bring copies. What
 * is there nodes pull by their own policies.
 */
export function letNodesPull(scope: Construct, site: AwsSite): void {
  const source = sourceOfOwnImages(site);
  const statements: Statement[] = [
    ...(site.registry?.mirrors
      ? [
          {
            sid: 'NodesFetchPublicImages',
            principals: { AWS: nodeRoles(site) },
            actions: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'],
            resources: mirrored(site),
          },
        ]
      : []),
    // Within one account it may already.
    ...(source && source.account !== site.accountId
      ? [
          {
            sid: 'PrimarySiteCopiesImages',
            principals: { AWS: accountArn({ accountId: source.account }, 'root') },
            actions: ['ecr:ReplicateImage'],
            resources: (site.registry?.repositories ?? []).map((name) =>
              regionalArn(site, 'ecr', `repository/${name}`),
            ),
          },
        ]
      : []),
  ].filter(({ resources }) => resources.length > 0);
  if (statements.length > 0) new EcrRegistryPolicy(scope, 'image-mirrors', { policy: policyDocument(statements) });
}
