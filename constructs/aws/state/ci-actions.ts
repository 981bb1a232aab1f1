/** What Terraform reads of groups of reservations. */
export const reservationGroupReads = [
  'resource-groups:GetGroup',
  'resource-groups:GetGroupConfiguration',
  'resource-groups:GetGroupQuery',
  'resource-groups:GetTags',
  'resource-groups:ListGroupResources',
] as const;

/** What Terraform reads of vaults. */
export const vaultReads = [
  'backup:DescribeBackupVault',
  'backup:GetBackupPlan',
  'backup:GetBackupSelection',
  'backup:ListTags',
] as const;

/** Vaults and what is kept in them as such, never a backup. */
export const vaultActions = [
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

/** What the pipeline may do at a cluster of somebody else: give its own service accounts its own roles, and look. */
export const besideCluster = [
  'eks:CreatePodIdentityAssociation',
  'eks:DeletePodIdentityAssociation',
  'eks:Describe*',
  'eks:List*',
  'eks:TagResource',
  'eks:UntagResource',
  'eks:UpdatePodIdentityAssociation',
] as const;

/** Buckets as such, never their objects. */
export const bucketActions = [
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

/** Repositories and the rules of the registry as such, never an image. */
export const registryActions = [
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
export const secretActions = [
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

/** Keys are managed; what they encrypt is opened through the services that hold it. */
export const keyActions = [
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

/** Services that are given roles of the site. */
export const passedTo = [
  'ecr.amazonaws.com',
  'ec2.amazonaws.com',
  'eks.amazonaws.com',
  'monitoring.rds.amazonaws.com',
  'pods.eks.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
];

/** Services that AWS makes a role for in every account that uses them. */
export const linkedRoles = [
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
