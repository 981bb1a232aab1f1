import { type AwsSite, automaticPools, steadyPools } from '../../../environments/model';
import {
  dataSecrets,
  detectionOf,
  hasVault,
  replicatesBuckets,
  secretPath,
  siteNeeds,
  trustedIssuers,
} from '../../contracts';
import { edgeStatements, regionalFrontReads } from '../edge/edge-permissions';
import type { Statement } from '../iam';
import { accountArn, boundaryArn, glueName, regionalArn, rolePath, siteScoped } from '../names';
import { guardrailStatements } from './ci-guardrails';

/** Trust in the clusters of other clouds whose jobs copy buckets of the site, and in nobody else. */
const copyTrust = (site: AwsSite): Statement[] => {
  const patterns = trustedIssuers(site);
  return patterns.length === 0
    ? []
    : [
        {
          sid: 'CopyTrust',
          actions: [
            'iam:AddClientIDToOpenIDConnectProvider',
            'iam:CreateOpenIDConnectProvider',
            'iam:DeleteOpenIDConnectProvider',
            'iam:RemoveClientIDFromOpenIDConnectProvider',
            'iam:TagOpenIDConnectProvider',
            'iam:UntagOpenIDConnectProvider',
            'iam:UpdateOpenIDConnectProviderThumbprint',
          ],
          resources: patterns.map((pattern) => accountArn(site, `oidc-provider/${pattern}`)),
        },
      ];
};

/** What the pipeline reads of everything; neither policy opens the content of buckets or secrets. */
export const planPolicies = ['SecurityAudit', 'job-function/ViewOnlyAccess'] as const;

/** Machines of one type name the group of what is reserved for them. */
const groupsReservations = (site: AwsSite): boolean => steadyPools(site).some(({ reservation }) => reservation);

const reservationGroupReads = [
  'resource-groups:GetGroup',
  'resource-groups:GetGroupConfiguration',
  'resource-groups:GetGroupQuery',
  'resource-groups:GetTags',
  'resource-groups:ListGroupResources',
] as const;

/** Groups of reservations, of this site alone. */
const reservationGroups = (site: AwsSite): Statement => ({
  sid: 'ReservationGroups',
  actions: [
    ...reservationGroupReads,
    'resource-groups:CreateGroup',
    'resource-groups:DeleteGroup',
    'resource-groups:GroupResources',
    'resource-groups:PutGroupConfiguration',
    'resource-groups:Tag',
    'resource-groups:UngroupResources',
    'resource-groups:Untag',
    'resource-groups:UpdateGroup',
  ],
  resources: [regionalArn(site, 'resource-groups', `group/${siteScoped(site, '*')}`)],
});

const vaultReads = [
  'backup:DescribeBackupVault',
  'backup:GetBackupPlan',
  'backup:GetBackupSelection',
  'backup:ListTags',
] as const;

/** Vaults and what is kept in them as such, never a backup. */
const vaultActions = [
  ...vaultReads,
  'backup:CreateBackupPlan',
  'backup:CreateBackupSelection',
  'backup:CreateBackupVault',
  'backup:DeleteBackupPlan',
  'backup:DeleteBackupSelection',
  'backup:DeleteBackupVault',
  'backup:DeleteBackupVaultLockConfiguration',
  'backup:PutBackupVaultLockConfiguration',
  'backup:TagResource',
  'backup:UntagResource',
  'backup:UpdateBackupPlan',
  'backup-storage:MountCapsule',
  'kms:RetireGrant',
] as const;

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

/** What the pipeline may do at a cluster of somebody else: give its own service accounts its own roles, and look. */
const besideCluster = [
  'eks:CreatePodIdentityAssociation',
  'eks:DeletePodIdentityAssociation',
  'eks:Describe*',
  'eks:List*',
  'eks:TagResource',
  'eks:UntagResource',
  'eks:UpdatePodIdentityAssociation',
] as const;

/** Services whose resources the stacks of a site make, change and delete, and no other. */
const managedServices = (site: AwsSite): readonly string[] => [
  ...(site.adopt?.cluster ? besideCluster : ['autoscaling:*', 'eks:*']),
  'ec2:*',
  ...(siteNeeds(site, 'files') ? ['elasticfilesystem:*'] : []),
  'logs:*',
  ...(site.providers.postgres === 'managed' ? ['rds:*'] : []),
  ...(site.providers.cache === 'managed' ? ['elasticache:*'] : []),
  ...(site.providers.kafka === 'managed' ? ['kafka:*'] : []),
  // Warnings before AWS takes back a machine that was made for waiting pods, and alerts on the account.
  ...(automaticPools(site).length > 0 || detectionOf(site) ? ['events:*'] : []),
  ...(automaticPools(site).length > 0 ? ['sqs:*'] : []),
];

