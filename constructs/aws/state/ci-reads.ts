import { type AwsSite, steadyPools } from '../../../environments/model';
import { hasVault } from '../../contracts';
import { regionalFrontReads } from '../edge/edge-permissions';
import type { Statement } from '../iam';
import { reservationGroupReads, vaultReads } from './ci-actions';

/** What the pipeline reads of everything; neither policy opens the content of buckets or secrets. */
export const planPolicies = ['SecurityAudit', 'job-function/ViewOnlyAccess'] as const;

/** Machines of one type name the group of what is reserved for them. */
export const groupsReservations = (site: AwsSite): boolean => steadyPools(site).some(({ reservation }) => reservation);

/** Reads that Terraform makes and Amazon's two policies leave out. */
export const planReads = (site: AwsSite): Statement => ({
  sid: 'Reads',
  actions: [
    'acm:DescribeCertificate',
    'acm:ListTagsForCertificate',
    'application-autoscaling:ListTagsForResource',
    'athena:GetWorkGroup',
    'athena:ListTagsForResource',
    ...(hasVault(site) ? vaultReads : []),
    'cloudfront:GetDistribution',
    'cloudfront:GetResponseHeadersPolicy',
    'cloudfront:GetVpcOrigin',
    'cloudfront:ListTagsForResource',
    ...(site.adopt?.registry ? ['ecr:DescribeImages'] : []),
    'ecr:DescribePullThroughCacheRules',
    ...(site.registry?.copies ? ['ecr:DescribeRegistry'] : []),
    'ecr:DescribeRepositoryCreationTemplates',
    'ecr:GetRegistryPolicy',
    'ecr:GetRegistryScanningConfiguration',
    'ecr:ListTagsForResource',
    'eks:DescribePodIdentityAssociation',
    'elasticache:ListTagsForResource',
    'elasticfilesystem:Describe*',
    'glue:GetDatabase',
    'glue:GetTags',
    'kafka:DescribeConfigurationRevision',
    'kafka:DescribeTopic',
    'kafka:GetBootstrapBrokers',
    'kafka:ListTagsForResource',
    'kms:GetKeyPolicy',
    'kms:ListResourceTags',
    'logs:GetDelivery*',
    'logs:ListTagsForResource',
    'rds:DescribeDBInstanceAutomatedBackups',
    'rds:ListTagsForResource',
    ...(groupsReservations(site) ? reservationGroupReads : []),
    'route53:Get*',
    'route53:List*',
    's3:GetBucket*',
    's3:GetEncryptionConfiguration',
    's3:GetInventoryConfiguration',
    's3:GetLifecycleConfiguration',
    's3:ListTagsForResource',
    'secretsmanager:DescribeSecret',
    'secretsmanager:GetResourcePolicy',
    'secretsmanager:ListSecretVersionIds',
    'wafv2:GetLoggingConfiguration',
    'wafv2:GetWebACL',
    ...regionalFrontReads(site),
    'wafv2:ListTagsForResource',
  ],
  resources: ['*'],
});
