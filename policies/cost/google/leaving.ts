import { forEver, idle, type Kept, type Leaving, type LeavingTable } from '../leftovers/leaving';
import { usage } from '../pricing';
import { blocksAt, isOn, numberAt, valueAt } from '../resource';
import { Unpriceable } from '../unpriceable';
import { bucketContent } from './buckets';

const secondsPerDay = 86_400;

/** Days of `2592000s`, or of a number of seconds. */
function daysOf(values: unknown, path: string, unlessStated: number): number {
  const found = valueAt(values, path);
  if (found === undefined) return unlessStated;
  const seconds = Number(`${found}`.replace(/s$/, ''));
  if (Number.isNaN(seconds)) throw new Unpriceable(`${path} is no duration before it is applied`);
  return seconds / secondsPerDay;
}

const bucket: Leaving = {
  reads: [
    'retention_policy.retention_period',
    'retention_policy.is_locked',
    'soft_delete_policy.retention_duration_seconds',
  ],
  emptiedBy: 'force_destroy',
  keeps: (resource, context) => {
    const { values } = resource;
    const soft = daysOf(values, 'soft_delete_policy.retention_duration_seconds', 7);
    const [policy] = blocksAt(values, 'retention_policy');
    const retained = policy ? daysOf(policy, 'retention_period', forEver) : 0;
    if (retained + soft === 0) return [];
    const why = policy
      ? `${isOn(policy, 'is_locked') ? 'a locked' : 'a'} retention policy, from the day on which each object was written${soft > 0 ? '; then soft delete' : ''}`
      : 'what is deleted is kept, and paid for, so that it can be brought back';
    return [
      {
        what: policy ? 'retained objects' : 'soft-deleted objects',
        why,
        days: retained + soft,
        charges: bucketContent(resource, context),
      },
    ];
  },
};

const database: Leaving = {
  reads: [
    'settings.retain_backups_on_delete',
    'settings.final_backup_config.enabled',
    'settings.final_backup_config.retention_days',
    'settings.backup_configuration.backup_retention_settings.retained_backups',
    'settings.backup_configuration.backup_retention_settings.retention_unit',
  ],
  idle: idle('logs of transactions go with the instance', [
    'settings.backup_configuration.transaction_log_retention_days',
  ]),
  keeps: ({ values }, { assume }) => {
    const gib = numberAt(values, 'settings.disk_size', 10);
    const kept: Kept[] = [];
    if (isOn(values, 'settings.final_backup_config.enabled')) {
      kept.push({
        what: 'final backup',
        why: 'final_backup_config is on',
        days: numberAt(values, 'settings.final_backup_config.retention_days', 30),
        charges: [usage('database/backup', gib)],
      });
    }
    if (isOn(values, 'settings.retain_backups_on_delete')) {
      kept.push({
        what: 'backups',
        why: 'retain_backups_on_delete is on: each stays until its day, one a day',
        days: numberAt(values, 'settings.backup_configuration.backup_retention_settings.retained_backups', 7),
        charges: [usage('database/backup', gib * (1 + assume('backupShare')))],
      });
    }
    return kept;
  },
};

export const googleLeaving: LeavingTable = {
  google_storage_bucket: bucket,
  google_sql_database_instance: database,
  google_sql_database: { idle: idle('goes with its instance', ['deletion_policy']) },
  google_sql_user: { idle: idle('goes with its instance', ['deletion_policy']) },
  google_backup_dr_backup_vault: {
    reads: ['backup_minimum_enforced_retention_duration', 'backup_retention_inheritance'],
    keeps: ({ values }, { assume, atSite }) => {
      const vaulted = atSite('google_backup_dr_backup_plan_association').map(({ values: own }) => `${own.resource}`);
      const gib = atSite('google_sql_database_instance')
        .filter((one) =>
          vaulted.some((resource) => resource.includes(`/${one.values.name}`) || resource.includes(one.name)),
        )
        .reduce((sum, one) => sum + numberAt(one.values, 'settings.disk_size', 10), 0);
      return [
        {
          what: 'locked backups',
          why: 'the vault enforces its retention: nobody deletes a backup before its day',
          days: daysOf(values, 'backup_minimum_enforced_retention_duration', forEver),
          charges: [usage('backup/stored', gib * (1 + assume('backupShare')))],
        },
      ];
    },
  },
  google_backup_dr_backup_plan: {
    idle: idle('read with its vault', ['log_retention_days', 'backup_rules.backup_retention_days']),
  },
  google_memorystore_instance: {
    reads: ['automated_backup_config.retention'],
    keeps: ({ values }, { assume }) =>
      valueAt(values, 'automated_backup_config') === undefined
        ? []
        : [
            {
              what: 'backups',
              why: 'the collection of backups outlives the instance',
              days: daysOf(values, 'automated_backup_config.retention', 35),
              charges: [usage('cache/backup', assume('cacheGiB'))],
            },
          ],
  },
  google_kms_crypto_key: {
    reads: ['destroy_scheduled_duration'],
    idle: idle('where the key lies', ['version_template.protection_level']),
    // A version that waits for its destruction is not paid for. cloud.google.com/kms/docs/key-states, 2026-11.
    keeps: ({ values }) => [
      {
        what: 'versions of the key',
        why: 'they can be brought back, and are not paid for; the name of the key stays for ever',
        days: daysOf(values, 'destroy_scheduled_duration', 30),
      },
    ],
  },
  google_secret_manager_secret: {
    idle: idle('holds for versions, not for a secret that is deleted', ['version_destroy_ttl']),
  },
  google_logging_project_bucket_config: {
    reads: ['locked', 'retention_days'],
    keeps: ({ values }, { assume }) => {
      const retention = numberAt(values, 'retention_days', 30);
      // The first thirty days are part of what is paid to take them in.
      const charges = [usage('logs/stored', assume('logGiB') * Math.max(0, retention / 30 - 1))];
      return isOn(values, 'locked')
        ? [
            {
              what: 'logs',
              why: 'the bucket of logs is locked: it goes when its last entry does',
              days: retention,
              charges,
            },
          ]
        : [{ what: 'logs', why: 'a deleted bucket of logs can be brought back', days: 7, charges }];
    },
  },
  google_bigquery_dataset: { emptiedBy: 'delete_contents_on_destroy' },
  google_dns_managed_zone: { emptiedBy: 'force_destroy' },
  google_filestore_instance: { idle: idle('snapshots go with the instance', ['initial_replication.retention']) },
  google_artifact_registry_repository: {
    idle: idle('says what may be written over, not what stays', ['docker_config.immutable_tags']),
  },
  google_managed_kafka_topic: {
    idle: idle('goes with the cluster', ['configs.retention.ms', 'configs.cleanup.policy']),
  },
  google_pubsub_topic: { idle: idle('goes with the topic', ['message_retention_duration']) },
  google_pubsub_subscription: {
    idle: idle('goes with the subscription', ['message_retention_duration', 'retain_acked_messages']),
  },
  google_project_service: {
    idle: idle('an API that stays enabled costs nothing', ['disable_on_destroy', 'disable_dependent_services']),
  },
};