/** Volumes of managed brokers grow by themselves. */
const growingVolumes: Statement = {
  sid: 'GrowingVolumes',
  actions: ['application-autoscaling:*'],
  resources: ['*'],
  conditions: { StringEqualsIfExists: { 'application-autoscaling:service-namespace': 'kafka' } },
};

/** Buckets as such, never their objects. */
const bucketActions = [
  's3:CreateBucket',
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:Get*Configuration',
  's3:GetBucket*',
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:ListTagsForResource',
  's3:Put*Configuration',
  's3:PutBucket*',
  's3:TagResource',
  's3:UntagResource',
] as const;

/** Databases of the catalogue and workgroups as such, never a query nor a table. */
const warehouseStatements = (site: AwsSite): Statement[] => [
  {
    sid: 'Workgroups',
    actions: [
      'athena:CreateWorkGroup',
      'athena:DeleteWorkGroup',
      'athena:GetWorkGroup',
      'athena:ListTagsForResource',
      'athena:TagResource',
      'athena:UntagResource',
      'athena:UpdateWorkGroup',
    ],
    resources: [regionalArn(site, 'athena', `workgroup/${siteScoped(site, '*')}`)],
  },
  {
    sid: 'Databases',
    actions: [
      'glue:CreateDatabase',
      'glue:DeleteDatabase',
      'glue:GetDatabase',
      'glue:GetTags',
      'glue:TagResource',
      'glue:UntagResource',
      'glue:UpdateDatabase',
    ],
    // Glue asks for the right on everything that a database holds before it deletes one.
    resources: [
      'catalog',
      ...['database/', 'table/', 'userDefinedFunction/'].map((kind) => `${kind}${glueName(site, '*')}`),
    ].map((resource) => regionalArn(site, 'glue', resource)),
  },
];

/** Repositories and the rules of the registry as such, never an image. */
const registryActions = [
  'ecr:*LifecyclePolicy',
  'ecr:*PullThroughCacheRule',
  'ecr:*RegistryPolicy',
  'ecr:*RegistryScanningConfiguration',
  'ecr:*ReplicationConfiguration',
  'ecr:*RepositoryCreationTemplate',
  'ecr:TagResource',
  'ecr:CreateRepository',
  'ecr:DeleteRepository',
  'ecr:Describe*',
  'ecr:ListTagsForResource',
  'ecr:PutImageScanningConfiguration',
  'ecr:PutImageTagMutability',
  'ecr:UntagResource',
] as const;

/** Secrets are written, never read: Terraform keeps no value to compare with. */
const secretActions = [
  'secretsmanager:CreateSecret',
  'secretsmanager:DeleteResourcePolicy',
  'secretsmanager:DeleteSecret',
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetResourcePolicy',
  'secretsmanager:ListSecretVersionIds',
  'secretsmanager:PutResourcePolicy',
  'secretsmanager:PutSecretValue',
  'secretsmanager:RestoreSecret',
  'secretsmanager:TagResource',
  'secretsmanager:UntagResource',
  'secretsmanager:UpdateSecret',
  'secretsmanager:UpdateSecretVersionStage',
] as const;

/** What stored data depends on is compared with the other sites' and copied; Secrets Manager ends names with six letters. */
const sharedSecretReads = (site: AwsSite): Statement => ({
  sid: 'SharedSecrets',
  actions: ['secretsmanager:GetSecretValue'],
  resources: dataSecrets(site).map((request) =>
    regionalArn(site, 'secretsmanager', `secret:${secretPath(request)}-??????`),
  ),
});

/** Keys are managed; what they encrypt is opened through the services that hold it. */
const keyActions = [
  'kms:CreateAlias',
  'kms:CreateGrant',
  'kms:CreateKey',
  'kms:DeleteAlias',
  'kms:Describe*',
  'kms:EnableKeyRotation',
  'kms:Get*',
  'kms:List*',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
] as const;

const passedTo = [
  'ecr.amazonaws.com',
  'ec2.amazonaws.com',
  'eks.amazonaws.com',
  'monitoring.rds.amazonaws.com',
  'pods.eks.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
];

const linkedRoles = [
  'autoscaling.amazonaws.com',
  'eks-nodegroup.amazonaws.com',
  'eks.amazonaws.com',
  'elasticache.amazonaws.com',
  'backup.amazonaws.com',
  'elasticfilesystem.amazonaws.com',
  'elasticloadbalancing.amazonaws.com',
  'kafka.amazonaws.com',
  'kafka.application-autoscaling.amazonaws.com',
  'rds.amazonaws.com',
  'replication.ecr.amazonaws.com',
  'spot.amazonaws.com',
];

