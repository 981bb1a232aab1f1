import type { PermissionTable } from '../type-permissions';

const objectTags = ['TagResource', 'UntagResource'] as const;
const rdsTags = ['AddTagsToResource', 'RemoveTagsFromResource'] as const;

/** Databases, caches, streams, images, secrets and buckets. */
export const dataPermissions: PermissionTable = {
  aws_appautoscaling_policy: {
    plan: { 'application-autoscaling': ['DescribeScalingPolicies'] },
    apply: { 'application-autoscaling': ['DeleteScalingPolicy', 'PutScalingPolicy'] },
  },
  aws_appautoscaling_target: {
    plan: { 'application-autoscaling': ['DescribeScalableTargets', 'ListTagsForResource'] },
    apply: {
      'application-autoscaling': ['DeregisterScalableTarget', 'RegisterScalableTarget', ...objectTags],
      iam: ['CreateServiceLinkedRole'],
    },
  },
  aws_athena_workgroup: {
    plan: { athena: ['GetWorkGroup', 'ListTagsForResource'] },
    apply: { athena: ['CreateWorkGroup', 'DeleteWorkGroup', 'UpdateWorkGroup', ...objectTags] },
  },
  aws_backup_plan: {
    plan: { backup: ['GetBackupPlan', 'ListTags'] },
    apply: {
      backup: ['CreateBackupPlan', 'DeleteBackupPlan', 'UpdateBackupPlan', ...objectTags],
    },
  },
  aws_backup_selection: {
    plan: { backup: ['GetBackupSelection'] },
    apply: { backup: ['CreateBackupSelection', 'DeleteBackupSelection'], iam: ['CreateServiceLinkedRole', 'PassRole'] },
  },
  aws_backup_vault: {
    plan: { backup: ['DescribeBackupVault', 'ListTags'] },
    apply: {
      backup: ['CreateBackupVault', 'DeleteBackupVault', ...objectTags],
      'backup-storage': ['MountCapsule'],
      kms: ['CreateGrant', 'Decrypt', 'DescribeKey', 'GenerateDataKey', 'RetireGrant'],
    },
  },
  aws_backup_vault_lock_configuration: {
    plan: { backup: ['DescribeBackupVault'] },
    apply: { backup: ['DeleteBackupVaultLockConfiguration', 'PutBackupVaultLockConfiguration'] },
  },
  aws_db_instance: {
    plan: { rds: ['DescribeDBInstances', 'ListTagsForResource'] },
    apply: {
      iam: ['CreateServiceLinkedRole', 'PassRole'],
      kms: ['CreateGrant', 'DescribeKey'],
      rds: [
        'CreateDBInstance',
        'CreateDBInstanceReadReplica',
        'DeleteDBInstance',
        'ModifyDBInstance',
        'PromoteReadReplica',
        'RebootDBInstance',
        ...rdsTags,
      ],
    },
  },
  aws_db_instance_automated_backups_replication: {
    plan: { rds: ['DescribeDBInstanceAutomatedBackups'] },
    apply: {
      kms: ['CreateGrant', 'DescribeKey'],
      rds: ['StartDBInstanceAutomatedBackupsReplication', 'StopDBInstanceAutomatedBackupsReplication'],
    },
  },
  aws_db_parameter_group: {
    plan: { rds: ['DescribeDBParameterGroups', 'DescribeDBParameters', 'ListTagsForResource'] },
    apply: {
      rds: [
        'CreateDBParameterGroup',
        'DeleteDBParameterGroup',
        'ModifyDBParameterGroup',
        'ResetDBParameterGroup',
        ...rdsTags,
      ],
    },
  },
  aws_db_subnet_group: {
    plan: { rds: ['DescribeDBSubnetGroups', 'ListTagsForResource'] },
    apply: { rds: ['CreateDBSubnetGroup', 'DeleteDBSubnetGroup', 'ModifyDBSubnetGroup', ...rdsTags] },
  },
  aws_ecr_lifecycle_policy: {
    plan: { ecr: ['GetLifecyclePolicy'] },
    apply: { ecr: ['DeleteLifecyclePolicy', 'PutLifecyclePolicy'] },
  },
  aws_ecr_pull_through_cache_rule: {
    plan: { ecr: ['DescribePullThroughCacheRules'] },
    apply: { ecr: ['CreatePullThroughCacheRule', 'DeletePullThroughCacheRule', 'UpdatePullThroughCacheRule'] },
  },
  aws_ecr_registry_policy: {
    plan: { ecr: ['GetRegistryPolicy'] },
    apply: { ecr: ['DeleteRegistryPolicy', 'PutRegistryPolicy'] },
  },
  aws_ecr_registry_scanning_configuration: {
    plan: { ecr: ['GetRegistryScanningConfiguration'] },
    apply: { ecr: ['PutRegistryScanningConfiguration'] },
  },
  aws_ecr_repository: {
    plan: { ecr: ['DescribeRepositories', 'ListTagsForResource'] },
    apply: {
      ecr: [
        'CreateRepository',
        'DeleteRepository',
        'PutImageScanningConfiguration',
        'PutImageTagMutability',
        ...objectTags,
      ],
      kms: ['CreateGrant', 'DescribeKey'],
    },
  },
  aws_ecr_repository_creation_template: {
    plan: { ecr: ['DescribeRepositoryCreationTemplates'] },
    apply: {
      ecr: ['CreateRepositoryCreationTemplate', 'DeleteRepositoryCreationTemplate', 'UpdateRepositoryCreationTemplate'],
      iam: ['PassRole'],
    },
  },
  aws_elasticache_parameter_group: {
    plan: { elasticache: ['DescribeCacheParameterGroups', 'DescribeCacheParameters', 'ListTagsForResource'] },
    apply: {
      elasticache: [
        'AddTagsToResource',
        'CreateCacheParameterGroup',
        'DeleteCacheParameterGroup',
        'ModifyCacheParameterGroup',
        'RemoveTagsFromResource',
        'ResetCacheParameterGroup',
      ],
    },
  },
  aws_elasticache_replication_group: {
    plan: { elasticache: ['DescribeCacheClusters', 'DescribeReplicationGroups', 'ListTagsForResource'] },
    apply: {
      elasticache: [
        'AddTagsToResource',
        'CreateReplicationGroup',
        'DecreaseReplicaCount',
        'DeleteReplicationGroup',
        'IncreaseReplicaCount',
        'ModifyReplicationGroup',
        'ModifyReplicationGroupShardConfiguration',
        'RemoveTagsFromResource',
      ],
      iam: ['CreateServiceLinkedRole'],
      kms: ['CreateGrant', 'DescribeKey'],
    },
  },
  aws_elasticache_subnet_group: {
    plan: { elasticache: ['DescribeCacheSubnetGroups', 'ListTagsForResource'] },
    apply: {
      elasticache: [
        'AddTagsToResource',
        'CreateCacheSubnetGroup',
        'DeleteCacheSubnetGroup',
        'ModifyCacheSubnetGroup',
        'RemoveTagsFromResource',
      ],
    },
  },
  aws_elasticache_user: {
    plan: { elasticache: ['DescribeUsers', 'ListTagsForResource'] },
    apply: {
      elasticache: ['AddTagsToResource', 'CreateUser', 'DeleteUser', 'ModifyUser', 'RemoveTagsFromResource'],
    },
  },
  aws_elasticache_user_group: {
    plan: { elasticache: ['DescribeUserGroups', 'ListTagsForResource'] },
    apply: {
      elasticache: [
        'AddTagsToResource',
        'CreateUserGroup',
        'DeleteUserGroup',
        'ModifyUserGroup',
        'RemoveTagsFromResource',
      ],
    },
  },
  aws_glue_catalog_database: {
    plan: { glue: ['GetDatabase', 'GetTags'] },
    apply: { glue: ['CreateDatabase', 'DeleteDatabase', 'TagResource', 'UntagResource', 'UpdateDatabase'] },
  },
  aws_msk_cluster: {
    plan: { kafka: ['DescribeClusterV2', 'GetBootstrapBrokers', 'ListTagsForResource'] },
    apply: {
      ec2: ['DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'],
      iam: ['CreateServiceLinkedRole'],
      kafka: [
        'CreateClusterV2',
        'DeleteCluster',
        'DescribeClusterOperationV2',
        'UpdateBrokerCount',
        'UpdateBrokerStorage',
        'UpdateBrokerType',
        'UpdateClusterConfiguration',
        'UpdateClusterKafkaVersion',
        'UpdateConnectivity',
        'UpdateMonitoring',
        'UpdateSecurity',
        ...objectTags,
      ],
      kms: ['CreateGrant', 'DescribeKey'],
    },
  },
  aws_msk_configuration: {
    plan: { kafka: ['DescribeConfiguration', 'DescribeConfigurationRevision'] },
    apply: { kafka: ['CreateConfiguration', 'DeleteConfiguration', 'UpdateConfiguration'] },
  },
  aws_msk_topic: {
    plan: { kafka: ['DescribeTopic'] },
    apply: { kafka: ['CreateTopic', 'DeleteTopic', 'UpdateTopic'] },
  },
  aws_s3_bucket: {
    plan: {
      s3: [
        'GetAccelerateConfiguration',
        'GetBucketAcl',
        'GetBucketCORS',
        'GetBucketLogging',
        'GetBucketObjectLockConfiguration',
        'GetBucketPolicy',
        'GetBucketRequestPayment',
        'GetBucketTagging',
        'GetBucketVersioning',
        'GetBucketWebsite',
        'GetEncryptionConfiguration',
        'GetLifecycleConfiguration',
        'GetReplicationConfiguration',
        'ListBucket',
        'ListTagsForResource',
      ],
    },
    apply: {
      s3: ['CreateBucket', 'DeleteBucket', 'ListBucketVersions', 'PutBucketTagging', ...objectTags],
    },
  },
  aws_s3_bucket_lifecycle_configuration: {
    plan: { s3: ['GetLifecycleConfiguration'] },
    apply: { s3: ['PutLifecycleConfiguration'] },
  },
  aws_s3_bucket_logging: { plan: { s3: ['GetBucketLogging'] }, apply: { s3: ['PutBucketLogging'] } },
  aws_s3_bucket_object_lock_configuration: {
    plan: { s3: ['GetBucketObjectLockConfiguration'] },
    apply: { s3: ['PutBucketObjectLockConfiguration'] },
  },
  aws_s3_bucket_ownership_controls: {
    plan: { s3: ['GetBucketOwnershipControls'] },
    apply: { s3: ['PutBucketOwnershipControls'] },
  },
  aws_s3_bucket_policy: {
    plan: { s3: ['GetBucketPolicy'] },
    apply: { s3: ['DeleteBucketPolicy', 'PutBucketPolicy'] },
  },
  aws_s3_bucket_public_access_block: {
    plan: { s3: ['GetBucketPublicAccessBlock'] },
    apply: { s3: ['PutBucketPublicAccessBlock'] },
  },
  aws_s3_bucket_replication_configuration: {
    plan: { s3: ['GetReplicationConfiguration'] },
    apply: { iam: ['PassRole'], s3: ['PutReplicationConfiguration'] },
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    plan: { s3: ['GetEncryptionConfiguration'] },
    apply: { s3: ['PutEncryptionConfiguration'] },
  },
  aws_s3_bucket_versioning: { plan: { s3: ['GetBucketVersioning'] }, apply: { s3: ['PutBucketVersioning'] } },
  aws_secretsmanager_secret: {
    plan: { secretsmanager: ['DescribeSecret', 'GetResourcePolicy'] },
    apply: {
      kms: ['Decrypt', 'GenerateDataKey'],
      secretsmanager: [
        'CreateSecret',
        'DeleteResourcePolicy',
        'DeleteSecret',
        'PutResourcePolicy',
        'RestoreSecret',
        'UpdateSecret',
        ...objectTags,
      ],
    },
  },
  aws_secretsmanager_secret_version: {
    // The value is write-only: planning asks which versions there are, and reads none.
    plan: { secretsmanager: ['DescribeSecret', 'ListSecretVersionIds'] },
    apply: { kms: ['Decrypt', 'GenerateDataKey'], secretsmanager: ['PutSecretValue', 'UpdateSecretVersionStage'] },
  },
};
