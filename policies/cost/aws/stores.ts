import { allMonth, fixed, freeOf, type Pricer, type PricingTable, usage } from '../pricing';
import { isElsewhere, isOn, numberAt, textAt } from '../resource';
import { bucketContent } from './buckets';

/** RDS: a standby in another zone doubles machine and disk; backups are free up to the size of the disk. */
const database: Pricer = ({ values }, { assume, referred }) => {
  const copies = isOn(values, 'multi_az') ? 2 : 1;
  const source = referred(values.replicate_source_db)?.values;
  const gib = numberAt(values, 'allocated_storage', numberAt(source, 'allocated_storage', 20));
  const type = textAt(values, 'storage_type', 'gp3');
  return [
    allMonth(`database/${textAt(values, 'instance_class')}`, copies),
    fixed(`database/${type}`, gib * copies),
    ...(numberAt(values, 'backup_retention_period', 0) > 0
      ? [usage('database/backup', gib * assume('backupShare'))]
      : []),
    // One in another region is named by its whole name.
    ...(isElsewhere(values.replicate_source_db) && values.replicate_source_db.startsWith('arn:')
      ? [usage('traffic/region', assume('replicatedGiB'))]
      : []),
  ];
};

const cache: Pricer = ({ values }, { assume }) => {
  const shards = numberAt(values, 'num_node_groups', 1);
  const nodes =
    numberAt(values, 'num_cache_clusters', 0) || shards * (1 + numberAt(values, 'replicas_per_node_group', 0));
  const snapshots = numberAt(values, 'snapshot_retention_limit', 0);
  return [
    allMonth(`cache/${textAt(values, 'node_type')}`, nodes),
    // One snapshot is free.
    ...(snapshots > 1 ? [usage('cache/backup', (snapshots - 1) * assume('cacheGiB'))] : []),
  ];
};

const kafka: Pricer = ({ values }) => {
  const brokers = numberAt(values, 'number_of_broker_nodes', 0);
  const gib = numberAt(values, 'broker_node_group_info.storage_info.ebs_storage_info.volume_size', 0);
  return [
    allMonth(`kafka/${textAt(values, 'broker_node_group_info.instance_type')}`, brokers),
    fixed('kafka/storage', brokers * gib),
  ];
};

export const stores: PricingTable = {
  aws_db_instance: database,
  aws_elasticache_replication_group: cache,
  aws_msk_cluster: kafka,
  aws_efs_file_system: (_, { assume }) => [
    usage('file-storage/efs', assume('sharedFilesGiB')),
    usage('file-storage/efs-throughput', assume('sharedFilesGiB')),
  ],
  aws_s3_bucket: (bucket, context) => [
    ...bucketContent(bucket, context),
    usage('object-storage/requests', context.assume('bucketThousandRequests')),
  ],
  aws_s3_bucket_inventory: (_, { assume }) => [
    // Weekly.
    usage('object-storage/inventory', assume('bucketMillionObjects') * (52 / 12)),
  ],
  aws_s3_bucket_replication_configuration: (_, { assume }) => [
    usage('traffic/region', assume('copiedGiB')),
    usage('object-storage/replication-time', assume('copiedGiB')),
  ],
  aws_ecr_repository: (_, { assume }) => [usage('registry/stored', assume('registryGiB'))],
  aws_ecr_pull_through_cache_rule: (_, { assume }) => [usage('registry/stored', assume('registryGiB'))],
  aws_ecr_replication_configuration: (_, { assume }) => [usage('traffic/region', assume('registryGiB'))],
  aws_athena_workgroup: (_, { assume }) => [usage('warehouse/scanned', assume('warehouseTiB'))],
  aws_backup_selection: (_, { assume, atSite }) => {
    const gib = atSite('aws_db_instance').reduce(
      (sum, { values }) => sum + numberAt(values, 'allocated_storage', 0),
      0,
    );
    return [usage('backup/stored', gib * (1 + assume('backupShare')))];
  },
  aws_db_instance_automated_backups_replication: ({ values }, { assume, referred }) => {
    const gib = numberAt(referred(values.source_db_instance_arn)?.values, 'allocated_storage', 20);
    return [
      usage('database/backup', gib * (1 + assume('backupShare'))),
      usage('traffic/region', gib * assume('backupShare')),
    ];
  },
  ...freeOf('settings of a store, which is priced', [
    'aws_db_parameter_group',
    'aws_db_subnet_group',
    'aws_elasticache_parameter_group',
    'aws_elasticache_subnet_group',
    'aws_elasticache_user',
    'aws_elasticache_user_group',
    'aws_msk_configuration',
    'aws_msk_topic',
    'aws_appautoscaling_policy',
    'aws_appautoscaling_target',
    'aws_efs_access_point',
    'aws_efs_backup_policy',
    'aws_efs_file_system_policy',
    'aws_efs_mount_target',
    'aws_s3_account_public_access_block',
    'aws_s3_bucket_lifecycle_configuration',
    'aws_s3_bucket_logging',
    'aws_s3_bucket_object_lock_configuration',
    'aws_s3_bucket_ownership_controls',
    'aws_s3_bucket_policy',
    'aws_s3_bucket_public_access_block',
    'aws_s3_bucket_server_side_encryption_configuration',
    'aws_s3_bucket_versioning',
    'aws_ecr_lifecycle_policy',
    'aws_ecr_registry_policy',
    'aws_ecr_registry_scanning_configuration',
    'aws_ecr_repository_creation_template',
    'aws_glue_catalog_database',
    'aws_backup_plan',
    'aws_backup_vault',
    'aws_backup_vault_lock_configuration',
  ]),
};