/** Private zones of the names of joined sites; the VPN keeps the keys of its tunnels by a role of its own. */
const linkStatements = (site: AwsSite): Statement[] => [
  {
    sid: 'JoinedNames',
    actions: [
      'route53:ChangeResourceRecordSets',
      'route53:ChangeTagsForResource',
      'route53:CreateHostedZone',
      'route53:DeleteHostedZone',
      'route53:Get*',
      'route53:List*',
      'route53:UpdateHostedZoneComment',
    ],
    resources: ['*'],
  },
  {
    sid: 'RoleOfTunnels',
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [accountArn(site, 'role/aws-service-role/*')],
    conditions: { StringEquals: { 'iam:AWSServiceName': 's2svpn.amazonaws.com' } },
  },
];

/** Of repositories that somebody else made it reads how they are set; images stay closed. */
const adoptedRegistryReads = ({ adopt, region }: AwsSite): Statement[] =>
  adopt?.registry
    ? [
        {
          sid: 'AdoptedRegistry',
          actions: ['ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListTagsForResource'],
          resources: [`${adopt.registry.id}/*`],
        },
        {
          sid: 'AdoptedRegistryKeys',
          actions: ['kms:DescribeKey'],
          resources: [`arn:aws:kms:${region}:${adopt.registry.id.split(':')[4] ?? ''}:key/*`],
        },
      ]
    : [];

/**
 * What may change a site: everything the stacks make, roles under the site's own path and within its boundary, and no
 * way to its own role, the boundary, the content of buckets, or the value of secrets but those that sites have in common.
 */
export function applyStatements(site: AwsSite): Statement[] {
  const roles = accountArn(site, `role${rolePath(site)}*`);
  const profiles = accountArn(site, `instance-profile${rolePath(site)}*`);
  return [
    { sid: 'Services', actions: managedServices(site), resources: ['*'] },
    ...(site.providers.kafka === 'managed' ? [growingVolumes] : []),
    // The private name of an endpoint is a zone that AWS joins to the network on behalf of who makes the endpoint.
    { sid: 'EndpointNames', actions: ['route53:AssociateVPCWithHostedZone'], resources: ['*'] },
    ...(siteNeeds(site, 'warehouse') ? warehouseStatements(site) : []),
    ...(groupsReservations(site) ? [reservationGroups(site)] : []),
    ...(site.registry ? [{ sid: 'Registry', actions: registryActions, resources: ['*'] }] : []),
    ...adoptedRegistryReads(site),
    ...(site.linkedTo ? linkStatements(site) : []),
    ...edgeStatements(site),
    ...guardrailStatements(site),
    ...(hasVault(site) ? [{ sid: 'Vaults', actions: vaultActions, resources: ['*'] }] : []),
    { sid: 'Buckets', actions: bucketActions, resources: ['arn:aws:s3:::*'] },
    { sid: 'Secrets', actions: secretActions, resources: [regionalArn(site, 'secretsmanager', 'secret:evenkeel/*')] },
    ...(site.sharesSecrets && dataSecrets(site).length > 0 ? [sharedSecretReads(site)] : []),
    {
      sid: 'Images',
      actions: ['ssm:GetParameters'],
      resources: [`arn:aws:ssm:${site.region}::parameter/aws/service/ami-amazon-linux-latest/*`],
    },
    { sid: 'Keys', actions: keyActions, resources: ['*'] },
    {
      sid: 'KeysThroughServices',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      // Adopted ones may lie in an account of their owner.
      resources: [...new Set([regionalArn(site, 'kms', 'key/*'), ...Object.values(site.adopt?.keys ?? {})])],
      conditions: {
        StringEquals: {
          'kms:ViaService': ['kafka', 'rds', 's3', 'secretsmanager', ...(hasVault(site) ? ['backup'] : [])].map(
            (service) => `${service}.${site.region}.amazonaws.com`,
          ),
        },
      },
    },
    {
      sid: 'RolesWithinBoundary',
      actions: [
        'iam:AttachRolePolicy',
        'iam:CreateRole',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PutRolePolicy',
      ],
      resources: [roles],
      conditions: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn(site) } },
    },
    {
      sid: 'Roles',
      actions: ['iam:DeleteRole', 'iam:TagRole', 'iam:UntagRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole*'],
      resources: [roles],
    },
    {
      sid: 'Profiles',
      actions: [
        'iam:AddRoleToInstanceProfile',
        'iam:CreateInstanceProfile',
        'iam:DeleteInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
        'iam:TagInstanceProfile',
        'iam:UntagInstanceProfile',
      ],
      resources: [profiles],
    },
    ...copyTrust(site),
    {
      sid: 'PassRoles',
      actions: ['iam:PassRole'],
      resources: [roles],
      conditions: {
        StringEquals: {
          'iam:PassedToService': [
            ...passedTo,
            ...(replicatesBuckets(site) ? ['s3.amazonaws.com'] : []),
            ...(hasVault(site) ? ['backup.amazonaws.com'] : []),
          ],
        },
      },
    },
    {
      sid: 'LinkedRoles',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [accountArn(site, 'role/aws-service-role/*')],
      conditions: { StringEquals: { 'iam:AWSServiceName': linkedRoles } },
    },
  ];
}
