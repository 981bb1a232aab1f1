import { forEver, idle, type Kept, type Leaving, type LeavingContext, type LeavingTable } from '../leftovers/leaving';
import { daysAt } from '../limits/kept';
import { usage } from '../pricing';
import { blocksAt, isOn, numberAt, type Resource, textAt, valueAt } from '../resource';
import { bucketContent } from './buckets';

/** A lock in compliance mode holds for everybody; one in governance mode gives way to a destroy that empties the bucket. */
const locked = (resource: Resource, context: LeavingContext): Kept[] =>
  context
    .about(resource)('aws_s3_bucket_object_lock_configuration', 'bucket')
    .flatMap(({ values }) => blocksAt(values, 'rule.default_retention'))
    .filter((rule) => valueAt(rule, 'mode') === 'COMPLIANCE' || !isOn(resource.values, 'force_destroy'))
    .map((rule) => ({
      what: 'locked objects',
      why: `object lock in ${textAt(rule, 'mode').toLowerCase()} mode, from the day on which each object was written`,
      days: numberAt(rule, 'days', 365 * numberAt(rule, 'years', 0)),
      charges: bucketContent(resource, context),
    }));

const storageGiB = (resource: Resource | undefined, { referred }: Pick<LeavingContext, 'referred'>): number =>
  numberAt(
    resource?.values,
    'allocated_storage',
    numberAt(referred(resource?.values.replicate_source_db)?.values, 'allocated_storage', 20),
  );

const database: Leaving = {
  reads: ['skip_final_snapshot', 'final_snapshot_identifier', 'delete_automated_backups', 'backup_retention_period'],
  idle: idle('goes with the database', ['performance_insights_retention_period']),
  keeps: (resource, context) => {
    const { values } = resource;
    const gib = storageGiB(resource, context);
    const retained = numberAt(values, 'backup_retention_period', 0);
    return [
      ...(isOn(values, 'skip_final_snapshot')
        ? []
        : [
            {
              what: 'final snapshot',
              why: 'skip_final_snapshot is off',
              days: forEver,
              charges: [usage('database/backup', gib)],
            },
          ]),
      ...(`${values.delete_automated_backups}` === 'false' && retained > 0
        ? [
            {
              what: 'automated backups',
              why: 'delete_automated_backups is off',
              days: retained,
              charges: [usage('database/backup', gib * (1 + context.assume('backupShare')))],
            },
          ]
        : []),
    ];
  },
};

/** Neither a key that waits for its deletion nor a secret that does is paid for. aws.amazon.com/kms/pricing, 2026-11. */
const waiting = (what: string, field: string): Leaving => ({
  reads: [field],
  keeps: ({ values }) => {
    const days = numberAt(values, field, 30);
    return days === 0 ? [] : [{ what, why: `${field}: it can be brought back, and is not paid for`, days }];
  },
});

export const awsLeaving: LeavingTable = {
  aws_s3_bucket: { reads: ['object_lock_enabled'], emptiedBy: 'force_destroy', keeps: locked },
  aws_s3_bucket_object_lock_configuration: {
    idle: idle('read with its bucket', [
      'object_lock_enabled',
      'rule.default_retention.days',
      'rule.default_retention.years',
      'rule.default_retention.mode',
    ]),
  },
  aws_db_instance: database,
  aws_db_instance_automated_backups_replication: {
    reads: ['retention_period'],
    keeps: ({ values }, context) => [
      {
        what: 'copied backups',
        why: 'copies that were made stay until their day, whoever ends the copying',
        days: numberAt(values, 'retention_period', 7),
        charges: [
          usage(
            'database/backup',
            storageGiB(context.referred(values.source_db_instance_arn), context) * (1 + context.assume('backupShare')),
          ),
        ],
      },
    ],
  },
  aws_backup_vault: {
    emptiedBy: 'force_destroy',
    keeps: (resource, { about, assume, atSite, referred }) =>
      about(resource)('aws_backup_vault_lock_configuration', 'backup_vault_name').map(({ values }) => {
        const databases = atSite('aws_backup_selection')
          .flatMap((selection) => [selection.values.resources ?? []].flat())
          .map((arn) => numberAt(referred(arn)?.values, 'allocated_storage', 0));
        const gib = databases.reduce((sum, size) => sum + size, 0);
        return {
          what: 'locked backups',
          why: 'the vault is locked: nobody deletes a backup before its day',
          days: daysAt(values, 'min_retention_days', Number.NaN),
          charges: [usage('backup/stored', gib * (1 + assume('backupShare')))],
        };
      }),
  },
  aws_backup_vault_lock_configuration: {
    idle: idle('read with its vault', ['min_retention_days', 'max_retention_days']),
  },
  aws_backup_plan: { idle: idle('read with its vault', ['rule.lifecycle.delete_after']) },
  aws_efs_backup_policy: {
    keeps: ({ values }, { assume }) =>
      valueAt(values, 'backup_policy.status') === 'ENABLED'
        ? [
            {
              what: 'backups of the file system',
              why: 'AWS Backup keeps them in its own vault of the account',
              days: 35,
              charges: [usage('backup/stored', assume('sharedFilesGiB'))],
            },
          ]
        : [],
  },
  aws_elasticache_replication_group: {
    reads: ['final_snapshot_identifier'],
    idle: idle('snapshots that it took by itself go with the cache', ['snapshot_retention_limit']),
    keeps: ({ values }, { assume }) =>
      values.final_snapshot_identifier === undefined
        ? []
        : [
            {
              what: 'final snapshot',
              why: 'final_snapshot_identifier is stated',
              days: forEver,
              charges: [usage('cache/backup', assume('cacheGiB'))],
            },
          ],
  },
  aws_cloudwatch_log_group: {
    reads: ['skip_destroy', 'retention_in_days'],
    keeps: ({ values }, { assume }) =>
      isOn(values, 'skip_destroy')
        ? [
            {
              what: 'logs',
              why: 'skip_destroy is on: the group itself stays, empty in the end',
              days: daysAt(values, 'retention_in_days', 0) || forEver,
              charges: [usage('logs/stored', assume('logGiB'))],
            },
          ]
        : [],
  },
  aws_kms_key: waiting('key', 'deletion_window_in_days'),
  aws_kms_replica_key: waiting('key', 'deletion_window_in_days'),
  aws_secretsmanager_secret: waiting('secret', 'recovery_window_in_days'),
  aws_ecr_repository: { emptiedBy: 'force_delete' },
  aws_ecr_lifecycle_policy: {},
  aws_route53_zone: { emptiedBy: 'force_destroy' },
  aws_athena_workgroup: { emptiedBy: 'force_destroy' },
  aws_sqs_queue: { idle: idle('goes with the queue', ['message_retention_seconds']) },
  aws_config_retention_configuration: {
    idle: idle('what was recorded is not paid for once it is', ['retention_period_in_days']),
  },
};
